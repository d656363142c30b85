/** What a mapping could also read: lead fields without a source, by names and by values. Pure. */
import { editDistance } from '../language/nearest.js';
import type { FieldType } from '../lead/fields.js';
import { LEAD_FIELDS } from '../lead/fields.js';
import { fillOf, isFilled } from './fill.js';
import type { RawValues } from './lead-fields.js';
import type { ObjectDocument, Role, SourceDocument } from './schema.js';
import { listOf, longForm } from './schema.js';
import { TRANSFORMS } from './transforms/index.js';
import { defaultTransform } from './value-source.js';

export interface SuggestedProperty {
  readonly name: string;
  readonly label: string;
  /** The CRM's own bookkeeping: no field of one's own is made of it. */
  readonly readOnly?: boolean;
}

/** Why: what a person is told, with the figures behind it. */
export type SuggestionReason =
  | { readonly kind: 'same-name' }
  | { readonly kind: 'similar-name' }
  /** So many of the sample's values can be read by the transform. */
  | { readonly kind: 'values-fit'; readonly read: number; readonly of: number }
  | {
      readonly kind: 'well-filled';
      readonly filled: number;
      readonly of: number;
      readonly different: number;
    };

export interface Suggestion {
  readonly property: string;
  readonly field: string;
  /** As it would stand in the document. */
  readonly source: SourceDocument;
  readonly reasons: readonly SuggestionReason[];
}

/** What the fields are called elsewhere; compared without case, blanks and signs. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  email: ['email', 'email address', 'work email'],
  'name.first': ['first name', 'given name'],
  'name.last': ['last name', 'surname', 'family name'],
  phone: ['phone', 'phone number', 'mobile phone', 'mobile'],
  jobTitle: ['job title', 'title', 'position', 'role'],
  country: ['country', 'country code', 'ip country'],
  language: ['language', 'preferred language'],
  source: ['source', 'lead source', 'original source'],
  createdAt: ['create date', 'created date', 'created at'],
  owner: ['owner', 'contact owner', 'owner id'],
  crmStage: ['lifecycle stage'],
  leadStatus: ['lead status', 'status'],
  doNotEmail: ['do not email', 'email opt out', 'has opted out of email', 'unsubscribed'],
  doNotCall: ['do not call', 'call opt out'],
  lastContactedAt: ['last contacted', 'last contacted date'],
  'company.name': ['company', 'company name', 'account name'],
  'company.domain': ['company domain', 'domain', 'company domain name', 'website'],
  'company.employees': ['employees', 'number of employees', 'company size'],
  'company.revenue': ['annual revenue', 'revenue'],
  'company.industry': ['industry'],
  'company.country': ['company country', 'billing country'],
  'deal.stage': ['deal stage', 'stage'],
  'deal.amount': ['amount', 'deal amount'],
};

/** Of the sample's values a transform must read so many, and there must be this many of them. */
const FITS = 0.7;
const FEWEST = 3;
/** A field of one's own is worth a suggestion when this part of the records has it, in so many values. */
const WELL_FILLED = 0.6;
const MOST_DIFFERENT = 20;
const MOST_OWN = 5;

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

function fieldsOf(role: Role): string[] {
  if (role === 'engagement') return [];
  const prefix = role === 'person' ? '' : `${role}.`;
  const all = Object.keys(LEAD_FIELDS).filter((name) => !LEAD_FIELDS[name]?.derived);
  return all.filter((name) =>
    prefix === '' ? !name.startsWith('deal.') : name.startsWith(prefix) && NAMES[name],
  );
}

function usedProperties(document: ObjectDocument): Set<string> {
  const sources = Object.values(document.fields ?? {});
  return new Set(sources.flatMap((source) => [...listOf(longForm(source).from)]));
}

function nameReason(field: string, property: SuggestedProperty): SuggestionReason | undefined {
  const names = (NAMES[field] ?? []).map(plain);
  const own = [plain(property.name), plain(property.label)];
  if (own.some((name) => names.includes(name))) return { kind: 'same-name' };
  const close = own.some((name) =>
    names.some((other) => other.length >= 6 && editDistance(name, other) <= 2),
  );
  return close ? { kind: 'similar-name' } : undefined;
}

function typeOf(field: string): FieldType {
  return field === 'deal.open' || field === 'deal.won'
    ? 'boolean'
    : (LEAD_FIELDS[field]?.type ?? 'text');
}

function readBy(transform: string, values: readonly string[]): number {
  const run = TRANSFORMS[transform]?.run;
  return values.filter((value) => {
    const result = run?.(value);
    return result !== undefined && 'value' in result && result.value !== null;
  }).length;
}

interface Fitting {
  readonly transform: string;
  readonly reason: SuggestionReason;
}

/** The field's own transform, else one of the same type that reads the sample. */
function fittingTransform(field: string, values: readonly string[]): Fitting | undefined {
  const own = defaultTransform(field);
  const others = Object.keys(TRANSFORMS).filter(
    (name) => name !== own && TRANSFORMS[name]?.type === typeOf(field) && own !== 'trim',
  );
  for (const transform of [own, ...others]) {
    const read = readBy(transform, values);
    if (read >= values.length * FITS) {
      return { transform, reason: { kind: 'values-fit', read, of: values.length } };
    }
  }
  return undefined;
}

function suggestField(
  field: string,
  properties: readonly SuggestedProperty[],
  records: readonly RawValues[],
): Suggestion | undefined {
  const named = properties.flatMap((property) => {
    const reason = nameReason(field, property);
    if (!reason) return [];
    const values = records.map((values) => values[property.name]).filter(isFilled);
    if (records.length > 0 && values.length < FEWEST) return [];
    const fitting = fittingTransform(field, values);
    if (!fitting) return [];
    const rank = (reason.kind === 'same-name' ? 1_000 : 0) + values.length;
    return [{ property, reason, fitting, rank }];
  });
  const [best] = named.sort((a, b) => b.rank - a.rank);
  if (!best) return undefined;
  const { property, reason, fitting } = best;
  const plainly = fitting.transform === defaultTransform(field);
  return {
    property: property.name,
    field,
    source: plainly ? property.name : { from: property.name, as: fitting.transform },
    reasons: records.length > 0 ? [reason, fitting.reason] : [reason],
  };
}

function ownName(property: string): string {
  return `custom.${property.replace(/[^A-Za-z0-9_]/g, '_')}`;
}

function suggestOwn(
  properties: readonly SuggestedProperty[],
  taken: ReadonlySet<string>,
  records: readonly RawValues[],
): Suggestion[] {
  if (records.length < FEWEST) return [];
  const found = properties.flatMap((property): (Suggestion & { readonly filled: number })[] => {
    if (property.readOnly) return [];
    const { filled, different } = fillOf(records, property.name);
    if (filled < records.length * WELL_FILLED || different < 2) return [];
    if (different > MOST_DIFFERENT || different > filled / 2) return [];
    const field = ownName(property.name);
    if (taken.has(field)) return [];
    const reason = { kind: 'well-filled', filled, of: records.length, different } as const;
    return [{ property: property.name, field, source: property.name, reasons: [reason], filled }];
  });
  return found
    .sort((a, b) => b.filled - a.filled)
    .slice(0, MOST_OWN)
    .map(({ filled: _, ...suggestion }) => suggestion);
}

/**
 * Suggests sources for the lead fields that the object's document does not fill, each with its reasons;
 * then a few well-filled properties as fields of one's own. Nothing is suggested without a reason.
 */
export function suggestSources(
  document: ObjectDocument,
  role: Role,
  properties: readonly SuggestedProperty[],
  records: readonly RawValues[],
): Suggestion[] {
  const used = usedProperties(document);
  const free = properties.filter(({ name }) => !used.has(name));
  const taken = new Set(Object.keys(document.fields ?? {}));
  const fields = fieldsOf(role)
    .filter((field) => !taken.has(field))
    .flatMap((field) => suggestField(field, free, records) ?? []);
  if (role === 'engagement') return fields;
  const suggested = new Set(fields.map(({ property }) => property));
  const rest = free.filter(({ name }) => !suggested.has(name));
  return [...fields, ...suggestOwn(rest, taken, records)];
}
