/** What a mapping document says that its schema cannot see: names of fields, transforms, activities. */

import type { DocumentPath, Problem, SourceDocument as Source } from '../language/document.js';
import { problemAt } from '../language/document.js';
import { nearest } from '../language/nearest.js';
import { ACTIVITY_CHANNEL, isActivityType } from '../lead/activity.js';
import type { FieldType } from '../lead/fields.js';
import { isLeadField, LEAD_FIELDS } from '../lead/fields.js';
import { possibleTypes } from './activities.js';
import type {
  ActivityDocument,
  MappingDocument,
  ObjectDocument,
  SourceDocument,
} from './schema.js';
import { listOf, longForm, roleOf } from './schema.js';
import { TRANSFORMS } from './transforms/index.js';
import { isOutput, OUTPUTS } from './writes.js';

/** Collects what is wrong with a document, with its place. */
export class Findings {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  refuse(path: DocumentPath, message: string, suggestion?: string): void {
    this.problems.push(problemAt(this.#source, path, message, suggestion));
  }

  warn(path: DocumentPath, message: string, suggestion?: string): void {
    this.warnings.push(problemAt(this.#source, path, message, suggestion));
  }
}

export function checkMapping(document: MappingDocument, findings: Findings): void {
  for (const [object, written] of Object.entries(document.objects)) {
    checkObject(written, ['objects', object], findings);
  }
  checkWrites(document, findings);
}

function checkObject(written: ObjectDocument, path: DocumentPath, findings: Findings): void {
  const role = roleOf(written);
  for (const [field, source] of Object.entries(written.fields ?? {})) {
    const place = [...path, 'fields', field];
    if (!isLeadField(field)) {
      const suggestion = nearest(field, Object.keys(LEAD_FIELDS));
      findings.refuse(
        place,
        `unknown lead field "${field}"; own ones are custom.<name>`,
        suggestion,
      );
      continue;
    }
    const prefix = role === 'company' || role === 'deal' ? `${role}.` : undefined;
    if (prefix && !field.startsWith(prefix) && !field.startsWith('custom.')) {
      findings.refuse(place, `a ${role} has the fields ${prefix}* and custom.* alone`);
    }
    checkSource(source, fieldType(field), place, findings);
  }
  const activities = written.activities ?? [];
  if (activities.length > 0 && (role === 'company' || role === 'deal')) {
    findings.refuse([...path, 'activities'], `activities belong to persons and engagements`);
  }
  for (const [index, activity] of activities.entries()) {
    checkActivity(activity, [...path, 'activities', index], findings);
    if (role === 'person' && activity.when === undefined) {
      const message = 'is missing: an activity of a person is a change of a property';
      findings.refuse([...path, 'activities', index, 'when'], message);
    }
  }
}

/** The type a field's value must have; undefined for custom fields, which take any. */
function fieldType(field: string): FieldType | undefined {
  // Per deal these are yes or no; the lead has their number.
  if (field === 'deal.open' || field === 'deal.won') return 'boolean';
  return LEAD_FIELDS[field]?.type;
}

function checkSource(
  written: SourceDocument,
  type: FieldType | undefined,
  path: DocumentPath,
  findings: Findings,
): void {
  const { as, table, match, else: otherwise, value } = longForm(written);
  const names = listOf(as);
  for (const [index, name] of names.entries()) {
    if (Object.hasOwn(TRANSFORMS, name)) continue;
    const place = typeof as === 'string' ? [...path, 'as'] : [...path, 'as', index];
    findings.refuse(place, `unknown transform "${name}"`, nearest(name, Object.keys(TRANSFORMS)));
  }
  const words = Object.keys(match ?? {});
  const digits = words.filter((word) => /^\d+$/.test(word));
  if (digits.length > 0 && digits.length < words.length) {
    const message = `words of digits alone (${digits.join(', ')}) are tried before all others`;
    findings.warn([...path, 'match'], message);
  }
  const meanings = table ?? match;
  const last = TRANSFORMS[names.at(-1) ?? ''];
  if (type && !meanings && last && last.type !== type) {
    const fitting = Object.keys(TRANSFORMS).filter((name) => TRANSFORMS[name]?.type === type);
    const message = `gives ${last.type}, but the field is ${type}: use ${fitting.join(', ')}`;
    findings.refuse([...path, 'as'], message);
  }
  if (!type || type === 'list') return;
  const key = table ? 'table' : 'match';
  for (const [word, meaning] of Object.entries(meanings ?? {})) {
    checkMeaning(meaning, type, [...path, key, word], findings);
  }
  if (otherwise !== undefined) checkMeaning(otherwise, type, [...path, 'else'], findings);
  if (value !== undefined) checkMeaning(value, type, [...path, 'value'], findings);
}

function checkMeaning(
  meaning: string | number | boolean,
  type: FieldType,
  path: DocumentPath,
  findings: Findings,
): void {
  const expected = type === 'number' || type === 'boolean' ? type : 'string';
  if (typeof meaning !== expected) {
    findings.refuse(path, `is ${typeof meaning}, but the field is ${type}`);
  }
}

function checkActivity(activity: ActivityDocument, path: DocumentPath, findings: Findings): void {
  if (typeof activity.type !== 'string') {
    checkSource(activity.type, undefined, [...path, 'type'], findings);
  }
  for (const type of possibleTypes(activity)) {
    if (isActivityType(type)) continue;
    const suggestion = nearest(type, Object.keys(ACTIVITY_CHANNEL));
    const message = `unknown activity type "${type}"; own ones are custom:<name>`;
    findings.refuse([...path, 'type'], message, suggestion);
  }
  for (const [attribute, source] of Object.entries(activity.set ?? {})) {
    checkSource(source, undefined, [...path, 'set', attribute], findings);
  }
}

function checkWrites(document: MappingDocument, findings: Findings): void {
  const taken = new Map<string, string>();
  for (const [output, written] of Object.entries(document.writes ?? {})) {
    const path = ['writes', output];
    if (!isOutput(output)) {
      findings.refuse(path, `unknown result "${output}"`, nearest(output, OUTPUTS));
    }
    const long = typeof written === 'string' ? { to: written } : written;
    const other = taken.get(long.to);
    if (other !== undefined) findings.refuse(path, `"${long.to}" already takes ${other}`);
    taken.set(long.to, output);
    const gate = ['minChange', 'riseAtOnce', 'settle'] as const;
    for (const key of gate) {
      if (output !== 'score' && !output.endsWith('_score') && key in long) {
        findings.refuse([...path, key], 'only a score has a write gate');
      }
    }
  }
}
