/** The lead's fields from all its records. Pure; problems are collected, never thrown. */
import type { LeadFields } from '../lead/fields.js';
import type { MappingDocument, Role } from './schema.js';
import { roleOf } from './schema.js';
import { emailKindOf } from './transforms/email-kind.js';
import { readTitle } from './transforms/title.js';
import type { FieldProblem, Step, ValueSource } from './value-source.js';
import { compileSource, defaultTransform } from './value-source.js';

export type RawValues = Readonly<Record<string, string | null>>;

export interface RecordValues {
  readonly object: string;
  readonly values: RawValues;
  /** Decides which of several deals is the newest; without it the last given is. */
  readonly createdAt?: number;
}

export interface MappedFields {
  readonly fields: LeadFields;
  readonly problems: readonly FieldProblem[];
}

export interface LeadInput {
  /** In the order in which they speak: of two values of a field the first record's counts. */
  readonly persons: readonly RecordValues[];
  /** The primary company. */
  readonly company?: RecordValues;
  readonly deals: readonly RecordValues[];
}

export interface CompiledFields {
  readonly role: Role;
  readonly sources: ReadonlyMap<string, ValueSource>;
}

/** The lead fields that deals speak of. */
export function dealFieldNames(compiled: ReadonlyMap<string, CompiledFields>): ReadonlySet<string> {
  const deals = [...compiled.values()].filter(({ role }) => role === 'deal');
  return new Set(deals.flatMap(({ sources }) => [...sources.keys()]));
}

export function compileFields(document: MappingDocument): ReadonlyMap<string, CompiledFields> {
  return new Map(
    Object.entries(document.objects).map(([object, written]) => {
      const sources = Object.entries(written.fields ?? {}).map(
        ([field, source]) => [field, compileSource(source, defaultTransform(field))] as const,
      );
      return [object, { role: roleOf(written), sources: new Map(sources) }];
    }),
  );
}

interface ReadOptions {
  /** Follows every field from its raw value to its final one. */
  readonly step?: ((field: string, step: Step) => void) | undefined;
  /** The fields to be read; without it all. */
  readonly names?: ReadonlySet<string> | undefined;
}

export function readFields(
  object: string,
  compiled: CompiledFields | undefined,
  values: RawValues,
  { step, names }: ReadOptions = {},
): { fields: Record<string, unknown>; problems: FieldProblem[] } {
  const fields: Record<string, unknown> = {};
  const problems: FieldProblem[] = [];
  const raw = (property: string): string | null | undefined =>
    Object.hasOwn(values, property) ? values[property] : undefined;
  for (const [field, source] of compiled?.sources ?? []) {
    if (names && !names.has(field)) continue;
    const read = source.read(
      raw,
      (property, message) => problems.push({ object, field, property, message }),
      step && ((one) => step(field, one)),
    );
    if (read !== undefined) fields[field] = read;
  }
  return { fields, problems };
}

/** Fields that follow from others, where no record gave them. */
export function deriveFields(fields: Record<string, unknown>): void {
  if (typeof fields.jobTitle === 'string') {
    const { seniority, department } = readTitle(fields.jobTitle);
    if (seniority !== null) fields.seniority ??= seniority;
    if (department !== null) fields.department ??= department;
  }
  if (typeof fields.email === 'string') fields.emailKind ??= emailKindOf(fields.email);
}

/** Counts and sums over all linked deals; nothing when the mapping knows no deals. */
function dealFields(
  deals: readonly { readonly fields: LeadFields; readonly createdAt: number | undefined }[],
  known: ReadonlySet<string>,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const open = deals.filter((deal) => deal.fields['deal.open'] === true);
  for (const field of ['deal.open', 'deal.won']) {
    const said = deals.map((deal) => deal.fields[field]);
    const count = said.filter((one) => one === true).length;
    // None known to be open is "none" only when every deal says so.
    if (known.has(field) && (count > 0 || !said.includes(undefined))) fields[field] = count;
  }
  const amounts = open.map((deal) => deal.fields['deal.amount']).filter(isNumber);
  if (known.has('deal.amount') && fields['deal.open'] !== undefined) {
    // Open deals without any amount: the sum is unknown, not nothing.
    if (open.length === 0 || amounts.length > 0) {
      fields['deal.amount'] = Math.round(amounts.reduce((sum, one) => sum + one, 0) * 100) / 100;
    }
  }
  const newest = deals.reduce<(typeof deals)[number] | undefined>(
    (best, deal) => (best && (best.createdAt ?? 0) > (deal.createdAt ?? 0) ? best : deal),
    undefined,
  );
  const perDeal = ['deal.open', 'deal.won', 'deal.amount'];
  for (const [field, value] of Object.entries(newest?.fields ?? {})) {
    if (!perDeal.includes(field)) fields[field] = value;
  }
  return fields;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

/**
 * The company's own record speaks before what a person's record says of the company; for everything
 * else the first person record with a value does.
 */
export function mergeLead(
  compiled: ReadonlyMap<string, CompiledFields>,
  input: LeadInput,
  { dealNames, names }: { readonly dealNames: ReadonlySet<string> } & Pick<ReadOptions, 'names'>,
): MappedFields {
  const problems: FieldProblem[] = [];
  const read = (record: RecordValues): Record<string, unknown> => {
    const own = compiled.get(record.object);
    const result = readFields(record.object, own, record.values, { names });
    problems.push(...result.problems);
    return result.fields;
  };
  const fields: Record<string, unknown> = input.company ? read(input.company) : {};
  for (const person of input.persons) {
    for (const [field, value] of Object.entries(read(person))) fields[field] ??= value;
  }
  const deals = input.deals.map((deal) => ({ fields: read(deal), createdAt: deal.createdAt }));
  for (const [field, value] of Object.entries(dealFields(deals, dealNames)))
    fields[field] ??= value;
  deriveFields(fields);
  return { fields, problems };
}
