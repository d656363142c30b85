import { checkPredicate, type PredicateScope, unknownName } from '../language/check.js';
import type { Issue } from '../language/issues.js';
import { checkPoints, checkRule, checkWindow, kindOf } from './check-rules.js';
import type { GradesDocument, ModelDocument, SegmentDocument } from './schema.js';

type Path = readonly (string | number)[];

/** Every name, bound and combination in a model that cannot be used; empty when it can be compiled. */
export function checkModel(model: ModelDocument): Issue[] {
  const dimensions = Object.keys(model.dimensions);
  const scope: PredicateScope = { lists: Object.keys(model.lists ?? {}) };
  const issues: Issue[] = [];

  if (dimensions.length === 0) {
    issues.push({ path: ['dimensions'], message: 'is empty: give at least one dimension' });
  }
  for (const [name, bounds] of Object.entries(model.dimensions)) {
    issues.push(...checkBounds(bounds, ['dimensions', name]));
  }
  for (const [name, group] of Object.entries(model.groups ?? {})) {
    issues.push(...checkBounds(group, ['groups', name]));
    if (!dimensions.includes(group.dimension)) {
      const path = ['groups', name, 'dimension'];
      issues.push(unknownName('dimension', group.dimension, dimensions, path));
    }
  }
  issues.push(...checkTotal(model, dimensions));
  for (const key of ['include', 'exclude'] as const) {
    const predicate = model.population?.[key];
    if (predicate) issues.push(...checkPredicate(predicate, ['population', key], scope));
  }
  for (const [index, rule] of model.rules.entries()) {
    issues.push(...checkRule(rule, ['rules', index], model, scope));
  }
  issues.push(...checkIds(model.rules, ['rules']));
  issues.push(...checkDisqualify(model, scope));
  if (model.grades) issues.push(...checkGrades(model.grades, ['grades'], dimensions));
  for (const [index, segment] of (model.segments ?? []).entries()) {
    issues.push(...checkSegment(segment, ['segments', index], model, scope));
  }
  issues.push(...checkIds(model.segments ?? [], ['segments']));
  return issues;
}

function checkBounds(
  bounds: { readonly floor?: number | undefined; readonly cap?: number | undefined },
  path: Path,
): Issue[] {
  if (bounds.floor === undefined || bounds.cap === undefined || bounds.floor <= bounds.cap) {
    return [];
  }
  return [
    { path: [...path, 'floor'], message: `floor ${bounds.floor} is above cap ${bounds.cap}` },
  ];
}

function checkTotal(model: ModelDocument, dimensions: readonly string[]): Issue[] {
  const total = model.total;
  if (!total) return [];
  const issues = checkBounds(total, ['total']);
  const weights = total.weights;
  if (total.method === 'weighted' && (!weights || Object.keys(weights).length === 0)) {
    issues.push({ path: ['total'], message: 'method weighted needs weights' });
  }
  if (total.method !== 'weighted' && weights) {
    issues.push({ path: ['total', 'weights'], message: 'weights need "method: weighted"' });
  }
  for (const name of Object.keys(weights ?? {})) {
    if (dimensions.includes(name)) continue;
    issues.push(unknownName('dimension', name, dimensions, ['total', 'weights', name]));
  }
  return issues;
}

function checkIds(entries: readonly { readonly id: string }[], path: Path): Issue[] {
  const seen = new Set<string>();
  const issues: Issue[] = [];
  for (const [index, { id }] of entries.entries()) {
    if (seen.has(id))
      issues.push({ path: [...path, index, 'id'], message: `duplicate id "${id}"` });
    seen.add(id);
  }
  return issues;
}

function checkDisqualify(model: ModelDocument, scope: PredicateScope): Issue[] {
  const issues = checkIds(model.disqualify ?? [], ['disqualify']);
  const ids = model.rules.map((rule) => rule.id);
  for (const [index, entry] of (model.disqualify ?? []).entries()) {
    const path = ['disqualify', index];
    issues.push(...checkWindow(entry, path));
    if ((entry.when === undefined) === (entry.rules === undefined)) {
      issues.push({ path, message: 'give either "when" or "rules"' });
    }
    if (entry.when) issues.push(...checkPredicate(entry.when, [...path, 'when'], scope));
    if (!entry.rules) continue;
    if ((entry.rules.all === undefined) === (entry.rules.any === undefined)) {
      issues.push({ path: [...path, 'rules'], message: 'give either "all" or "any"' });
    }
    for (const key of ['all', 'any'] as const) {
      for (const [place, id] of (entry.rules[key] ?? []).entries()) {
        if (ids.includes(id)) continue;
        issues.push(unknownName('rule id', id, ids, [...path, 'rules', key, place]));
      }
    }
  }
  return issues;
}

function checkGrades(grades: GradesDocument, path: Path, dimensions: readonly string[]): Issue[] {
  const issues: Issue[] = [];
  for (const [name, table] of Object.entries(grades)) {
    if (!dimensions.includes(name)) {
      issues.push(unknownName('dimension', name, dimensions, [...path, name]));
    }
    if (Object.keys(table).length === 0) {
      issues.push({ path: [...path, name], message: 'is empty: give at least one grade' });
    }
  }
  return issues;
}

function checkSegment(
  segment: SegmentDocument,
  path: Path,
  model: ModelDocument,
  scope: PredicateScope,
): Issue[] {
  const issues = checkPredicate(segment.when, [...path, 'when'], { ...scope, trend: true });
  issues.push(...checkWindow(segment, path));
  if (segment.grades) {
    issues.push(...checkGrades(segment.grades, [...path, 'grades'], Object.keys(model.dimensions)));
  }
  const ids = model.rules.map((rule) => rule.id);
  for (const [id, change] of Object.entries(segment.rules ?? {})) {
    const place = [...path, 'rules', id];
    const rule = model.rules.find((candidate) => candidate.id === id);
    if (!rule) {
      issues.push(unknownName('rule id', id, ids, place));
      continue;
    }
    issues.push(...checkPoints(change, place, model, false));
    for (const key of ['unknown', 'else'] as const) {
      if (change[key] === undefined || kindOf(rule) === 'when') continue;
      issues.push({ path: [...place, key], message: `"${key}" belongs to a rule of kind "when"` });
    }
  }
  return issues;
}
