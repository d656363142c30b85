/** A stored version of a model, compiled; one in pilot together with the version that others follow. */
import { checkPredicate } from '../language/check.js';
import {
  compilePredicate,
  listsOf,
  type PredicateDocument,
  predicateFields,
  predicateSchema,
} from '../language/predicate.js';
import { isLeadField, type LeadFields } from '../lead/fields.js';
import { PlumblineError } from '../lib/errors.js';
import { compileModel } from '../scoring/compile.js';
import { loadModel } from '../scoring/load.js';
import type { Model } from '../scoring/schema.js';
import type { Scorer } from '../scoring/types.js';
import type { StoredDocument } from '../store/documents.js';

export interface ModelVersion {
  readonly model: Model;
  readonly scorer: Scorer;
}

export interface CompiledModel extends ModelVersion {
  /** Only leads that this includes follow the version; `otherwise` is what the others follow. */
  readonly pilot?: {
    includes(fields: LeadFields, now: number): boolean;
    readonly otherwise: ModelVersion;
  };
}

/**
 * A pilot's condition: on the lead's own fields alone, so that which version a lead follows depends on
 * nothing that the version makes. It may ask for the lists of the version in pilot.
 * @throws PlumblineError saying what cannot be asked
 */
export function pilotCondition(
  condition: unknown,
  { lists }: Pick<Model, 'lists'>,
): PredicateDocument {
  const refuse = (message: string): PlumblineError =>
    new PlumblineError('bad-pilot', `The leads of a pilot cannot be chosen so: ${message}`, {
      status: 422,
    });
  const parsed = predicateSchema.safeParse(condition);
  if (!parsed.success) throw refuse(parsed.error.issues[0]?.message ?? 'it is no condition');
  const [issue] = checkPredicate(parsed.data, [], { lists: Object.keys(lists) });
  if (issue) throw refuse(issue.message);
  const other = predicateFields(parsed.data).find((field) => !isLeadField(field));
  if (other) throw refuse(`"${other}" is no field of the lead itself.`);
  return parsed.data;
}

function compileText(
  name: string,
  text: string,
  version: number,
  readList: (path: string) => string,
): ModelVersion {
  const { model } = loadModel(text, `${name}.yaml`, { readList });
  // Our version counts publications; the number in the file is its author's.
  const versioned = { ...model, version };
  return { model: versioned, scorer: compileModel(versioned) };
}

export function compileStored(
  { name, text, version, pilot }: Omit<StoredDocument, 'kind'>,
  readList: (path: string) => string,
): CompiledModel {
  const own = compileText(name, text, version, readList);
  if (!pilot) return own;
  const condition = pilotCondition(pilot.condition, own.model);
  const holds = compilePredicate(condition, { lists: listsOf(own.model.lists) });
  return {
    ...own,
    pilot: {
      includes: (fields, now) => holds({ now, get: (path) => fields[path] }) === true,
      otherwise: compileText(name, pilot.text, pilot.otherwise, readList),
    },
  };
}

/** The version that a lead follows: of a model in pilot one of two. */
export function versionFor<T extends CompiledModel>(one: T, fields: LeadFields, now: number): T {
  return !one.pilot || one.pilot.includes(fields, now) ? one : { ...one, ...one.pilot.otherwise };
}
