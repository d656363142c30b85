import { parseComputed } from '../../language/computed.js';
import { type PredicateDocument, predicateLeaves } from '../../language/predicate.js';
import { isMissing } from '../../language/values.js';
import { CHANNELS, type Channel, channelOf } from '../../lead/activity.js';
import type { MatcherDocument, RuleDocument } from '../schema.js';
import { actWords, easiestOn, effortOf, isOfTheLead } from './acts.js';
import { valuesFor } from './sample.js';
import type { Proposing } from './types.js';

/** Messages of which an answer is proposed. */
const MESSAGES = 3;

interface Purpose {
  readonly rule: string;
  readonly promise: number;
  readonly step?: number;
  readonly endsSign?: boolean;
}

/** One more activity that a matcher counts, of each of its types. */
export function oneMore(
  { type, where = {} }: MatcherDocument,
  purpose: Purpose,
  proposing: Proposing,
): void {
  const attributes: Record<string, unknown> = {};
  for (const [name, predicate] of Object.entries(where)) {
    const [value] = valuesFor(predicate, proposing.lists, proposing.now);
    if (value === undefined) return;
    attributes[name] = value;
  }
  for (const name of [type].flat()) propose(name, attributes, purpose, proposing);
}

/** Activities of types that a computed field counts. */
export function oneMoreCounted(
  predicate: PredicateDocument,
  purpose: Purpose,
  proposing: Proposing,
): void {
  for (const { leaf } of predicateLeaves(predicate)) {
    const field = parseComputed(leaf.field ?? '');
    if (field && 'type' in field) propose(field.type, {}, purpose, proposing);
    if (field?.kind === 'channels') onChannels(CHANNELS, purpose, proposing);
  }
}

/** Something on each channel on which an idle rule waits. */
export function endSilence({ id, idle }: RuleDocument, promise: number, to: Proposing): void {
  const { channel = 'any' } = idle ?? {};
  const channels = CHANNELS.filter((name) => channel === 'any' || [channel].flat().includes(name));
  onChannels(channels, { rule: id, promise, endsSign: true }, to);
}

/** An answer may name its message: the newest messages are answered each. */
export function answer({ id, unanswered }: RuleDocument, promise: number, to: Proposing): void {
  const { type = [], by = [] } = unanswered ?? {};
  const asked = to.input.activities
    .filter((activity) => [type].flat().includes(activity.type))
    .sort((a, b) => b.occurredAt - a.occurredAt);
  const messages = new Set(asked.map(({ attributes }) => attributes.message));
  for (const message of [...messages].slice(0, MESSAGES)) {
    const attributes = isMissing(message) ? {} : { message };
    const purpose = { rule: id, promise, endsSign: true };
    for (const name of [by].flat()) propose(name, attributes, purpose, to);
  }
}

function onChannels(channels: readonly Channel[], purpose: Purpose, to: Proposing): void {
  for (const channel of channels) {
    const type = easiestOn(channel);
    if (type !== undefined) propose(type, {}, purpose, to);
  }
}

function propose(
  type: string,
  attributes: Readonly<Record<string, unknown>>,
  { rule, promise, step = 0, endsSign = false }: Purpose,
  { input, add }: Proposing,
): void {
  const channel = channelOf(type, attributes);
  if (!isOfTheLead(type)) return;
  if (input.observed && channel !== 'none' && !input.observed.includes(channel)) return;
  const done = input.activities.some((activity) => activity.type === type);
  const words = actWords(type, attributes);
  add({
    change: { kind: 'activity', rule, type, attributes, endsSign, words },
    slot: null,
    // What a lead has done before it may well do again.
    effort: effortOf(type) - (done ? 0.5 : 0),
    step,
    promise,
  });
}
