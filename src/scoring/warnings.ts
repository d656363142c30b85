import { readDuration } from '../language/duration.js';
import type { Issue } from '../language/issues.js';
import { predicateFields } from '../language/predicate.js';
import { covers, neverTrue } from './implication.js';
import { boundsOf, toWhole } from './rounding.js';
import type { BandsDocument, Model, RuleDocument } from './schema.js';

type Path = readonly (string | number)[];

/** Words in a field's name that call for a second look before people are scored by it. */
const SENSITIVE = ['age', 'birth', 'birthday', 'birthdate', 'gender', 'sex', 'health', 'photo'];

/** What is allowed in a model but probably not meant. */
export function modelWarnings(model: Model): Issue[] {
  const issues: Issue[] = [];
  for (const [name, entries] of Object.entries(model.lists)) {
    if (entries.length === 0) issues.push({ path: ['lists', name], message: 'the list is empty' });
  }
  for (const [index, rule] of model.rules.entries()) {
    const why = neverFires(rule, model);
    if (why)
      issues.push({ path: ['rules', index], message: `"${rule.id}" can never fire: ${why}` });
  }
  if (model.bands) issues.push(...silentBands(model.bands, ['bands']));
  issues.push(...idleThresholds(model.thresholds, model.total, ['thresholds']));
  for (const [index, segment] of (model.segments ?? []).entries()) {
    const path = ['segments', index];
    if (segment.bands) issues.push(...silentBands(segment.bands, [...path, 'bands']));
    issues.push(...idleThresholds(segment.thresholds, model.total, [...path, 'thresholds']));
    const earlier = (model.segments ?? [])
      .slice(0, index)
      .find(
        (other) =>
          other.activeFrom === undefined &&
          other.activeTo === undefined &&
          covers(other.when, segment.when),
      );
    if (neverTrue(segment.when, model.lists)) {
      issues.push({ path, message: `segment "${segment.id}" is unreachable: it is never true` });
    } else if (earlier) {
      const message = `segment "${segment.id}" is unreachable: "${earlier.id}" above it takes all its leads`;
      issues.push({ path, message });
    }
  }
  return [...issues, ...sensitiveFields(model)];
}

function neverFires(rule: RuleDocument, model: Model): string | undefined {
  const adjusted = (model.segments ?? []).some((segment) => segment.rules?.[rule.id]);
  const sizes = [rule.points, rule.percent, rule.unknown, rule.else];
  const more = [rule.repeat?.points, rule.repeat?.percent, rule.floor, rule.cap];
  if (!adjusted && [...sizes, ...more].every((size) => !size)) return 'it has no points';
  if (rule.cap === 0 && rule.floor === 0) return 'its cap and floor are both 0';
  if (rule.if && neverTrue(rule.if, model.lists)) return 'its "if" is never true';
  if (rule.when && !rule.unknown && !rule.else && neverTrue(rule.when, model.lists)) {
    return 'its "when" is never true (an empty list or bounds that exclude each other)';
  }
  for (const matcher of [...(rule.activity ? [rule.activity] : []), ...(rule.sequence ?? [])]) {
    for (const predicate of Object.values(matcher.where ?? {})) {
      if (typeof predicate === 'object' && neverTrue(predicate, model.lists)) {
        return 'its "where" is never true';
      }
    }
  }
  const within = rule.within === undefined ? undefined : readDuration(rule.within);
  if (rule.sequence === undefined && within === 0) return '"within" is 0';
  const after = rule.unanswered && readDuration(rule.unanswered.after);
  if (within !== undefined && after !== undefined && within <= after) {
    return '"within" ends before "after" begins';
  }
  return undefined;
}

function silentBands(bands: BandsDocument, path: Path): Issue[] {
  return Object.entries(bands)
    .filter(([, band]) => typeof band === 'number' || !band.action?.trim())
    .map(([name]) => ({
      path: [...path, name],
      message: `band "${name}" has no action: say what is to be done, { from: …, action: … }`,
    }));
}

/** Thresholds that tell no lead from another: outside of what a total can be, which is a whole number. */
function idleThresholds(
  thresholds: Model['thresholds'],
  total: Model['total'],
  path: Path,
): Issue[] {
  const { floor, cap } = boundsOf(total ?? {});
  return Object.entries(thresholds ?? {}).flatMap(([name, from]) => {
    const say = (what: string): Issue[] => [
      { path: [...path, name], message: `threshold "${name}" ${what}` },
    ];
    if (from > toWhole(cap)) {
      return say(`can never be reached: ${from} is above the cap of the total, ${total?.cap}`);
    }
    if (from <= toWhole(floor)) {
      return say(`is always reached: ${from} is not above the floor of the total, ${total?.floor}`);
    }
    return [];
  });
}

function sensitiveFields(model: Model): Issue[] {
  const places: { readonly names: readonly string[]; readonly path: Path }[] = [];
  const look = (predicate: Parameters<typeof predicateFields>[0] | undefined, path: Path): void => {
    if (predicate) places.push({ names: predicateFields(predicate), path });
  };
  look(model.population?.include, ['population', 'include']);
  look(model.population?.exclude, ['population', 'exclude']);
  for (const [index, rule] of model.rules.entries()) {
    look(rule.when, ['rules', index, 'when']);
    look(rule.if, ['rules', index, 'if']);
    for (const matcher of [...(rule.activity ? [rule.activity] : []), ...(rule.sequence ?? [])]) {
      places.push({ names: Object.keys(matcher.where ?? {}), path: ['rules', index] });
    }
  }
  for (const [index, entry] of (model.disqualify ?? []).entries()) {
    look(entry.when, ['disqualify', index, 'when']);
  }
  for (const [index, segment] of (model.segments ?? []).entries()) {
    look(segment.when, ['segments', index, 'when']);
  }
  return places.flatMap(({ names, path }) =>
    names.filter(isSensitive).map((name) => ({
      path,
      message: `"${name}" looks sensitive: scoring people by it may be unlawful or unfair`,
    })),
  );
}

function isSensitive(field: string): boolean {
  if (field === 'lead.ageDays') return false;
  const words = field
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => SENSITIVE.includes(word));
}
