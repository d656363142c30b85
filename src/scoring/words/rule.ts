import { kindOf } from '../check-rules.js';
import { pointsOf } from '../rules/rule.js';
import type { DecayDocument, Model, RuleDocument } from '../schema.js';
import {
  boundsWords,
  durationWords,
  listed,
  pointsWords,
  signed,
  spanWords,
  windowWords,
} from './plain.js';
import { type Lists, matcherWords, predicateWords, typesWords } from './predicate.js';

/** What a rule pays for, in one sentence without its points and without a full stop. */
export function ruleWords(rule: RuleDocument, model: Model): string {
  const { lists } = model;
  const bounds = boundsWords(rule);
  const window = windowWords(rule);
  const parts = [
    ...conditionWords(rule, lists),
    ...countingWords(rule, model),
    ...(rule.decay ? [decayWords(rule.decay)] : []),
    ...(rule.if ? [`only when ${predicateWords(rule.if, lists)}`] : []),
    ...(bounds === undefined ? [] : [`in all ${bounds}`]),
    ...(window === undefined ? [] : [`only ${window}`]),
  ];
  return parts.join('; ');
}

/** The points as written: `+15`, or `+30 (30 % of 100)`. */
export function sizeWords(
  from: { readonly points?: number | undefined; readonly percent?: number | undefined },
  readyAt: number | undefined,
): string {
  const points = signed(pointsOf(from, readyAt));
  return from.percent === undefined ? points : `${points} (${from.percent} % of ${readyAt})`;
}

/** How points shrink with age: `halves every 30 days`. */
export function decayWords(decay: DecayDocument): string {
  if (decay.halfLife !== undefined) return `halves every ${spanWords(decay.halfLife)}`;
  if (decay.linear !== undefined) return `fades to nothing over ${durationWords(decay.linear)}`;
  const step = spanWords(decay.step ?? '1d');
  if (decay.factor !== undefined) return `times ${decay.factor} for every full ${step}`;
  return `loses ${pointsWords(decay.points ?? 0)} for every full ${step}`;
}

/** The condition itself, and what holds when a predicate is unknown or false. */
export function conditionWords(rule: RuleDocument, lists: Lists): string[] {
  const { when, activity, idle, unanswered, sequence } = rule;
  if (when) {
    return [
      predicateWords(when, lists),
      ...(rule.unknown ? [`${signed(rule.unknown)} when that is unknown`] : []),
      ...(rule.else ? [`${signed(rule.else)} otherwise`] : []),
    ];
  }
  const each = rule.count === 'each' ? 'each ' : '';
  if (activity) return [`${each}${matcherWords(activity, lists, rule.within)}`];
  if (unanswered) {
    const asked = matcherWords({ type: unanswered.type }, lists, rule.within);
    const after = durationWords(unanswered.after);
    return [`${each}${asked} without ${typesWords(unanswered.by)} after ${after}`];
  }
  if (idle) {
    const { channel = 'any' } = idle;
    const where = channel === 'any' ? '' : ` on ${listed([channel].flat(), 'or')}`;
    return [
      `no activity${where} for ${durationWords(idle.first)}`,
      ...(idle.every === undefined ? [] : [`again for every further ${spanWords(idle.every)}`]),
    ];
  }
  const steps = (sequence ?? []).map((step) => matcherWords(step, lists));
  const span = rule.within === undefined ? '' : `, all within ${durationWords(rule.within)}`;
  return [`${steps.join(', then ')}${span}`];
}

function countingWords(rule: RuleDocument, { readyAt }: Model): string[] {
  const kind = kindOf(rule);
  if (kind !== 'activity' && kind !== 'unanswered') return [];
  const parts: string[] = [];
  if (rule.atLeast !== undefined && rule.atLeast > 1) parts.push(`from ${rule.atLeast} on`);
  if (rule.perDay !== undefined) parts.push(`at most ${rule.perDay} a day`);
  if (rule.repeat) {
    parts.push(`every further one ${repeatWords(rule.repeat, readyAt)}`);
  } else if (rule.count !== 'each') parts.push('counted once');
  return parts;
}

/** What further occurrences pay: `+5, together at most 15`. */
export function repeatWords(
  repeat: NonNullable<RuleDocument['repeat']>,
  readyAt: number | undefined,
): string {
  const most = repeat.max === undefined ? '' : `, together at most ${repeat.max}`;
  return `${sizeWords(repeat, readyAt)}${most}`;
}
