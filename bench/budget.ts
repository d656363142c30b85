import { type CrmWorld, withCrmWorld } from './support/crm-world.js';
import { type Benchmark, type Line, round } from './support/line.js';
import type { CallRecord } from './support/simulator-process.js';

const CONTACTS = 10_000;
const WINDOW_MS = 10_000;
const LIMIT = 110;
const ALONE_S = 32;
const SHARED_S = 25;
/** The account's searches a second; the second app takes half of them. */
const SEARCHES_PER_S = 5;

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Calls that the burst limit counts: searches have a limit of their own, tokens none. */
function counted(calls: readonly CallRecord[]): CallRecord[] {
  return calls.filter(
    ({ operation }) => !operation.includes('search') && !operation.startsWith('oauth'),
  );
}

/** Mean share of the limit in use, over the windows that end at each call after the first full one. */
function shareUsed(calls: readonly CallRecord[]): { mean: number; most: number; windows: number } {
  const times = counted(calls).map((call) => call.at);
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

async function watch(world: CrmWorld, seconds: number): Promise<CallRecord[]> {
  const since = Date.now();
  await pause(seconds);
  const calls = await world.simulator.ask<CallRecord[]>('calls', since);
  return calls.filter((call) => call.status !== 0);
}

const refusedOf = (calls: readonly CallRecord[]) =>
  calls.filter((call) => call.status === 429).length;

async function run(): Promise<readonly Line[]> {
  const simulator = { contacts: CONTACTS, latencyMs: 50 };
  return withCrmWorld({ simulator, writes: true, env: { POLL_INTERVAL: '1s' } }, async (world) => {
    await world.app.ask('work', null);
    await world.app.ask('read', world.account);
    const alone = await watch(world, ALONE_S);
    await world.simulator.ask('secondApp', { searchPerSecond: SEARCHES_PER_S / 2, perSecond: 5 });
    const shared = await watch(world, SHARED_S);
    const { mean, most, windows } = shareUsed(alone);
    const refused = refusedOf(alone);
    const errors = shared.filter((call) => call.status >= 400 || call.status < 0).length;
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
        remark: `The fullest window held ${most} calls.`,
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
        remark: `${errors} of ${shared.length} calls failed, ${refusedOf(shared)} of them with 429, in ${SHARED_S} s from the moment the second app began; ${shared.filter(({ operation }) => operation.includes('search')).length} were searches.`,
      },
    ];
  });
}

export const budget: Benchmark = {
  how: `A portal of ${CONTACTS.toLocaleString('en')} contacts is loaded under HubSpot's real limits while every feed is polled once a second: more work than the limits let through. The simulator's log of arrivals tells how full each rolling window of ${WINDOW_MS / 1000} s was (mean over the windows that end at a call, after the first full one) over ${ALONE_S} s. Then a second app begins to take half of the account's searches a second, without notice, and the calls of the next ${SHARED_S} s are judged.`,
  run,
};
