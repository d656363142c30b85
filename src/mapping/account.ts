/** A mapping against the properties that an account really has. */
import type { DocumentPath } from '../language/document.js';
import { nearest } from '../language/nearest.js';
import type { Findings } from './check.js';
import type {
  ActivityDocument,
  LongSource,
  MappingDocument,
  ObjectDocument,
  SourceDocument,
} from './schema.js';
import { listOf, longForm, roleOf } from './schema.js';

/** The account's properties by object, as `AccountDescription.properties` gives them. */
export type AccountProperties = Readonly<Record<string, readonly { readonly name: string }[]>>;

/**
 * Drops what the account does not have. A property that stands beside others in a `from` list is a
 * warning as long as one of them is there; any other is a problem, or a warning when `lenient`.
 * An object the account told nothing of is left as it is.
 */
export function fitToAccount(
  document: MappingDocument,
  properties: AccountProperties,
  lenient: boolean,
  findings: Findings,
): MappingDocument {
  const objects: Record<string, ObjectDocument> = {};
  for (const [object, written] of Object.entries(document.objects)) {
    const list = Object.hasOwn(properties, object) ? properties[object] : undefined;
    const fitting = list && new Fitting(object, list, lenient, findings);
    objects[object] = fitting ? fitting.object(written, ['objects', object]) : written;
  }
  return { ...document, objects };
}

class Fitting {
  readonly #object: string;
  readonly #known: ReadonlySet<string>;
  readonly #lenient: boolean;
  readonly #findings: Findings;

  constructor(
    object: string,
    properties: readonly { readonly name: string }[],
    lenient: boolean,
    findings: Findings,
  ) {
    this.#object = object;
    this.#known = new Set(properties.map(({ name }) => name));
    this.#lenient = lenient;
    this.#findings = findings;
  }

  object(written: ObjectDocument, path: DocumentPath): ObjectDocument {
    const { fields, activities, ...rest } = written;
    return {
      ...rest,
      role: roleOf(written),
      ...(fields && { fields: this.#sources(fields, [...path, 'fields']) }),
      ...(activities && {
        activities: activities.flatMap((activity, index) =>
          this.#activity(activity, [...path, 'activities', index]),
        ),
      }),
    };
  }

  #missing(property: string, path: DocumentPath, harmless = false): void {
    const message = `the account has no property "${property}" of ${this.#object}`;
    const suggestion = nearest(property, this.#known);
    if (harmless || this.#lenient) this.#findings.warn(path, message, suggestion);
    else this.#findings.refuse(path, message, suggestion);
  }

  #sources(
    written: Readonly<Record<string, SourceDocument>>,
    path: DocumentPath,
  ): Record<string, SourceDocument> {
    const kept: Record<string, SourceDocument> = {};
    for (const [name, source] of Object.entries(written)) {
      const fitting = this.#source(source, [...path, name]);
      if (fitting !== undefined) kept[name] = fitting;
    }
    return kept;
  }

  #source(written: SourceDocument, path: DocumentPath): SourceDocument | undefined {
    const { from } = longForm(written);
    const names = listOf(from);
    const present = names.filter((name) => this.#known.has(name));
    if (present.length === names.length) return written;
    for (const [index, name] of names.entries()) {
      if (this.#known.has(name)) continue;
      const place = typeof written === 'string' ? path : [...path, 'from'];
      this.#missing(name, typeof from === 'string' ? place : [...place, index], present.length > 0);
    }
    return present.length === 0 ? undefined : { ...longForm(written), from: present };
  }

  #activity(written: ActivityDocument, path: DocumentPath): ActivityDocument[] {
    let whole = true;
    const need = (property: string | undefined, place: DocumentPath): void => {
      if (property === undefined || this.#known.has(property)) return;
      this.#missing(property, place);
      whole = false;
    };
    need(written.when, [...path, 'when']);
    if (written.at !== 'value') need(written.at, [...path, 'at']);
    for (const property of Object.keys(written.if ?? {})) need(property, [...path, 'if', property]);
    const type =
      typeof written.type === 'string' ? written.type : this.#type(written.type, [...path, 'type']);
    const set = written.set && this.#sources(written.set, [...path, 'set']);
    return whole && type !== undefined ? [{ ...written, type, ...(set && { set }) }] : [];
  }

  #type(written: LongSource, path: DocumentPath): LongSource | string | undefined {
    const fitting = this.#source(written, path);
    if (typeof fitting === 'object') return fitting;
    return written.else === undefined ? undefined : String(written.else);
  }
}
