import { type CrmWorld, settled, withCrmWorld } from './support/crm-world.js';
import { type Benchmark, type Line, median, percentile, round } from './support/line.js';
import type { Answered, EditArgument } from './support/simulator-process.js';

const PER_SECOND = 200;
const SECONDS = 20;
const ANSWER_MS = 150;
/** A title that scores higher than the one before: what moves no figure is not written, rightly. */
const EDIT: EditArgument = {
  perSecond: PER_SECOND,
  property: 'jobtitle',
  value: 'Chief Marketing Officer',
};

interface Way {
  readonly fromChange: number;
  readonly fromReceipt: number;
}

/** From the change and from our receipt of it to the moment its write was sent, milliseconds. */
async function waysOf({ pool }: CrmWorld, answered: readonly Answered[]): Promise<Way[]> {
  const { rows } = await pool.query<{ record: string; receivedAt: number }>(
    `select r.record, w.received_at as "receivedAt" from records r
     join lead_work w on w.workspace = r.workspace and w.lead = r.lead where r.object = 'contacts'`,
  );
  const received = new Map(rows.map((row) => [row.record, row.receivedAt]));
  return answered.flatMap(({ record, changedAt, writtenAt }) => {
    const receivedAt = received.get(record);
    if (writtenAt === null || receivedAt === undefined) return [];
    const sentAt = writtenAt - ANSWER_MS;
    return [{ fromChange: sentAt - changedAt, fromReceipt: sentAt - receivedAt }];
  });
}

function lines(what: string, values: readonly number[], remark: string): Line[] {
  const [middle, p99] = [median(values), percentile(values, 0.99)];
  const common = { unit: 'ms', against: "the CRM's answer time in this run", n: values.length };
  return [
    {
      name: `latency-${what}-median`,
      value: Math.round(middle),
      ratio: round(middle / ANSWER_MS),
      ...common,
      goal: { text: 'below 1,000 ms', met: middle < 1_000 },
      remark,
    },
    {
      name: `latency-${what}-p99`,
      value: Math.round(p99),
      ratio: round(p99 / ANSWER_MS),
      ...common,
      goal: { text: 'below 5,000 ms', met: p99 < 5_000 },
    },
  ];
}

async function run(): Promise<readonly Line[]> {
  const contacts = PER_SECOND * SECONDS;
  const simulator = { contacts: 0, limits: false as const };
  return withCrmWorld({ simulator, writes: true }, async (world) => {
    await world.simulator.ask('create', contacts);
    await world.app.ask('work', null);
    await world.app.ask('read', world.account);
    await settled(world.pool, 80_000);
    await world.simulator.ask('latency', ANSWER_MS);
    const changed = await world.simulator.ask<number>('edit', EDIT);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await settled(world.pool, 40_000);
    const answered = await world.simulator.ask<Answered[]>('answered');
    const ways = await waysOf(world, answered);
    const { rows } = await world.pool.query<{ parked: number }>(
      `select count(*)::int as parked from desired where state = 'parked'`,
    );
    if (rows[0]?.parked !== 0) throw new Error(`${rows[0]?.parked} writes were refused`);
    const remark = `${changed} changes, ${ways.length} of them moved a figure and were written.`;
    return [
      ...lines(
        'change',
        ways.map((way) => way.fromChange),
        remark,
      ),
      ...lines(
        'receipt',
        ways.map((way) => way.fromReceipt),
        remark,
      ),
    ];
  });
}

export const latency: Benchmark = {
  how: `Simulator, app with its worker, and embedded database on one machine; the simulator answers every call after ${ANSWER_MS} ms. ${(PER_SECOND * SECONDS).toLocaleString('en')} loaded contacts without companies, deals or activities are edited once each, ${PER_SECOND} a second, pushed by signed webhooks. Since every contact changes once, the first score the CRM holds with a time after the change is the answer to it: no assignment has to be guessed. *Change* begins when the simulator's user edits, *receipt* when the app's database took the delivery; both end when the batch update that carries the score was sent, which is when the simulator applied it less its answer time. Edits that move no figure are rightly not written and not counted.`,
  run,
};
