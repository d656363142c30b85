/** Which CRM value made each of a lead's fields, step by step. Pure. */
import { LEAD_FIELDS, type LeadFields } from '../../lead/fields.js';
import { bareValues } from '../../lead/stamp.js';
import type { CompiledMapping } from '../../mapping/compile.js';
import { type TriedField, tryMapping } from '../../mapping/try.js';
import type { FactRecord } from '../../store/lead-facts.js';

export interface SourceMaterial {
  readonly persons: readonly FactRecord[];
  readonly company?: FactRecord | undefined;
  readonly deals: readonly FactRecord[];
}

export interface ExplainedField {
  readonly field: string;
  readonly label: string;
  readonly value: string | null;
  /** Our id of the record whose value it is; null where it follows from another field or several records. */
  readonly record: number | null;
  readonly derivedFrom: string | null;
  /** The records say something else by now: an echo of ours, or a change that waits to be mapped. */
  readonly outdated: boolean;
  readonly steps: readonly {
    readonly property: string;
    readonly step: string;
    readonly value: string | null;
    readonly error: string | null;
  }[];
  readonly others: readonly {
    readonly record: number;
    readonly value: string | null;
    readonly error: string | null;
  }[];
}

export interface ExplainedRecord {
  readonly id: number;
  readonly role: 'person' | 'company' | 'deal';
  readonly values: readonly {
    readonly property: string;
    readonly value: string | null;
    /** True from, milliseconds. */
    readonly at: number;
    readonly fields: readonly string[];
  }[];
}

/** Where a field comes from that no record gives. */
const DERIVED: Readonly<Record<string, string>> = {
  seniority: 'jobTitle',
  department: 'jobTitle',
  emailKind: 'email',
};

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

interface Candidate {
  readonly record: number;
  readonly role: ExplainedRecord['role'];
  readonly tried: TriedField;
}

/** In the order in which records speak: by account, the company, then the persons, then the deals. */
function ordered({ persons, company, deals }: SourceMaterial) {
  const accounts = [...new Set(persons.map(({ account }) => account))];
  return accounts.flatMap((account) =>
    [
      ...(company ? [{ record: company, role: 'company' as const }] : []),
      ...persons.map((record) => ({ record, role: 'person' as const })),
      ...deals.map((record) => ({ record, role: 'deal' as const })),
    ].filter(({ record }) => record.account === account),
  );
}

const placeOf = (field: string): number => {
  const place = Object.keys(LEAD_FIELDS).indexOf(field);
  return place < 0 ? Number.MAX_SAFE_INTEGER : place;
};

function explainField(
  field: string,
  value: unknown,
  candidates: readonly Candidate[],
): ExplainedField {
  const same = ({ role, tried }: Candidate): boolean =>
    role !== 'deal' && 'value' in tried && textOf(tried.value) === textOf(value);
  const winner = value === undefined ? undefined : candidates.find(same);
  const others = candidates.filter(
    (one) => one !== winner && ('value' in one.tried || one.tried.error !== undefined),
  );
  return {
    field,
    label: LEAD_FIELDS[field]?.label ?? field,
    value: textOf(value),
    record: winner?.record ?? null,
    derivedFrom: winner || candidates.length > 0 ? null : (DERIVED[field] ?? null),
    outdated:
      value !== undefined &&
      !winner &&
      candidates.some(({ role, tried }) => role !== 'deal' && 'value' in tried),
    steps: (winner?.tried.steps ?? []).map(({ property, raw, step, value: made, error }) => ({
      property,
      step,
      value: textOf(step === '' ? raw : made),
      error: error ?? null,
    })),
    others: others.map(({ record, tried }) => ({
      record,
      value: textOf(tried.value),
      error: tried.error ?? null,
    })),
  };
}

/** `fields` are the lead's own; `now` (milliseconds) dates what a value says as an activity. */
export function explainSources(
  fields: LeadFields,
  material: SourceMaterial,
  mappings: ReadonlyMap<number, CompiledMapping>,
  now: number,
): { fields: ExplainedField[]; records: ExplainedRecord[] } {
  const candidates = new Map<string, Candidate[]>();
  const records: ExplainedRecord[] = [];
  for (const { record, role } of ordered(material)) {
    const mapping = mappings.get(record.account);
    if (!mapping) continue;
    const tried = tryMapping(mapping, record.object, bareValues(record.values), now);
    const readBy = new Map<string, string[]>();
    for (const one of tried.fields) {
      candidates.set(one.field, [
        ...(candidates.get(one.field) ?? []),
        { record: record.id, role, tried: one },
      ]);
      for (const property of mapping.sources(record.object, [one.field])) {
        readBy.set(property, [...(readBy.get(property) ?? []), one.field]);
      }
    }
    const values = Object.entries(record.values).map(([property, [value, at]]) => ({
      property,
      value,
      at,
      fields: readBy.get(property) ?? [],
    }));
    records.push({
      id: record.id,
      role,
      values: values.sort((a, b) => (a.property < b.property ? -1 : 1)),
    });
  }
  const unread = [...candidates].flatMap(([field, list]) =>
    list.some(({ tried }) => tried.error !== undefined) ? [field] : [],
  );
  const names = [...new Set([...Object.keys(fields), ...unread])].sort(
    (a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1),
  );
  return {
    fields: names.map((name) => explainField(name, fields[name], candidates.get(name) ?? [])),
    records,
  };
}
