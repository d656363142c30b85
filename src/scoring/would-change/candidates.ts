import { parseComputed } from '../../language/computed.js';
import {
  type Lists,
  listsOf,
  type PredicateDocument,
  predicateLeaves,
} from '../../language/predicate.js';
import { isMissing, pathReader } from '../../language/values.js';
import { CHANNELS, type Channel, channelOf } from '../../lead/activity.js';
import { pointsOf } from '../rules/rule.js';
import type { MatcherDocument, Model, RuleDocument } from '../schema.js';
import type { ScoreInput } from '../types.js';
import { fieldWords } from '../words/field.js';
import { valueWords } from '../words/plain.js';
import { actWords, easiestOn, effortOf, isOfTheLead } from './acts.js';
import { ANY, fieldValues, valuesFor } from './sample.js';
import type { Candidate } from './types.js';

/** Facts about a person or company that no conversation changes: never proposed once they are known. */
const SETTLED =
  /^(email|emailKind|name\..*|phone|country|language|source|createdAt|countFrom|owner|company\.(name|domain|country|industry))$/;
/** Not even proposed when they are unknown: learning them is no step towards anything. */
const NEVER = /^(createdAt|countFrom|owner|name\..*|lead\..*)$/;
/** What learning an unknown value takes, and what another value of a known one takes. */
const LEARNT = 2;
const CHANGED = 6;
/** Messages of which an answer is proposed. */
const MESSAGES = 3;

/**
 * What might lift a lead: for every rule that can give points one more activity that it counts, with values
 * that its `where` accepts; an activity that ends silence or answers a message; and for every predicate of
 * the model the values under which it turns. `known`: whether known values may change as well. Whether a
 * change helps is for the scorer to say.
 */
export function candidatesFor(
  model: Model,
  input: ScoreInput,
  now: number,
  known: boolean,
): Candidate[] {
  const lists = listsOf(model.lists);
  const found = new Map<string, Candidate>();
  const add = (candidate: Candidate): void => {
    const { change } = candidate;
    const key = JSON.stringify(
      change.kind === 'activity' ? [change.type, change.attributes] : [change.field, change.value],
    );
    const first = found.get(key);
    if (!first) found.set(key, candidate);
    else found.set(key, merged(first, candidate));
  };
  const acts = new Acts(input, lists, now, add);
  const fields = new Fields(input, lists, now, known, add);

  for (const rule of model.rules) {
    const promise = promiseOf(rule, model);
    if (rule.activity && promise > 0) acts.oneMore(rule.activity, rule.id, promise);
    for (const [step, matcher] of (promise > 0 ? (rule.sequence ?? []) : []).entries()) {
      acts.oneMore(matcher, rule.id, promise, step);
    }
    if (rule.idle) acts.endSilence(rule, Math.abs(pointsOf(rule, model.readyAt)));
    if (rule.unanswered) acts.answer(rule, Math.abs(pointsOf(rule, model.readyAt)));
    for (const predicate of [rule.when, rule.if]) {
      if (!predicate) continue;
      acts.counted(predicate, rule.id, promise);
      fields.turn(predicate, rule.id, promise);
    }
  }
  for (const { id, when } of model.segments ?? []) {
    acts.counted(when, id, 0);
    fields.turn(when, id, 0);
  }
  return [...found.values()];
}

/** One act for two rules' sake: it may be a step of a sequence and end a silence. */
function merged(first: Candidate, second: Candidate): Candidate {
  const change = { ...first.change };
  if (change.kind === 'activity' && second.change.kind === 'activity') {
    change.endsSign ||= second.change.endsSign;
  }
  const step = Math.max(first.step, second.step);
  return { ...first, change, step, promise: Math.max(first.promise, second.promise) };
}

/** The most points that a rule gives under any segment, for once. */
function promiseOf(rule: RuleDocument, model: Model): number {
  const changes = (model.segments ?? []).map((segment) => segment.rules?.[rule.id] ?? {});
  const sizes = [rule, rule.repeat ?? {}, ...changes].map((from) => pointsOf(from, model.readyAt));
  return Math.max(0, rule.unknown ?? 0, rule.else ?? 0, ...sizes);
}

class Acts {
  readonly #input: ScoreInput;
  readonly #lists: Lists;
  readonly #now: number;
  readonly #add: (candidate: Candidate) => void;
  readonly #done: ReadonlySet<string>;

  constructor(input: ScoreInput, lists: Lists, now: number, add: (candidate: Candidate) => void) {
    this.#input = input;
    this.#lists = lists;
    this.#now = now;
    this.#add = add;
    this.#done = new Set(input.activities.map(({ type }) => type));
  }

  oneMore({ type, where = {} }: MatcherDocument, rule: string, promise: number, step = 0): void {
    const attributes: Record<string, unknown> = {};
    for (const [name, predicate] of Object.entries(where)) {
      const [value] = valuesFor(predicate, this.#lists, this.#now);
      if (value === undefined) return;
      attributes[name] = value;
    }
    for (const name of [type].flat()) this.#act(name, attributes, rule, promise, step);
  }

  /** Activities of types that a computed field counts. */
  counted(predicate: PredicateDocument, rule: string, promise: number): void {
    for (const { leaf } of predicateLeaves(predicate)) {
      const field = parseComputed(leaf.field ?? '');
      if (field && 'type' in field) this.#act(field.type, {}, rule, promise);
      if (field?.kind === 'channels') this.#onChannels(CHANNELS, rule, promise, false);
    }
  }

  endSilence(rule: RuleDocument, promise: number): void {
    const { channel = 'any' } = rule.idle ?? {};
    const channels = CHANNELS.filter(
      (name) => channel === 'any' || [channel].flat().includes(name),
    );
    this.#onChannels(channels, rule.id, promise, true);
  }

  /** An answer may name its message: the newest messages are answered each. */
  answer(rule: RuleDocument, promise: number): void {
    const { type = [], by = [] } = rule.unanswered ?? {};
    const asked = this.#input.activities
      .filter((activity) => [type].flat().includes(activity.type))
      .sort((a, b) => b.occurredAt - a.occurredAt);
    const messages = new Set(asked.map(({ attributes }) => attributes.message));
    for (const message of [...messages].slice(0, MESSAGES)) {
      const attributes = isMissing(message) ? {} : { message };
      for (const name of [by].flat()) this.#act(name, attributes, rule.id, promise, 0, true);
    }
  }

  #onChannels(channels: readonly Channel[], rule: string, promise: number, ends: boolean): void {
    for (const channel of channels) {
      const type = easiestOn(channel);
      if (type !== undefined) this.#act(type, {}, rule, promise, 0, ends);
    }
  }

  #act(
    type: string,
    attributes: Readonly<Record<string, unknown>>,
    rule: string,
    promise: number,
    step = 0,
    endsSign = false,
  ): void {
    const { observed } = this.#input;
    const channel = channelOf(type, attributes);
    if (!isOfTheLead(type)) return;
    if (observed && channel !== 'none' && !observed.includes(channel)) return;
    const words = actWords(type, attributes);
    this.#add({
      change: { kind: 'activity', rule, type, attributes, endsSign, words },
      slot: null,
      // What a lead has done before it may well do again.
      effort: effortOf(type) - (this.#done.has(type) ? 0.5 : 0),
      step,
      promise,
    });
  }
}

class Fields {
  readonly #input: ScoreInput;
  readonly #lists: Lists;
  readonly #now: number;
  readonly #known: boolean;
  readonly #add: (candidate: Candidate) => void;

  constructor(
    input: ScoreInput,
    lists: Lists,
    now: number,
    known: boolean,
    add: (candidate: Candidate) => void,
  ) {
    this.#input = input;
    this.#lists = lists;
    this.#now = now;
    this.#known = known;
    this.#add = add;
  }

  /** The values of each field under which a predicate about it turns. */
  turn(predicate: PredicateDocument, rule: string, promise: number): void {
    for (const { leaf } of predicateLeaves(predicate)) {
      const field = leaf.field ?? '';
      if (field === '' || parseComputed(field) || NEVER.test(field)) continue;
      const from = pathReader(field)(this.#input.fields);
      const learnt = isMissing(from);
      if (!learnt && (!this.#known || SETTLED.test(field))) continue;
      for (const value of fieldValues(leaf, this.#lists, this.#now)) {
        if (value === from) continue;
        const words = fieldChangeWords(field, value, learnt);
        this.#add({
          change: { kind: 'field', rule, field, value, from: learnt ? null : from, words },
          slot: field,
          effort: learnt ? LEARNT : CHANGED,
          step: 0,
          promise,
        });
      }
    }
  }
}

function fieldChangeWords(field: string, value: unknown, learnt: boolean): string {
  const words = `${fieldWords(field)} ${learnt ? 'becomes known' : 'changes'}`;
  if (value === ANY) return words;
  return `${words}: ${typeof value === 'string' ? valueWords(value) : String(value)}`;
}
