import { backfillSalesforce } from './backfill-salesforce.js';
import type { AppUse } from './support/app-process.js';
import { unfinished, withCrmWorld } from './support/crm-world.js';
import { type Benchmark, type Line, MIB, round } from './support/line.js';
import type { CallRecord } from './support/simulator-process.js';

const CONTACTS = 10_000;
/** Contacts of the slice that is read with the real limits on. */
const SLICE = 400;
/** A load that has not ended by then is judged by what it did until then. */
const LIMIT_MS = 300_000;
const LOOK_MS = 500;
/** HubSpot docs: 110 requests per 10 s for an app. */
const LIMIT_PER_S = 11;

interface Load {
  readonly finished: boolean;
  readonly scored: number;
  readonly seconds: number;
  readonly records: number;
  readonly calls: number;
  readonly refused: number;
  readonly peakBytes: number;
}

async function loadOnce(contacts: number, limited: boolean): Promise<Load> {
  const simulator = limited ? { contacts } : { contacts, limits: false as const };
  return withCrmWorld({ simulator, writes: false }, async (world) => {
    const since = Date.now();
    await world.app.ask('work', null);
    await world.app.ask('read', world.account);
    const finished = (await unfinished(world.pool, LIMIT_MS, LOOK_MS)).length === 0;
    const seconds = (Date.now() - since) / 1000;
    const calls = await world.simulator.ask<CallRecord[]>('calls', since);
    const { rows } = await world.pool.query<{ records: number; scored: number }>(
      `select (select count(*)::int from records where state = 'known') as records,
         (select count(*)::int from scores) as scored`,
    );
    const { records = 0, scored = 0 } = rows[0] ?? {};
    if (finished && scored < contacts) {
      throw new Error(`${scored} of ${contacts} contacts were scored`);
    }
    const { peakBytes } = await world.app.ask<AppUse>('use');
    const refused = calls.filter((call) => call.status === 429).length;
    return { finished, scored, seconds, records, calls: calls.length, refused, peakBytes };
  });
}

function ended({ finished, seconds, scored }: Load): string {
  return finished
    ? `Ended after ${round(seconds)} s, ${scored} contacts scored.`
    : `Not ended after ${round(seconds)} s, when ${scored} contacts were scored: the rate is of what was read until then.`;
}

async function run(): Promise<readonly Line[]> {
  const free = await loadOnce(CONTACTS, false);
  const slice = await loadOnce(SLICE, true);
  const perSecond = free.records / free.seconds;
  const perCall = free.records / free.calls;
  const limitBound = perCall * LIMIT_PER_S;
  const boundS = slice.calls / LIMIT_PER_S;
  return [
    {
      name: 'backfill',
      value: round(perSecond),
      unit: 'records/s',
      ratio: round(perSecond / limitBound),
      against: `what the CRM's limit of ${LIMIT_PER_S * 10} calls in 10 s lets through (${round(limitBound)} records/s)`,
      n: free.records,
      remark: `Limits off: our own speed, read, mapped and scored. Its ${free.calls} calls take ${round(free.calls / LIMIT_PER_S)} s by the limit alone. ${ended(free)}`,
    },
    {
      name: 'backfill-calls',
      value: round((free.calls / free.records) * 1_000),
      unit: 'calls per 1,000 records',
      ratio: round(free.calls / (free.records / 100)),
      against: 'pages of 100, the most that one call reads',
      n: free.calls,
      remark: 'Linked records come with the page or in calls of their own, counted here.',
    },
    {
      name: 'backfill-memory',
      value: round(free.peakBytes / MIB),
      unit: 'MiB',
      ratio: null,
      against: null,
      n: free.records,
      remark: 'Peak of the app process, without the database server.',
    },
    {
      name: 'backfill-limited',
      value: round(slice.records / slice.seconds),
      unit: 'records/s',
      ratio: round(boundS / slice.seconds),
      against: `the shortest time that ${slice.calls} calls can take under the limit (${round(boundS)} s)`,
      n: slice.records,
      remark: `${SLICE.toLocaleString('en')} contacts with the real limits on. ${ended(slice)} ${slice.refused} calls were answered 429. A window may be filled at its start, so short loads can beat the even rate.`,
    },
    ...(await backfillSalesforce()),
  ];
}

export const backfill: Benchmark = {
  how: `A simulated portal with ${CONTACTS.toLocaleString('en')} contacts and their companies, deals and engagements is loaded by a newly connected account until every contact is scored; the simulator is a process of its own and answers at once. First without limits, which shows our own speed, then a slice of ${SLICE.toLocaleString('en')} contacts with HubSpot's limits. \`backfill-salesforce\`: a simulated org with 50,000 leads and 5,000 contacts with deals, without activities, by the Bulk API; then the same leads are read bare by one bulk query.`,
  run,
};
