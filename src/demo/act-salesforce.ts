import { PlumblineError } from '../lib/errors.js';
import type { Queryable } from '../store/pool.js';
import { pickWebinar } from './org-lookups.js';
import { livingRecord } from './org-record.js';
import { ownTasks } from './org-tasks.js';
import type { Salesforce } from './salesforce.js';
import type { Act, Performance } from './stage-hands.js';
import { until } from './unfinished.js';

export interface SalesforceParts extends Salesforce {
  readonly pool: Queryable;
  /** The field that our score is written to. */
  readonly scoreField: string;
}

const WAIT_MS = 30_000;

interface Progress {
  /** Records that are the lead's, those it has become included. */
  readonly records: number;
  readonly activities: number;
  readonly scored: boolean;
  readonly done: boolean;
}

/** How far our side is with him. */
async function readProgress({ pool, record }: SalesforceParts): Promise<Progress> {
  const { rows } = await pool.query<Progress>(
    `select (select count(*)::int from records o where o.lead = r.lead and o.state = 'known') as records,
       (select count(*)::int from activities a where a.lead = r.lead) as activities,
       w.scored_seq >= w.dirty_seq as scored,
       not exists (select from desired d where d.lead = r.lead and d.state in ('pending', 'sending'))
         and not exists (select from alerts t where t.lead = r.lead
           and t.state in ('planned', 'sending', 'unknown'))
         -- What came with the change: the account of a new contact is read after it.
         and not exists (select from deliveries)
         and not exists (select from changes c where c.account = r.account)
         and not exists (select from fetches f where f.account = r.account and f.reason is null)
         and w.scored_seq >= w.dirty_seq as done
     from records r join lead_work w on w.lead = r.lead
     where r.object = 'Lead' and r.record = $1`,
    [record],
  );
  const [progress] = rows;
  if (!progress) throw new PlumblineError('not-ready', 'He is not known yet; play it again.');
  return progress;
}

function late(code: string, what: string): PlumblineError {
  return new PlumblineError(code, `${what} within ${WAIT_MS / 1000} seconds; play it again.`);
}

/**
 * Makes a change in the org and follows it: heard of (`arrived`), scored, written back, a task where there
 * is to be one.
 */
async function follow(
  parts: SalesforceParts,
  { step, startedAt }: Performance,
  change: () => Promise<unknown>,
  arrived: (now: Progress, before: Progress) => boolean,
): Promise<null> {
  const { org, record, scoreField } = parts;
  const before = await readProgress(parts);
  const living = async () => (await livingRecord(org, record))?.id ?? record;
  const tasks = (await ownTasks(org, await living())).length;
  await change();
  step('changed');
  const known = await until(
    async () => (arrived(await readProgress(parts), before) ? true : null),
    WAIT_MS,
  );
  if (known === null) throw late('no-change-event', 'Nothing was heard of the change');
  step('received');
  const scored = await until(
    async () => ((await readProgress(parts)).scored ? true : null),
    WAIT_MS,
  );
  if (scored === null) throw late('not-scored', 'The lead was not scored');
  step('scored');
  const told = new Set<string>();
  const tell = (name: 'written' | 'task', happened: boolean, at?: number): void => {
    if (!happened || told.has(name)) return;
    told.add(name);
    step(name, at);
  };
  const done = await until(async () => {
    const over = (await readProgress(parts)).done;
    const held = await livingRecord(org, record);
    const written = held?.changes.findLast(({ changed }) => changed.includes(scoreField))?.at ?? 0;
    tell('written', written >= startedAt, written);
    tell('task', (await ownTasks(org, await living())).length > tasks);
    return over ? true : null;
  }, WAIT_MS);
  if (done === null) throw late('not-written', 'Not everything was written back');
  return null;
}

/** He attends a webinar: a campaign response, told by a change event. */
export function campaignResponse(parts: SalesforceParts): Act {
  const { org, record } = parts;
  return async (performance) => {
    const person = (await livingRecord(org, record))?.id ?? record;
    const campaign = await pickWebinar(org, person);
    return follow(
      parts,
      performance,
      () => org.act('respond', { who: person, campaign, status: 'Attended' }),
      (now, before) => now.activities > before.activities,
    );
  };
}

/** A seller converts the lead to a contact with an account and an opportunity: one lead of ours goes on. */
export function conversion(parts: SalesforceParts): Act {
  const { org, record } = parts;
  return async (performance) => {
    const lead = await org.record(record);
    if (lead?.values.IsConverted === true) {
      throw new PlumblineError('converted', 'The lead is a contact already.');
    }
    return follow(
      parts,
      performance,
      () => org.act('convert-lead', { lead: record }),
      (now, before) => now.records > before.records,
    );
  };
}
