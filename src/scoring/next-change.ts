import { DAY } from '../lib/clock.js';
import type { Engine } from './engine.js';
import type { Rule } from './rules/rule.js';

/** The last moment a date can name (ECMAScript's range of time values). */
const HORIZON = 8.64e15;
/** Activities and rules looked at before a search gives up being exact. */
const MOST_WORK = 5_000_000;
/** What a trend's edge counts for: each is a search of its own, and they may never end. */
const TREND_WORK = 5_000;

/** The published figures of a moment, to be compared with later ones. */
class Published {
  readonly #outside: Engine['outside'];
  readonly #segment: string | null;
  readonly #disqualified: number;
  readonly #figures: Float64Array;
  readonly #totalAlone: boolean;

  constructor(engine: Engine, totalAlone: boolean) {
    this.#totalAlone = totalAlone;
    this.#outside = engine.outside;
    this.#segment = engine.variant.segment;
    this.#disqualified = engine.disqualified;
    this.#figures = engine.figures.slice();
  }

  /** Grade and band follow from the figures and the segment. */
  equals(engine: Engine): boolean {
    if (this.#outside !== engine.outside) return false;
    if (this.#outside !== null) return true;
    const last = this.#figures.length - 1;
    if (this.#totalAlone) return this.#figures[last] === engine.figures[last];
    if (this.#segment !== engine.variant.segment) return false;
    if (this.#disqualified !== engine.disqualified) return false;
    for (let index = 0; index < this.#figures.length; index++) {
      if (this.#figures[index] !== engine.figures[index]) return false;
    }
    return true;
  }
}

interface Search {
  /** The first moment after one at which a trend may move. */
  readonly trendEdge?: (after: number) => number;
  /** Of the figures only the total matters, and whether there is one. */
  readonly totalAlone?: boolean;
}

/**
 * The first millisecond after `now` at which a published figure differs if nothing else is learnt, or
 * null. Exact, unless the search has looked at several million activities or a thousand moments of a
 * trend, as over silence that grows for ever: then the first moment that it could not rule out, which is
 * earlier, never later. The engine has been prepared and run at `now`.
 */
export function nextChange(
  engine: Engine,
  now: number,
  { trendEdge = () => Number.POSITIVE_INFINITY, totalAlone = false }: Search = {},
): number | null {
  const limit = engine.work + MOST_WORK;
  const base = new Published(engine, totalAlone);
  let from = now;
  for (;;) {
    const trend = trendEdge(from);
    if (trend <= HORIZON) engine.work += TREND_WORK;
    const edge = Math.min(engine.edge(from), trend);
    const end = Math.min(edge - 1, HORIZON);
    if (engine.outside === null && end > from) {
      const found = new Stretch(engine, base, limit).first(from, end);
      if (found !== null) return found;
    }
    if (edge > HORIZON) return null;
    if (engine.work > limit) return edge;
    engine.look(edge);
    if (!base.equals(engine)) return edge;
    from = edge;
  }
}

/**
 * Searches a stretch without edges. There each rule's line moves in one direction only, so the lines at
 * two moments bound all between them; sums and bounds keep that order, and a stretch whose lowest and
 * highest sums publish the same is skipped whole.
 */
class Stretch {
  readonly #engine: Engine;
  readonly #base: Published;
  readonly #limit: number;
  readonly #ageing: number[] = [];
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  /** Lines of moments already asked for. */
  readonly #known = new Map<number, Float64Array>();

  constructor(engine: Engine, base: Published, limit: number) {
    this.#engine = engine;
    this.#base = base;
    this.#limit = limit;
    this.#low = engine.lines.slice();
    this.#high = engine.lines.slice();
  }

  /** The first moment in (from, end] that publishes something else. The engine has run at `from`. */
  first(from: number, end: number): number | null {
    const { rules, ageing } = this.#engine.variant;
    const start = this.#engine.lines.slice();
    const last = start.slice();
    for (const index of ageing) {
      const rule = rules[index] as Rule;
      // Between edges nothing is found that was not before.
      if (rule.needs?.found.count === 0 || this.#engine.counts[index] === 0) continue;
      this.#engine.work += rule.work() + 1;
      last[index] = rule.at(end);
      if (last[index] !== start[index] || rule.range) this.#ageing.push(index);
    }
    if (this.#ageing.length === 0) return null;
    let before: Float64Array = start;
    let at = from;
    let stride = DAY;
    while (at < end) {
      if (this.#same(before, last, at, end)) return null;
      if (this.#engine.work > this.#limit) return at + 1;
      const next = Math.min(at + stride, end);
      const after = this.#lines(next);
      if (this.#same(before, after, at, next)) stride *= 2;
      else {
        const found = this.#inside(at, before, next);
        if (found !== null) return found;
        stride = DAY;
      }
      at = next;
      before = after;
    }
    return null;
  }

  /** As `first`, for a stretch whose ends have been found not to settle all between them. */
  #inside(from: number, before: Float64Array, to: number): number | null {
    if (this.#engine.work > this.#limit) return from + 1;
    if (to - from <= DAY) return this.#among(this.#moments(from, to), from, before);
    const middle = Math.floor((from + to) / 2);
    const between = this.#lines(middle);
    const found = this.#same(before, between, from, middle)
      ? null
      : this.#inside(from, before, middle);
    if (found !== null || this.#same(between, this.#lines(to), middle, to)) return found;
    return this.#inside(middle, between, to);
  }

  /** The first of the moments that publishes something else, halving where nothing can. */
  #among(moments: readonly number[], from: number, before: Float64Array): number | null {
    const last = moments.at(-1);
    if (last === undefined) return null;
    const after = this.#lines(last);
    if (this.#same(before, after, from, last)) return null;
    if (this.#engine.work > this.#limit) return moments[0] ?? null;
    if (moments.length === 1) {
      this.#engine.settle(after);
      return this.#base.equals(this.#engine) ? null : last;
    }
    const half = moments.length >>> 1;
    const middle = moments[half - 1] as number;
    return (
      this.#among(moments.slice(0, half), from, before) ??
      this.#among(moments.slice(half), middle, this.#lines(middle))
    );
  }

  #moments(from: number, to: number): number[] {
    const out: number[] = [];
    const { rules } = this.#engine.variant;
    for (const index of this.#ageing) rules[index]?.steps?.(from, to, out);
    this.#engine.work += out.length;
    return [...new Set(out)].sort((a, b) => a - b);
  }

  #lines(now: number): Float64Array {
    const engine = this.#engine;
    const known = this.#known.get(now);
    if (known) return known;
    const lines = engine.lines.slice();
    for (const index of this.#ageing) {
      const rule = engine.variant.rules[index];
      engine.work += (rule?.work() ?? 0) + 1;
      lines[index] = rule?.at(now) ?? 0;
    }
    this.#known.set(now, lines);
    return lines;
  }

  /** True when nothing published can differ from the base anywhere in [from, to]. */
  #same(before: Float64Array, after: Float64Array, from: number, to: number): boolean {
    const engine = this.#engine;
    const low = this.#low;
    const high = this.#high;
    for (const index of this.#ageing) {
      const a = before[index] as number;
      const b = after[index] as number;
      const range = engine.variant.rules[index]?.range?.(from, to);
      low[index] = Math.min(a, b, range?.[0] ?? a);
      high[index] = Math.max(a, b, range?.[1] ?? a);
    }
    for (const rule of engine.disqualify.watched) {
      const least = low[rule] as number;
      const most = high[rule] as number;
      if (least !== most && least <= 0 && most >= 0) return false;
    }
    engine.settle(low);
    if (!this.#base.equals(engine)) return false;
    engine.settle(high);
    return this.#base.equals(engine);
  }
}
