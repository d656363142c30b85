import type { Cell } from '../language/predicate.js';
import type { Rule } from './rules/rule.js';

/** Values of a field of which the lines are kept; there may be as many values as leads. */
const MOST_VALUES = 500;

/** The lines of all rules of a variant at a moment. Asks no rule whose answer is known without it. */
export class Lines {
  readonly #index: Int32Array;
  readonly #at: readonly Rule['at'][];
  readonly #found: readonly { readonly count: number }[];
  /** Each rule's line while nothing was found. */
  readonly #none: Float64Array;
  readonly #byValue: readonly LinesByValue[];

  constructor(rules: readonly (Rule | null)[]) {
    const fields = new Map<Cell, Map<number, Rule>>();
    const asked: [number, Rule][] = [];
    for (const [index, rule] of rules.entries()) {
      if (!rule) continue;
      if (rule.decidedBy) {
        const members = fields.get(rule.decidedBy) ?? new Map<number, Rule>();
        fields.set(rule.decidedBy, members.set(index, rule));
      } else asked.push([index, rule]);
    }
    this.#byValue = [...fields].map(([cell, members]) => new LinesByValue(cell, members));
    this.#index = Int32Array.from(asked, ([index]) => index);
    this.#at = asked.map(([, rule]) => rule.at);
    this.#found = asked.map(([, rule]) => rule.needs?.found ?? { count: 1 });
    this.#none = Float64Array.from(asked, ([, rule]) => rule.needs?.without ?? 0);
  }

  /** Puts them where their rules stand in the model; leaves other places as they are. */
  run(now: number, lines: Float64Array): void {
    const found = this.#found;
    const places = this.#index;
    const none = this.#none;
    const asked = this.#at;
    for (let index = 0; index < found.length; index++) {
      lines[places[index] as number] =
        (found[index] as { count: number }).count === 0
          ? (none[index] as number)
          : (asked[index] as Rule['at'])(now);
    }
    const byValue = this.#byValue;
    for (let index = 0; index < byValue.length; index++) {
      (byValue[index] as LinesByValue).run(now, lines);
    }
  }
}

/** Rules that one value decides: leads share their seniorities, countries and kinds of address. */
class LinesByValue {
  readonly #cell: Cell;
  readonly #index: Int32Array;
  readonly #at: readonly Rule['at'][];
  readonly #known = new Map<unknown, Float64Array>();

  constructor(cell: Cell, members: ReadonlyMap<number, Rule>) {
    this.#cell = cell;
    this.#index = Int32Array.from(members.keys());
    this.#at = [...members.values()].map(({ at }) => at);
  }

  run(now: number, lines: Float64Array): void {
    const known = this.#known.get(this.#cell.raw) ?? this.#ask(now);
    const places = this.#index;
    for (let index = 0; index < places.length; index++) {
      lines[places[index] as number] = known[index] as number;
    }
  }

  #ask(now: number): Float64Array {
    const answers = Float64Array.from(this.#at, (at) => at(now));
    const { kind, raw } = this.#cell;
    // A list or an object is not known by itself: another one may say the same, or it another thing later.
    const alone = kind !== 'list' && kind !== 'other';
    if (alone && this.#known.size < MOST_VALUES) this.#known.set(raw, answers);
    return answers;
  }
}
