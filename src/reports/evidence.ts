/** Why a line of a breakdown has its points, as plain values for people to read. */
import type { Activity } from '../lead/activity.js';
import type { Model } from '../scoring/schema.js';

export type PlainValue = string | number | boolean | null | string[];

/** What the newest activity behind a line says of itself. */
const TOLD = ['path', 'form', 'asset'] as const;

function plain(value: unknown): PlainValue {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) {
    return value as string | number | boolean | null;
  }
  if (Array.isArray(value)) return value.map(String);
  return JSON.stringify(value) ?? null;
}

function toldBy(
  evidence: Readonly<Record<string, unknown>>,
  types: readonly string[],
  activities: readonly Activity[],
): Record<string, string> {
  const newest = typeof evidence.newest === 'string' ? Date.parse(evidence.newest) : Number.NaN;
  const found = activities.find(
    ({ type, occurredAt }) => occurredAt === newest && types.includes(type),
  );
  if (!found) return {};
  const entries = TOLD.map((name) => [name, found.attributes[name]] as const);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value ? [[name, String(value)]] : [])),
  );
}

/** Makes the evidence of a rule's line plain and adds what the newest activity behind it says. */
export function evidenceReader(
  model: Pick<Model, 'rules'>,
  activities: readonly Activity[],
): (
  rule: string | null,
  evidence?: Readonly<Record<string, unknown>>,
) => Record<string, PlainValue> {
  const types = new Map(
    model.rules.map((rule) => [rule.id, rule.activity ? [rule.activity.type].flat() : []]),
  );
  return (rule, evidence = {}) => ({
    ...Object.fromEntries(Object.entries(evidence).map(([name, value]) => [name, plain(value)])),
    ...toldBy(evidence, types.get(rule ?? '') ?? [], activities),
  });
}
