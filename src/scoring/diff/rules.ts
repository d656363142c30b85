import { kindOf } from '../check-rules.js';
import type { Model, RuleDocument } from '../schema.js';
import { durationWords } from '../words/plain.js';
import { predicateWords } from '../words/predicate.js';
import { conditionWords, decayWords, repeatWords, ruleWords, sizeWords } from '../words/rule.js';
import { byId, changeInWords, changeOf, pair, type Say } from './change.js';
import { boundsChanges, windowChanges } from './tables.js';

/** Rules by their ids: a rule with another id is another rule. */
export function ruleChanges(
  before: Model,
  after: Model,
  sayOf: (id: string, what: string) => Say,
): void {
  pair(byId(before.rules), byId(after.rules), (id, was, is) => {
    const say = sayOf(id, `rule ${id}`);
    if (was && is) changed(say, was, is, after);
    else if (was) say('removed', `removed (${whole(was, before)})`);
    else if (is) say('added', `added (${whole(is, after)})`);
  });
}

function whole(rule: RuleDocument, model: Model): string {
  return `${sizeWords(rule, model.readyAt)} ${rule.label}: ${ruleWords(rule, model)}`;
}

function changed(say: Say, was: RuleDocument, is: RuleDocument, after: Model): void {
  changeOf(say, 'label', was.label, is.label);
  changeOf(say, 'place', placeOf(was), placeOf(is));
  const points = (rule: RuleDocument): string | number | undefined =>
    rule.percent === undefined ? rule.points : `${rule.percent} %`;
  changeOf(say, 'points', points(was), points(is));
  changeOf(say, 'points when unknown', was.unknown, is.unknown);
  changeOf(say, 'points otherwise', was.else, is.else);
  const told = (one: RuleDocument): string => conditionWords(one, after.lists).join('; ');
  changeInWords(say, 'condition', conditionOf(was), conditionOf(is), told);
  changeInWords(say, 'guard', was.if, is.if, (one) => predicateWords(one, after.lists));
  changeOf(say, 'within', span(was.within), span(is.within));
  changeOf(say, 'at least', was.atLeast, is.atLeast);
  changeOf(say, 'count', was.count ?? 'once', is.count ?? 'once');
  changeOf(say, 'a day', was.perDay, is.perDay);
  changeInWords(say, 'repeat', was.repeat, is.repeat, (one) => repeatWords(one, after.readyAt));
  changeInWords(say, 'decay', was.decay, is.decay, decayWords);
  boundsChanges(say, was, is);
  windowChanges(say, was, is);
}

/** A rule with nothing but what it looks for. */
function conditionOf(rule: RuleDocument): RuleDocument {
  const kind = kindOf(rule);
  return { id: '', label: '', [kind]: rule[kind] };
}

function placeOf({ dimension, group }: RuleDocument): string {
  return group === undefined ? (dimension ?? '') : `group ${group}`;
}

function span(duration: string | undefined): string | undefined {
  return duration === undefined ? undefined : durationWords(duration);
}
