import { CrmError } from '../../src/lead/crm-error.js';
import type { Priority } from '../connector.js';
import { arrayOf, type JsonObject, objectOf, textOf } from '../kit/json.js';
import type { SalesforceApi } from './client.js';
import { readRight } from './definition.js';
import { fieldsByName } from './package-names.js';
import { isFieldName, objectName } from './soql.js';

/** One field as the org describes it to the connected user; what is hidden from the user is not there. */
export interface Field {
  readonly name: string;
  readonly label: string;
  /** Salesforce's own word: `picklist`, `double`, `datetime`, `reference`, … */
  readonly type: string;
  readonly length: number;
  readonly custom: boolean;
  readonly updateable: boolean;
  readonly calculated: boolean;
  readonly filterable: boolean;
  /** Active picklist values, in order. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly restricted: boolean;
  /** How SOQL reaches the record that a reference points to: `Campaign`. */
  readonly relationship: string | undefined;
  readonly referenceTo: readonly string[];
}

export interface ObjectInfo {
  readonly name: string;
  readonly label: string;
  readonly queryable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly fields: readonly Field[];
  /** By name, whatever its case. Of ours the one that came with our package, where there is one. */
  field(name: string): Field | undefined;
}

/** A field of an object or of a record that it points to, as SOQL names it. */
export interface Path {
  readonly path: string;
  readonly type: string;
  /** Of an amount in an org of several currencies: where the code of its currency is. */
  readonly currency?: string;
}

/** What the org has, asked for once and kept for some time. */
export interface Catalog {
  /** Undefined when the object is not there or not ours to read; it is missed for some minutes then. */
  object(name: string, priority: Priority): Promise<ObjectInfo | undefined>;
  /** The object as it is now; throws a `CrmError` of kind `rights` with the way out when it is not readable. */
  readable(name: string, priority: Priority): Promise<ObjectInfo>;
  /** The same, asked for anew from time to time while it lacks anything. */
  allowing(
    name: string,
    lacksOf: (info: ObjectInfo) => readonly string[],
    priority: Priority,
  ): Promise<ObjectInfo>;
  /**
   * Of the named fields those that can be read, in the spelling of the org; a query that names another
   * fails as a whole. A field that is missed is looked for again from time to time.
   */
  paths(
    object: string,
    names: readonly string[],
    priority: Priority,
  ): Promise<ReadonlyMap<string, Path>>;
  /** Something was not as kept: it is asked for again. */
  forget(object: string): void;
}

const KEPT_MS = 6 * 3_600_000;
/**
 * What is missed is looked for after a quarter of the time that it has been: an admin may be giving the
 * right at this moment, or a document may name for good what an org does not have.
 */
const LOOK_SOONEST_MS = 5_000;
const LOOK_LATEST_MS = 720_000;

/** The field of every record that has amounts, in orgs of several currencies alone. */
export const CURRENCY = 'CurrencyIsoCode';

interface Known {
  readonly info: ObjectInfo | undefined;
  readonly at: number;
}

export function createCatalog(api: SalesforceApi): Catalog {
  const known = new Map<string, Known>();
  /** Object -> what is missed of it -> since when. */
  const missed = new Map<string, Map<string, number>>();

  /** How old an answer may be that lacks this. */
  function ageOf(name: string, lacking: readonly string[]): number {
    const now = api.timing.now();
    const own = missed.get(name) ?? new Map<string, number>();
    missed.set(name, own);
    const what = lacking.join();
    const since = own.get(what) ?? now;
    own.set(what, since);
    return Math.min(Math.max((now - since) / 4, LOOK_SOONEST_MS), LOOK_LATEST_MS);
  }

  async function object(
    name: string,
    priority: Priority,
    maxAge = KEPT_MS,
    missedAge?: number,
  ): Promise<ObjectInfo | undefined> {
    const now = api.timing.now();
    const kept = known.get(name);
    if (kept && now - kept.at < (kept.info ? maxAge : (missedAge ?? ageOf(name, [])))) {
      return kept.info;
    }
    const info = await describeObject(api, name, priority);
    // Somebody is at work on the rights: the rest may follow soon.
    if (kept && rightsIn(kept.info) !== rightsIn(info)) missed.delete(name);
    known.set(name, { info, at: now });
    return info;
  }

  async function readable(name: string, priority: Priority, maxAge = KEPT_MS): Promise<ObjectInfo> {
    const info = await object(name, priority, maxAge, 0);
    if (!info?.queryable) throw notReadable(name);
    return info;
  }

  async function pathOf(
    info: ObjectInfo,
    name: string,
    priority: Priority,
    maxAge: number,
  ): Promise<Path | undefined> {
    if (!isFieldName(name)) return undefined;
    const [first = '', ...rest] = name.split('.');
    if (rest.length === 0) {
      const field = info.field(first);
      if (!field || !isReadable(field)) return undefined;
      const { name: path, type } = field;
      const currency = type === 'currency' ? info.field(CURRENCY)?.name : undefined;
      return { path, type, ...(currency !== undefined && { currency }) };
    }
    const wanted = first.toLowerCase();
    const reference = info.fields.find((one) => one.relationship?.toLowerCase() === wanted);
    const [target, ...others] = reference?.referenceTo ?? [];
    if (!reference?.relationship || target === undefined) return undefined;
    // What may point to several objects has the fields of their common `Name` alone.
    const parent = await object(others.length > 0 ? 'Name' : target, priority, maxAge);
    const inner = parent && (await pathOf(parent, rest.join('.'), priority, maxAge));
    const at = (path: string): string => `${reference.relationship}.${path}`;
    return (
      inner && {
        path: at(inner.path),
        type: inner.type,
        ...(inner.currency !== undefined && { currency: at(inner.currency) }),
      }
    );
  }

  async function resolve(
    name: string,
    names: readonly string[],
    priority: Priority,
    maxAge: number,
  ): Promise<Map<string, Path>> {
    const info = await readable(name, priority, maxAge);
    const paths = new Map<string, Path>();
    for (const one of names) {
      const path = await pathOf(info, one, priority, maxAge);
      if (path) paths.set(one, path);
    }
    return paths;
  }

  return {
    object: (name, priority) => object(name, priority),
    readable: (name, priority) => readable(name, priority),
    async allowing(name, lacksOf, priority) {
      const info = await readable(name, priority);
      const lacking = lacksOf(info);
      if (lacking.length === 0) return info;
      return readable(name, priority, ageOf(name, lacking));
    },
    async paths(name, names, priority) {
      const paths = await resolve(name, names, priority, KEPT_MS);
      const lacking = [...new Set(names)].filter((one) => !paths.has(one));
      if (lacking.length === 0) return paths;
      return resolve(name, names, priority, ageOf(name, lacking));
    },
    forget(name) {
      known.delete(name);
      missed.delete(name);
    },
  };
}

/** What the connected user may do with an object, to be compared. */
function rightsIn(info: ObjectInfo | undefined): string {
  if (!info) return '';
  const { queryable, createable, updateable, fields } = info;
  const own = fields.map((field) => `${field.name}${field.updateable ? '+' : ''}`).join();
  return `${queryable} ${createable} ${updateable} ${own}`;
}

/** Compound fields are no text; their parts are fields too. Base64 is no value to score by. */
export const isReadable = ({ type }: Field): boolean =>
  type !== 'address' && type !== 'location' && type !== 'base64' && type !== 'complexvalue';

export function notReadable(object: string): CrmError {
  return new CrmError(
    'rights',
    `${object} cannot be read: give the connected user read access to ${object} by a permission set.`,
    { details: { object, scopes: [readRight(object)] } },
  );
}

async function describeObject(
  api: SalesforceApi,
  name: string,
  priority: Priority,
): Promise<ObjectInfo | undefined> {
  try {
    const answer = await api.send({
      operation: `${name} description`,
      priority,
      method: 'GET',
      path: `/sobjects/${objectName(name)}/describe`,
    });
    return infoOf(name, objectOf(answer.body));
  } catch (error) {
    const absent = error instanceof CrmError && (error.kind === 'gone' || error.kind === 'rights');
    if (absent) return undefined;
    throw error;
  }
}

function infoOf(name: string, body: JsonObject): ObjectInfo {
  const fields = arrayOf(body.fields).flatMap((row) => fieldOf(objectOf(row)));
  const byName = fieldsByName(fields);
  return {
    name: textOf(body.name) ?? name,
    label: textOf(body.label) ?? name,
    queryable: body.queryable !== false,
    createable: body.createable === true,
    updateable: body.updateable === true,
    fields,
    field: (wanted) => byName.get(wanted.toLowerCase()),
  };
}

function fieldOf(row: JsonObject): Field[] {
  const name = textOf(row.name);
  if (name === undefined) return [];
  const options = arrayOf(row.picklistValues)
    .map(objectOf)
    .filter((option) => option.active !== false)
    .flatMap((option) => {
      const value = textOf(option.value);
      return value === undefined ? [] : [{ value, label: textOf(option.label) ?? value }];
    });
  return [
    {
      name,
      label: textOf(row.label) ?? name,
      type: textOf(row.type) ?? 'string',
      length: typeof row.length === 'number' ? row.length : 0,
      custom: row.custom === true,
      updateable: row.updateable === true,
      calculated: row.calculated === true,
      filterable: row.filterable !== false,
      options,
      restricted: row.restrictedPicklist === true,
      relationship: textOf(row.relationshipName),
      referenceTo: arrayOf(row.referenceTo).filter((one) => typeof one === 'string'),
    },
  ];
}
