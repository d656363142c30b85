import { createHmac } from 'node:crypto';
import type { ActRun } from '../admin/api/contract.js';
import { PlumblineError } from '../lib/errors.js';
import type { Queryable } from '../store/pool.js';
import { type RequestParts, readTaskCount } from './act-parts.js';
import type { Crm } from './crm.js';
import type { Act } from './stage-hands.js';
import type { Webhook } from './tap.js';
import { until, untilDone } from './unfinished.js';
import type { DemoWorker } from './worker.js';

export interface KillParts extends RequestParts {
  readonly worker: DemoWorker;
  /** Where webhooks are sent to, and what is signed as their address. */
  readonly hook: { readonly url: string; readonly publicUrl: string; readonly secret: string };
}

const REPEATS = 3;
const WAIT_MS = 10_000;
/** Another CRM may just be read for the first time. */
const REST_MS = 30_000;
/** The lease of the held batch, the waits after it, and a slow machine. */
const CATCH_UP_MS = 60_000;

/** The same bytes, signed anew with a fresh time, as HubSpot's own retry would be. */
async function sendAgain({ hook }: KillParts, { body }: Webhook): Promise<boolean> {
  const timestamp = String(Date.now());
  const signature = createHmac('sha256', hook.secret)
    .update(`POST${hook.publicUrl}`)
    .update(body)
    .update(timestamp)
    .digest('base64');
  const response = await fetch(hook.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-hubspot-signature-v3': signature,
      'x-hubspot-request-timestamp': timestamp,
    },
    body: new Uint8Array(body),
    signal: AbortSignal.timeout(WAIT_MS),
  });
  return response.ok;
}

/** Her newest webhook; when she has not sent any yet, her phone number comes in by a form first. */
async function webhookOf({ crm, tap, record }: KillParts): Promise<Webhook> {
  const known = tap.newestOf(record);
  if (known) return known;
  const properties = { phone: `+353 1 555 ${String(Date.now() % 10_000).padStart(4, '0')}` };
  await crm.act('edit', { id: record, properties, by: 'automation' });
  const webhook = await until(async () => tap.newestOf(record), WAIT_MS);
  if (!webhook) throw new PlumblineError('no-webhook', 'No webhook came; play it again.');
  return webhook;
}

interface Traces {
  readonly activities: number;
  readonly entries: number;
  readonly total: number;
  readonly parked: number;
}

/** What there is of her; a repeat that had an effect would show here. */
async function readTraces({ pool, record }: KillParts): Promise<Traces> {
  const { rows } = await pool.query<Traces>(
    `select (select count(*)::int from activities a where a.lead = r.lead) as activities,
       (select count(*)::int from stage_history h where h.lead = r.lead) as entries,
       (select total from scores s where s.lead = r.lead order by model limit 1) as total,
       (select count(*)::int from parked_deliveries)
         + (select count(*)::int from parked_changes) as parked
     from records r where r.object = 'contacts' and r.record = $1`,
    [record],
  );
  const [traces] = rows;
  if (!traces) throw new PlumblineError('not-ready', 'She is not known yet; play it again.');
  return traces;
}

interface Bystander {
  readonly record: string;
  readonly owner: string | null;
}

/** Somebody else, far from any threshold, whom a better title lifts: a write-back to be interrupted. */
async function pickBystander(pool: Queryable, story: string): Promise<Bystander | null> {
  const { rows } = await pool.query<Bystander>(
    `select r.record, l.fields ->> 'owner' as owner
     from records r join leads l on l.id = r.lead join scores s on s.lead = l.id
     where r.object = 'contacts' and r.record <> $1 and r.state = 'known' and s.total < 30
       and s.disqualified is null and l.stage in ('subscriber', 'lead')
       and coalesce(l.fields ->> 'seniority', 'staff') not in ('director', 'vp', 'c_level')
       and (s.dimensions ->> 'fit')::int between 0 and 29
     order by s.total desc, r.id limit 1`,
    [story],
  );
  return rows[0] ?? null;
}

/** Makes the worker send a write-back that the CRM holds. @returns the records that are in flight. */
async function holdWrite(crm: Crm, bystander: Bystander | null): Promise<readonly string[]> {
  if (!bystander) return [];
  const lift = await crm.holdNext('contacts.batch.update');
  try {
    const properties = { jobtitle: 'Director of Operations' };
    await crm.act('edit', { id: bystander.record, properties });
    return (await crm.held(WAIT_MS)).flatMap(({ records }) => records);
  } finally {
    await lift();
  }
}

/** True when the CRM holds the score that we have of this contact. */
async function isWritten(pool: Queryable, crm: Crm, record: string): Promise<boolean> {
  const { rows } = await pool.query<{ total: number }>(
    `select s.total from records r join scores s on s.lead = r.lead
     where r.object = 'contacts' and r.record = $1`,
    [record],
  );
  const held = await crm.record('contacts', record);
  return Number(held?.properties.plumbline_score) === rows[0]?.total;
}

/**
 * Act 3: the same webhook three more times, and the worker killed with -9 while a write-back is on its way.
 * The web role goes on storing what comes; a new worker takes over what the dead one left.
 */
export function repeatAndKill(parts: KillParts): Act {
  const { pool, crm, record, worker } = parts;
  return async ({ step }) => {
    const webhook = await webhookOf(parts);
    const left = await untilDone(pool, REST_MS);
    if (left !== '') throw new PlumblineError('at-work', `Still at work: ${left}; play it again.`);
    const before = { traces: await readTraces(parts), tasks: await readTaskCount(crm, record) };
    const bystander = await pickBystander(pool, record);
    const inFlight = await holdWrite(crm, bystander);
    let accepted = 0;
    try {
      for (let repeat = 1; repeat <= REPEATS; repeat += 1) {
        step('sent');
        if (await sendAgain(parts, webhook)) accepted += 1;
        if (repeat > 1) continue;
        step('received');
        await worker.kill();
        step('killed');
      }
    } finally {
      // The CRM carries out what it was asked, though nobody waits for the answer any more.
      await crm.release();
      await worker.start();
    }
    step('restarted');
    const waiting = await untilDone(pool, CATCH_UP_MS);
    if (waiting !== '') {
      throw new PlumblineError(
        'not-caught-up',
        `The new worker did not catch up: ${waiting} left.`,
      );
    }
    step('caught-up');
    const after = { traces: await readTraces(parts), tasks: await readTaskCount(crm, record) };
    const unwritten = await Promise.all(inFlight.map((one) => isWritten(pool, crm, one)));
    return verdictOf(before, after, accepted, unwritten.filter((written) => !written).length);
  };
}

interface Standing {
  readonly traces: Traces;
  readonly tasks: number;
}

function verdictOf(
  before: Standing,
  after: Standing,
  accepted: number,
  unwritten: number,
): ActRun['verdict'] {
  const more = (of: (standing: Standing) => number): number => Math.max(0, of(after) - of(before));
  const doubled =
    more(({ traces }) => traces.activities) +
    more(({ traces }) => traces.entries) +
    (after.traces.total > before.traces.total ? 1 : 0) +
    more(({ tasks }) => tasks);
  const lost = more(({ traces }) => traces.parked) + unwritten;
  return { sent: REPEATS, ignored: Math.max(0, accepted - doubled), doubled, lost };
}
