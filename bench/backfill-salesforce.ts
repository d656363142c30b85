import type { SimulatorOptions } from '../connectors/salesforce/simulator/options.js';
import { openPool } from '../src/store/pool.js';
import type { AppReady, AppUse } from './support/app-process.js';
import { type BareRead, readBare } from './support/bare-bulk.js';
import { type Child, startChild } from './support/child.js';
import { withClosing } from './support/closing.js';
import { unfinished } from './support/crm-world.js';
import { withFolder } from './support/folder.js';
import { type Line, MIB, percentile, round } from './support/line.js';
import type { SalesforceOrg } from './support/salesforce-process.js';
import type { CallRecord } from './support/simulator-process.js';

/** Makes some more than 50,000 leads, and the contacts of those with deals. */
const PEOPLE = 52_600;
/** Rows a page: the connector's. */
const PAGE = 2_000;
const SAMPLE_MS = 1_000;
const START_MS = 180_000;
/** A load that has not ended by then is judged by what it did until then. */
const LIMIT_MS = 600_000;
const LOOK_MS = 1_000;
/** Of the samples of a quarter, so many hold nothing but what is needed: they follow a collection. */
const LEAST = 0.05;
/** Growth from the first quarter of the load to the last that is still flat. */
const FLAT = 0.25;

/** Memory of the app process while it had this share of the records. */
interface Sample {
  readonly records: number;
  readonly bytes: number;
}

interface Load {
  readonly finished: boolean;
  readonly seconds: number;
  readonly records: number;
  readonly scored: number;
  readonly calls: readonly CallRecord[];
  readonly samples: readonly Sample[];
  readonly peakBytes: number;
  /** Processor time of the app process, milliseconds. */
  readonly cpuMs: number;
}

async function load(
  app: Child<AppReady>,
  simulator: Child<unknown>,
  { url, clientId, clientSecret }: SalesforceOrg,
): Promise<Load> {
  const pool = openPool({
    connectionString: app.ready.databaseUrl,
    max: 2,
    applicationName: 'benchmark',
  });
  try {
    const fields = { loginUrl: url, clientId, clientSecret };
    const given = { crm: 'salesforce', way: 'client-credentials', fields };
    await app.ask('connectByFields', given);
    const idle = await app.ask<AppUse>('use');
    const since = Date.now();
    await app.ask('work', null);
    const samples: Sample[] = [];
    let ended = false;
    const sampling = (async () => {
      while (!ended) {
        const { rows } = await pool.query<{ count: number }>(COUNT_RECORDS);
        const { heapBytes } = await app.ask<AppUse>('use');
        samples.push({ records: rows[0]?.count ?? 0, bytes: heapBytes });
        await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
      }
    })();
    const finished = (await unfinished(pool, LIMIT_MS, LOOK_MS)).length === 0;
    ended = true;
    await sampling;
    const seconds = (Date.now() - since) / 1_000;
    const calls = await simulator.ask<CallRecord[]>('calls', since);
    const { rows } = await pool.query<{ scored: number }>(
      'select count(*)::int as scored from scores',
    );
    const { peakBytes, cpuMs } = await app.ask<AppUse>('use');
    const { records } = samples.at(-1) ?? { records: 0 };
    const { scored = 0 } = rows[0] ?? {};
    return {
      finished,
      seconds,
      records,
      scored,
      calls,
      samples,
      peakBytes,
      cpuMs: cpuMs - idle.cpuMs,
    };
  } finally {
    await pool.end();
  }
}

const COUNT_RECORDS = "select count(*)::int as count from records where state = 'known'";

/** What the app needed while the first and while the last quarter of the records came: the least it held. */
function quarters({ samples, records }: Load): { first: number; last: number } {
  const bytes = (from: number, to: number): number =>
    percentile(
      samples
        .filter((sample) => sample.records > from * records && sample.records <= to * records)
        .map((sample) => sample.bytes),
      LEAST,
    );
  return { first: bytes(0, 0.25), last: bytes(0.75, 1) };
}

export async function backfillSalesforce(): Promise<readonly Line[]> {
  return withFolder((dataDir) =>
    withClosing(async (add) => {
      const simulator = add(await startChild<unknown>('./salesforce-process', {}));
      const options: SimulatorOptions = {
        people: PEOPLE,
        leadShare: 1,
        activities: false,
        limits: { enabled: false },
      };
      const org = await simulator.ask<SalesforceOrg>('start', options, START_MS);
      const env = { SALESFORCE_BASE_URL: org.url };
      const app = add(await startChild<AppReady>('./app-process', { dataDir, env }));
      const done = await load(app, simulator, org);
      const bare = await readBare(org, SOQL, PAGE);
      return linesOf(done, bare);
    }),
  );
}

/** As many columns as the shipped mapping reads of a lead. */
const SOQL =
  'SELECT Id, FirstName, LastName, Email, Company, Title, Status, LeadSource, Industry, Country, OwnerId, CreatedDate, SystemModstamp FROM Lead WHERE IsDeleted = false ORDER BY Id';

function linesOf(done: Load, bare: BareRead): Line[] {
  const perSecond = done.records / done.seconds;
  const bareRate = bare.rows / bare.seconds;
  const thousands = done.records / 1_000;
  const bareCalls = bare.calls / (bare.rows / 1_000);
  const { first, last } = quarters(done);
  return [
    {
      name: 'backfill-salesforce',
      value: round(perSecond),
      unit: 'records/s',
      ratio: round(perSecond / bareRate),
      against: `the simulator's leads read by the same pages and thrown away (${round(bareRate)} records/s)`,
      n: done.records,
      remark: `Read, mapped and scored; limits off. ${done.finished ? 'Ended' : 'Not ended'} after ${round(done.seconds)} s, when ${done.scored.toLocaleString('en')} leads were scored; ${round(done.cpuMs / done.records)} s of processor time of the app process for 1,000 records.`,
    },
    {
      name: 'backfill-salesforce-calls',
      value: round(done.calls.length / thousands),
      unit: 'calls per 1,000 records',
      ratio: round(done.calls.length / thousands / bareCalls),
      against: `the calls of one bulk query over the leads, in pages of ${PAGE.toLocaleString('en')} (${round(bareCalls)})`,
      n: done.calls.length,
      remark: `All calls of the load: ${operationsOf(done.calls)}.`,
    },
    {
      name: 'backfill-salesforce-memory',
      value: round(done.peakBytes / MIB),
      unit: 'MiB',
      ratio: round(last / first),
      against: `what the first quarter of the load needed, last quarter to first (${round(last / MIB)} MiB to ${round(first / MIB)} MiB of objects)`,
      n: done.samples.length,
      goal: {
        text: `flat: at most ${FLAT * 100} % more in the last quarter than in the first`,
        met: last / first - 1 <= FLAT,
      },
      remark:
        'The value is the peak of the app process, without the database server. The ratio compares the least that its objects took in a quarter, so that what is not collected yet does not count.',
    },
  ];
}

/** The most frequent operations with their number. */
function operationsOf(calls: readonly CallRecord[]): string {
  const counts = new Map<string, number>();
  for (const { operation } of calls) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, 6);
  return most.map(([operation, count]) => `${operation} ${count}`).join(', ');
}
