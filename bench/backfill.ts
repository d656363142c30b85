import type { AppUse } from './support/app-process.js';
import { settled, withCrmWorld } from './support/crm-world.js';
import { type Benchmark, type Line, MIB, round } from './support/line.js';
import type { CallRecord } from './support/simulator-process.js';

const CONTACTS = 10_000;
/** Contacts of the slice that is read with the real limits on. */
const SLICE = 1_500;
/** HubSpot docs: 110 requests per 10 s for an app. */
const LIMIT_PER_S = 11;

interface Load {
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
    const end = await settled(world.pool, 80_000);
    const calls = await world.simulator.ask<CallRecord[]>('calls', since);
    const { rows } = await world.pool.query<{ records: number; scored: number }>(
      `select (select count(*)::int from records where state = 'known') as records,
         (select count(*)::int from scores) as scored`,
    );
    const { records = 0, scored = 0 } = rows[0] ?? {};
    if (scored < contacts) throw new Error(`${scored} of ${contacts} contacts were scored`);
    const { peakBytes } = await world.app.ask<AppUse>('use');
    const refused = calls.filter((call) => call.status === 429).length;
    return { seconds: (end - since) / 1000, records, calls: calls.length, refused, peakBytes };
  });
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
      remark: `Limits off: our own speed, read, mapped and scored. With the limit on, ${CONTACTS.toLocaleString('en')} contacts take ${round(free.calls / LIMIT_PER_S)} s by the calls alone. Ended after ${round(free.seconds)} s.`,
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
      remark: `${SLICE.toLocaleString('en')} contacts with the real limits on; ${slice.refused} calls were answered 429. A window may be filled at its start, so short loads can beat the even rate.`,
    },
  ];
}

export const backfill: Benchmark = {
  how: `A simulated portal with ${CONTACTS.toLocaleString('en')} contacts and their companies, deals and engagements is loaded by a newly connected account until every contact is scored; the simulator is a process of its own and answers at once. First without limits, which shows our own speed, then a slice of ${SLICE.toLocaleString('en')} contacts with HubSpot's limits.`,
  run,
};
