import {
  type CellPredicate,
  compileOnCells,
  listsOf,
  type PredicateDocument,
} from '../language/predicate.js';
import type { Activity } from '../lead/activity.js';
import { arrange } from './activities.js';
import { compileDisqualify, type Disqualify } from './disqualify.js';
import { LeadFacts, type TrendSource } from './facts.js';
import { Hits, Matchers } from './matchers.js';
import { toWhole } from './rounding.js';
import type { Model, RuleDocument } from './schema.js';
import { Sums } from './sums.js';
import type { ScoreInput } from './types.js';
import { compileVariants, type RuleSources, type Variant } from './variant.js';
import { isActive, type Window, windowOf } from './window.js';

/** What a rule, segment or entry needs to be in force: its window, and its predicate being true. */
interface Gate {
  readonly window: Window;
  readonly holds: CellPredicate | undefined;
}

/**
 * A compiled model with the lead now loaded. The order of calls is `load`, `prepare` (at a moment at
 * which something other than ageing happens), then `run` for any moment up to the next edge.
 */
export class Engine {
  readonly model: Model;
  readonly facts: LeadFacts;
  readonly sums: Sums;
  activities: readonly Activity[] = [];
  outside: 'include' | 'exclude' | null = null;
  variant: Variant;
  /** One line per rule, whole hundredths; 0 for a rule that does not count now. */
  readonly lines: Float64Array;
  /** Whether each rule counts now: its guard, its window, its segment. */
  readonly counts: Uint8Array;
  disqualified: number;
  /** Published figures: the dimensions as whole points, then the total. */
  readonly figures: Float64Array;
  /** Grows with every activity and rule looked at, so that searches can be bounded. */
  work = 0;
  readonly disqualify: Disqualify;
  readonly #matchers: Matchers;
  readonly #variants: readonly Variant[];
  readonly #segments: readonly Gate[];
  readonly #gates: readonly Gate[];
  readonly #include: CellPredicate | undefined;
  readonly #exclude: CellPredicate | undefined;
  readonly #moments: readonly number[];
  #guarded = false;

  constructor(model: Model, trend: TrendSource | undefined) {
    const lists = listsOf(model.lists);
    this.model = model;
    this.#matchers = new Matchers(lists);
    this.facts = new LeadFacts(this.#matchers, trend);
    const { facts } = this;
    const compile = (document: PredicateDocument): CellPredicate => {
      facts.register(document);
      return compileOnCells(document, lists, (path) => facts.cell(path));
    };
    const gate = (
      document: Parameters<typeof windowOf>[0],
      predicate: PredicateDocument | undefined,
    ): Gate => ({ window: windowOf(document), holds: predicate && compile(predicate) });

    const { include, exclude } = model.population ?? {};
    this.#include = include && compile(include);
    this.#exclude = exclude && compile(exclude);
    this.#segments = (model.segments ?? []).map((segment) => gate(segment, segment.when));
    this.#gates = model.rules.map((rule) => gate(rule, rule.if));
    const entries = (model.disqualify ?? []).map((entry) => gate(entry, entry.when));
    this.disqualify = compileDisqualify(model, (index) => this.#passes(entries[index]));
    this.#variants = compileVariants(
      model,
      model.rules.map((rule) => this.#sources(rule, compile)),
    );
    this.variant = this.#variants[0] as Variant;
    this.sums = new Sums(model);
    this.lines = new Float64Array(model.rules.length);
    this.counts = new Uint8Array(model.rules.length).fill(1);
    this.figures = new Float64Array(this.sums.dimensions.length + 1);
    this.disqualified = -1;
    const windows = [...this.#gates, ...this.#segments, ...entries].map(({ window }) => window);
    this.#moments = windows.flatMap(({ from, to }) => [from, to]).filter(Number.isFinite);
    this.#guarded = this.#gates.some(
      ({ window, holds }) => holds || Number.isFinite(window.from) || Number.isFinite(window.to),
    );
    this.#guarded ||= this.#variants.some(({ rules }) => rules.includes(null));
  }

  load(input: ScoreInput): void {
    this.facts.load(input);
    const { countFrom } = this.facts;
    const asTheyAre = input.arranged === true && countFrom === Number.NEGATIVE_INFINITY;
    this.activities = asTheyAre ? input.activities : arrange(input.activities, countFrom);
    this.facts.activities = this.activities;
  }

  /** Looks at everything as of a moment: activities, population, segment, which rules count. */
  prepare(now: number): void {
    const { facts } = this;
    this.work += this.activities.length + this.lines.length;
    this.#matchers.scan(this.activities, now);
    facts.refresh(now);
    this.outside = null;
    if (this.#include && this.#include(now) !== true) this.outside = 'include';
    else if (this.#exclude && this.#exclude(now) === true) this.outside = 'exclude';
    if (this.outside !== null) return;
    this.variant = this.#variants[this.#segment() + 1] as Variant;
    const { rules, prepared } = this.variant;
    if (this.#guarded) {
      for (let index = 0; index < rules.length; index++) {
        const on = rules[index] !== null && this.#passes(this.#gates[index]);
        this.counts[index] = on ? 1 : 0;
      }
    }
    for (let index = 0; index < prepared.length; index++) prepared[index]?.prepare?.(now);
    this.disqualify.prepare();
  }

  /** `prepare`, and `run` where the lead is scored at all. */
  look(now: number): void {
    this.prepare(now);
    if (this.outside === null) this.run(now);
  }

  /** All lines and figures at a moment of the stretch that was prepared. */
  run(now: number): void {
    const { lines, counts } = this;
    this.variant.lines.run(now, lines);
    if (this.#guarded) {
      for (let index = 0; index < lines.length; index++) if (counts[index] === 0) lines[index] = 0;
    }
    this.settle(lines);
  }

  /** Sums and figures of given lines. */
  settle(lines: Float64Array): void {
    const { sums, figures } = this;
    sums.run(lines);
    for (let index = 0; index < sums.values.length; index++) {
      figures[index] = toWhole(sums.values[index] as number);
    }
    this.disqualified = this.disqualify.find(lines);
    figures[figures.length - 1] = toWhole(this.disqualified < 0 ? sums.total : sums.floor);
  }

  /** The first moment after `now` at which something other than ageing may happen; call after `prepare`. */
  edge(now: number): number {
    let first = Math.min(this.facts.edge(now), this.#matchers.edge(this.activities, now));
    for (const moment of this.#moments) if (moment > now && moment < first) first = moment;
    for (const { occurredAt } of this.activities) {
      if (occurredAt <= now) break;
      if (occurredAt < first) first = occurredAt;
    }
    if (this.outside !== null) return first;
    for (const rule of this.variant.rules) {
      const moment = rule?.edge?.(now);
      if (moment !== undefined && moment > now && moment < first) first = moment;
    }
    return first;
  }

  /** The index of the first segment that holds, or -1. */
  #segment(): number {
    for (let index = 0; index < this.#segments.length; index++) {
      if (this.#passes(this.#segments[index])) return index;
    }
    return -1;
  }

  #passes(gate: Gate | undefined): boolean {
    if (!gate || !isActive(gate.window, this.facts.now)) return false;
    return gate.holds === undefined || gate.holds(this.facts.now) === true;
  }

  #sources(
    rule: RuleDocument,
    compile: (document: PredicateDocument) => CellPredicate,
  ): RuleSources {
    const { facts } = this;
    const matchers = this.#matchers;
    const when = rule.when && compile(rule.when);
    const { unanswered } = rule;
    const by = unanswered ? [unanswered.by].flat() : [];
    const nothing = new Hits();
    if (rule.idle) matchers.followsChannels = true;
    return {
      when: when ?? (() => null),
      cell: (field) => facts.cell(field),
      alone: rule.when && facts.alone(rule.when),
      activity: rule.activity ? matchers.add(rule.activity) : nothing,
      sequence: (rule.sequence ?? []).map((step) => matchers.add(step)),
      unanswered: {
        asked: unanswered ? matchers.add({ type: unanswered.type }) : nothing,
        answers: unanswered ? matchers.add({ type: by }) : nothing,
        activities: () => this.activities,
        observesAnswers: () => facts.observesTypes(by),
      },
      idle: {
        newest: matchers.newest,
        idleFrom: () => Math.max(facts.createdAt, facts.countFrom),
        observes: (channel) => facts.observes(channel),
      },
    };
  }
}
