/** How many stored leads a predicate holds for. */
import { DocumentError } from '../../language/document.js';
import type { LoadOptions } from '../../scoring/load.js';
import {
  type Ask,
  type AskContext,
  asksFieldsAlone,
  compileAsk,
  type Matcher,
} from '../../scoring/matching.js';
import type { Leads, StoredLeads } from './leads.js';

/** Of one ask. An estimate lies between `low` and `high` in 19 cases of 20. */
export type Count =
  | { readonly leads: number; readonly low: number; readonly high: number }
  | { readonly problem: string };

export interface Counts {
  /** By key of the asks. */
  readonly counts: Readonly<Record<string, Count>>;
  /** Leads of the workspace. */
  readonly of: number;
  /** Leads looked at, of the ask that looked at the fewest. */
  readonly looked: number;
  readonly exact: boolean;
}

/** Leads looked at between two moments at which others get their turn. */
const TURN = 500;
const Z95 = 1.96;

/** Wilson's interval: it stays sensible at none and at all. */
export function estimate(
  hits: number,
  looked: number,
  of: number,
): Exclude<Count, { problem: string }> {
  if (looked === 0) return { leads: 0, low: 0, high: of };
  if (looked >= of) return { leads: hits, low: hits, high: hits };
  const share = hits / looked;
  const z2 = Z95 ** 2 / looked;
  const middle = (share + z2 / 2) / (1 + z2);
  // What was looked at is known: only the rest is uncertain.
  const rest = Math.sqrt((of - looked) / Math.max(1, of - 1));
  const half = (Z95 * rest * Math.sqrt((share * (1 - share) + z2 / 4) / looked)) / (1 + z2);
  const bound = (value: number) =>
    Math.min(of - (looked - hits), Math.max(hits, Math.round(value * of)));
  const leads = Math.round(share * of);
  return {
    leads,
    low: Math.min(leads, bound(middle - half)),
    high: Math.max(leads, bound(middle + half)),
  };
}

interface Counting {
  readonly key: string;
  readonly matches: Matcher;
  hits: number;
}

async function run(
  asks: readonly Counting[],
  leads: Leads,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  for (const [index, input] of leads.inputs.entries()) {
    if (index % TURN === TURN - 1) {
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    }
    for (const ask of asks) if (ask.matches(input, now)) ask.hits += 1;
  }
}

function compiled(
  asks: Readonly<Record<string, Ask>>,
  context: AskContext,
  options: LoadOptions,
): { counting: (Counting & { readonly plain: boolean })[]; counts: Record<string, Count> } {
  const counts: Record<string, Count> = {};
  const counting = Object.entries(asks).flatMap(([key, ask]) => {
    try {
      return [
        { key, matches: compileAsk(ask, context, options), plain: asksFieldsAlone(ask), hits: 0 },
      ];
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      counts[key] = { problem: error.problems[0]?.message ?? error.message };
      return [];
    }
  });
  return { counting, counts };
}

/** Counts for each ask; one that cannot be used answers with its problem. Stops when `signal` is aborted. */
export async function countLeads(
  stored: StoredLeads,
  workspace: number,
  asked: { readonly asks: Readonly<Record<string, Ask>> } & AskContext,
  options: LoadOptions,
  now: number,
  signal: AbortSignal,
): Promise<Counts> {
  const { counting, counts } = compiled(asked.asks, asked, options);
  let of = 0;
  let looked = Number.POSITIVE_INFINITY;
  let exact = true;
  for (const plain of [true, false]) {
    const own = counting.filter((one) => one.plain === plain);
    if (own.length === 0 && !(plain && counting.length === 0)) continue;
    const leads = await (plain ? stored.fields(workspace) : stored.whole(workspace));
    signal.throwIfAborted();
    await run(own, leads, now, signal);
    of = Math.max(of, leads.of);
    looked = Math.min(looked, leads.inputs.length);
    exact &&= leads.inputs.length >= leads.of;
    for (const { key, hits } of own) counts[key] = estimate(hits, leads.inputs.length, leads.of);
  }
  return { counts, of, looked, exact };
}
