import type { FloodArgument } from './support/app-process.js';
import { type CrmWorld, withCrmWorld } from './support/crm-world.js';
import { type Benchmark, type Line, round } from './support/line.js';
import type { CallRecord } from './support/simulator-process.js';

const WINDOW_MS = 10_000;
const LIMIT = 110;
const ALONE_S = 32;
const SHARED_S = 28;
const ANSWER_MS = 50;
/** The account's searches a second; the second app takes half of them. */
const SEARCHES_PER_S = 5;

const isSearch = ({ operation }: CallRecord): boolean => operation.includes('search');

/** Mean share of the burst limit in use, over the windows that end at a call after the first full one. */
function shareUsed(calls: readonly CallRecord[]): { mean: number; most: number; windows: number } {
  const counted = calls.filter(
    (call) => !isSearch(call) && !call.operation.startsWith('oauth') && call.status !== 429,
  );
  const times = counted.map((call) => call.at);
  const first = times[0] ?? 0;
  let start = 0;
  let most = 0;
  const uses: number[] = [];
  for (const [end, at] of times.entries()) {
    while (at - (times[start] ?? at) >= WINDOW_MS) start += 1;
    const use = end - start + 1;
    most = Math.max(most, use);
    if (at - first >= WINDOW_MS) uses.push(use);
  }
  const mean = uses.reduce((sum, use) => sum + use, 0) / Math.max(1, uses.length) / LIMIT;
  return { mean, most, windows: uses.length };
}

/** What the simulator saw while the app had more to ask for than it may. Unanswered calls are left out. */
async function flood(world: CrmWorld, ids: readonly string[], seconds: number) {
  const since = Date.now();
  const argument: FloodArgument = { account: world.account, ids, seconds };
  await world.app.ask<number>('flood', argument);
  const calls = await world.simulator.ask<CallRecord[]>('calls', since);
  return calls.filter((call) => call.status !== 0);
}

const refusedOf = (calls: readonly CallRecord[]) =>
  calls.filter((call) => call.status === 429).length;

async function run(): Promise<readonly Line[]> {
  const simulator = { contacts: 200, latencyMs: ANSWER_MS };
  return withCrmWorld({ simulator, writes: false }, async (world) => {
    const ids = await world.simulator.ask<string[]>('ids', 'contacts');
    const alone = await flood(world, ids, ALONE_S);
    await world.simulator.ask('secondApp', { searchPerSecond: SEARCHES_PER_S / 2, perSecond: 5 });
    const shared = await flood(world, ids, SHARED_S);
    const { mean, most, windows } = shareUsed(alone);
    const refused = refusedOf(alone);
    const errors = shared.filter(({ status }) => status >= 400 || status < 0).length;
    const errorShare = errors / Math.max(1, shared.length);
    return [
      {
        name: 'budget',
        value: round(mean * 100),
        unit: '%',
        ratio: round(mean),
        against: `the limit of ${LIMIT} calls in any ${WINDOW_MS / 1000} s`,
        n: windows,
        goal: { text: 'at least 0.9 of the limit', met: mean >= 0.9 },
        remark: `The fullest window held ${most} calls. ${alone.filter(isSearch).length} searches went beside them, which have a limit of their own.`,
      },
      {
        name: 'budget-refused',
        value: refused,
        unit: 'calls',
        ratio: round(refused / Math.max(1, alone.length)),
        against: 'all calls, searches included',
        n: alone.length,
        goal: { text: 'no call answered 429', met: refused === 0 },
      },
      {
        name: 'budget-shared',
        value: round(errorShare * 100),
        unit: '%',
        ratio: round(errorShare),
        against: 'all calls while a second app takes half of the searches',
        n: shared.length,
        goal: { text: 'below 1 % errors', met: errorShare < 0.01 },
        remark: `${errors} of ${shared.length} calls failed, ${refusedOf(shared)} of them with 429, in the ${SHARED_S} s from the moment the second app began; ${shared.filter(isSearch).length} were searches.`,
      },
    ];
  });
}

export const budget: Benchmark = {
  how: `Many small reads and searches at once go through the app's session, its budgets and its retries: more than HubSpot's real limits let through, with nothing else to do for the app. The simulator answers after ${ANSWER_MS} ms; its log of arrivals tells how full each rolling window of ${WINDOW_MS / 1000} s was over ${ALONE_S} s (mean over the windows that end at a call, after the first full one). Then a second app begins to take half of the account's searches a second, without notice, and the calls of the next ${SHARED_S} s are judged.`,
  run,
};
