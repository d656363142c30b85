import { checkPredicate, type PredicateScope, unknownName } from '../language/check.js';
import type { Issue } from '../language/issues.js';
import { predicateLeaves } from '../language/predicate.js';
import { dateOf } from '../language/values.js';
import { ACTIVITY_CHANNEL, CHANNELS, isActivityType } from '../lead/activity.js';
import type { MatcherDocument, ModelDocument, RuleDocument, RuleKind } from './schema.js';
import { RULE_KINDS, RULE_OPTIONS } from './schema.js';

type Path = readonly (string | number)[];

const ALL_OPTIONS = [...new Set(Object.values(RULE_OPTIONS).flat())];

/** The kind of a rule that has exactly one. */
export function kindOf(rule: RuleDocument): RuleKind {
  return RULE_KINDS.find((kind) => rule[kind] !== undefined) ?? 'when';
}

function isOption(kind: RuleKind, option: string): boolean {
  const options: readonly string[] = RULE_OPTIONS[kind];
  return options.includes(option);
}

/** Everything about one rule that the schema alone cannot see. */
export function checkRule(
  rule: RuleDocument,
  path: Path,
  model: ModelDocument,
  scope: PredicateScope,
): Issue[] {
  const issues: Issue[] = [];
  const say = (message: string, ...inner: Path): void => {
    issues.push({ path: [...path, ...inner], message });
  };

  const kinds = RULE_KINDS.filter((kind) => rule[kind] !== undefined);
  if (kinds.length === 0) say(`has no kind: give one of ${RULE_KINDS.join(', ')}`);
  if (kinds.length > 1) say(`has two kinds (${kinds.join(', ')}): make two rules of it`);
  const [kind] = kinds;
  if (kind && kinds.length === 1) {
    for (const option of ALL_OPTIONS) {
      if (rule[option] === undefined || isOption(kind, option)) continue;
      say(`"${option}" does not belong to a rule of kind "${kind}"`, option);
    }
  }

  const dimensions = Object.keys(model.dimensions);
  const groups = Object.keys(model.groups ?? {});
  if (rule.dimension !== undefined && rule.group !== undefined) {
    say('has both a dimension and a group: the group already names its dimension');
  } else if (rule.dimension === undefined && rule.group === undefined) {
    say('needs a dimension or a group');
  }
  if (rule.dimension !== undefined && !dimensions.includes(rule.dimension)) {
    issues.push(unknownName('dimension', rule.dimension, dimensions, [...path, 'dimension']));
  }
  if (rule.group !== undefined && !groups.includes(rule.group)) {
    issues.push(unknownName('group', rule.group, groups, [...path, 'group']));
  }
  issues.push(...checkPoints(rule, path, model, true));
  if (rule.floor !== undefined && rule.cap !== undefined && rule.floor > rule.cap) {
    say(`floor ${rule.floor} is above cap ${rule.cap}`, 'floor');
  }
  issues.push(...checkWindow(rule, path));

  for (const key of ['if', 'when'] as const) {
    const predicate = rule[key];
    if (predicate) issues.push(...checkPredicate(predicate, [...path, key], scope));
  }
  if (rule.activity) issues.push(...checkMatcher(rule.activity, [...path, 'activity'], scope));
  if (rule.sequence?.length === 0) say('is empty: give at least one step', 'sequence');
  for (const [index, step] of (rule.sequence ?? []).entries()) {
    issues.push(...checkMatcher(step, [...path, 'sequence', index], scope));
  }
  if (rule.unanswered) {
    for (const key of ['type', 'by'] as const) {
      issues.push(...checkTypes(rule.unanswered[key], [...path, 'unanswered', key]));
    }
  }
  if (rule.idle?.channel !== undefined) {
    issues.push(...checkChannels(rule.idle.channel, [...path, 'idle', 'channel']));
  }
  if (rule.repeat) {
    issues.push(...checkPoints(rule.repeat, [...path, 'repeat'], model, true));
    if (rule.count === 'each') say('"repeat" and "count: each" exclude each other', 'repeat');
  }
  if (rule.decay) issues.push(...checkDecay(rule.decay, [...path, 'decay']));
  return issues;
}

/** One of `points` and `percent`; a percent needs `readyAt`. */
export function checkPoints(
  from: { readonly points?: number | undefined; readonly percent?: number | undefined },
  path: Path,
  model: ModelDocument,
  required: boolean,
): Issue[] {
  const issues: Issue[] = [];
  if (from.points !== undefined && from.percent !== undefined) {
    issues.push({ path: [...path, 'percent'], message: 'give either points or percent' });
  } else if (required && from.points === undefined && from.percent === undefined) {
    issues.push({ path, message: 'needs points or percent' });
  }
  if (from.percent !== undefined && model.readyAt === undefined) {
    issues.push({
      path: [...path, 'percent'],
      message: 'percent needs "readyAt" at the top of the model: the points of a sales-ready lead',
    });
  }
  return issues;
}

export function checkWindow(
  from: { readonly activeFrom?: string | undefined; readonly activeTo?: string | undefined },
  path: Path,
): Issue[] {
  if (from.activeFrom === undefined || from.activeTo === undefined) return [];
  const start = dateOf(from.activeFrom) ?? 0;
  const end = dateOf(from.activeTo) ?? 0;
  if (start < end) return [];
  return [{ path: [...path, 'activeTo'], message: 'must be later than activeFrom' }];
}

function checkMatcher(matcher: MatcherDocument, path: Path, scope: PredicateScope): Issue[] {
  const issues = checkTypes(matcher.type, [...path, 'type']);
  for (const [attribute, predicate] of Object.entries(matcher.where ?? {})) {
    if (typeof predicate !== 'object') continue;
    for (const { leaf, path: inner } of predicateLeaves(predicate)) {
      if (leaf.inList === undefined || scope.lists.includes(leaf.inList)) continue;
      const place = [...path, 'where', attribute, ...inner, 'inList'];
      issues.push(unknownName('list', leaf.inList, scope.lists, place));
    }
  }
  return issues;
}

/** A type or a list of types, each with its path. */
function* named(
  value: string | readonly string[],
  path: Path,
): Generator<{ readonly name: string; readonly path: Path }> {
  if (typeof value === 'string') yield { name: value, path };
  else for (const [index, name] of value.entries()) yield { name, path: [...path, index] };
}

function checkTypes(value: string | readonly string[], path: Path): Issue[] {
  return [...named(value, path)]
    .filter(({ name }) => !isActivityType(name))
    .map(({ name, path: place }) =>
      unknownName('activity type', name, Object.keys(ACTIVITY_CHANNEL), place),
    );
}

function checkChannels(value: string | readonly string[], path: Path): Issue[] {
  const known = [...CHANNELS.filter((channel) => channel !== 'none'), 'any'];
  return [...named(value, path)]
    .filter(({ name }) => !known.includes(name) || (name === 'any' && typeof value !== 'string'))
    .map(({ name, path: place }) => unknownName('channel', name, known, place));
}

function checkDecay(decay: NonNullable<RuleDocument['decay']>, path: Path): Issue[] {
  const kinds = (['halfLife', 'linear', 'step'] as const).filter((key) => decay[key] !== undefined);
  const say = (message: string): Issue[] => [{ path, message }];
  if (kinds.length !== 1) return say('give exactly one of halfLife, linear, step');
  const details = (['factor', 'points'] as const).filter((key) => decay[key] !== undefined);
  if (kinds[0] === 'step') {
    return details.length === 1 ? [] : say('a step needs either a factor or points');
  }
  return details.length === 0 ? [] : say(`"${details[0]}" belongs to a step`);
}
