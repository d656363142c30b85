import { PlumblineError } from '../lib/errors.js';
import type { RequestParts } from './act-parts.js';
import { DEMO_PROPERTY } from './mapping.js';
import type { Act } from './stage-hands.js';
import { until } from './unfinished.js';

const WAIT_MS = 20_000;

interface LeadState {
  readonly asked: boolean;
  readonly scored: boolean;
  readonly done: boolean;
}

/** How far our side is with her request of this moment. */
async function readLeadState(
  { pool, record }: RequestParts,
  since: number,
): Promise<LeadState | null> {
  const { rows } = await pool.query<LeadState>(
    `select exists (select from activities a where a.record = r.id and a.type = 'demo_request'
         and a.at >= ms($2)) as asked,
       w.scored_seq >= w.dirty_seq as scored,
       not exists (select from desired d where d.lead = r.lead and d.state in ('pending', 'sending'))
         and not exists (select from alerts t where t.lead = r.lead
           and t.state in ('planned', 'sending', 'unknown')) as done
     from records r join lead_work w on w.lead = r.lead
     where r.object = 'contacts' and r.record = $1`,
    [record, since],
  );
  return rows[0] ?? null;
}

/** When our score of her was last written there, if since this moment. */
async function writtenSince({ crm, record }: RequestParts, since: number): Promise<number | null> {
  const held = await crm.record('contacts', record);
  const at = Date.parse(held?.propertiesWithHistory.plumbline_scored_at?.[0]?.timestamp ?? '');
  return at >= since ? at : null;
}

async function taskSince({ crm, record }: RequestParts, since: number): Promise<number | null> {
  const newest = (await crm.tasks(record)).at(-1);
  const at = Date.parse(newest?.properties.hs_createdate ?? '');
  return at >= since ? at : null;
}

function late(code: string, what: string): PlumblineError {
  return new PlumblineError(code, `${what} within ${WAIT_MS / 1000} seconds; play it again.`);
}

/** Act 1: her form fills one property; everything else follows from its webhook. */
export function demoRequest(parts: RequestParts): Act {
  const { crm, tap, record } = parts;
  return async ({ startedAt, step }) => {
    let received = 0;
    const end = tap.listen(({ events, answeredAt }) => {
      const hers = events.some(
        (event) => String(event.objectId) === record && event.propertyName === DEMO_PROPERTY,
      );
      if (hers && received === 0) received = answeredAt;
    });
    try {
      const form = { contact: record, form: 'demo', property: DEMO_PROPERTY, rollUps: false };
      await crm.act('fill-form', form);
      step('sent');
      const arrived = await until(async () => received || null, WAIT_MS, 5);
      if (arrived === null) throw late('no-webhook', 'No webhook came');
      step('received', received);
      // HubSpot's own time of the request may lie a little before our start.
      const since = startedAt - 1_000;
      const scored = await until(async () => {
        const state = await readLeadState(parts, since);
        return state?.asked && state.scored ? true : null;
      }, WAIT_MS);
      if (scored === null) throw late('not-scored', 'She was not scored');
      step('scored');
      const told = new Set<string>();
      const tell = (name: 'written' | 'task', at: number | null): void => {
        if (at === null || told.has(name)) return;
        told.add(name);
        step(name, at);
      };
      const done = await until(async () => {
        const over = (await readLeadState(parts, since))?.done;
        tell('written', await writtenSince(parts, startedAt));
        tell('task', await taskSince(parts, startedAt));
        return over ? true : null;
      }, WAIT_MS);
      if (done === null) throw late('not-written', 'Not everything was written back');
    } finally {
      end();
    }
    return null;
  };
}
