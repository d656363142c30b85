/** A model's plain value as the screens read it: everything may be missing or wrong while it is written. */

export type Json = Readonly<Record<string, unknown>>;

export function mapOf(value: unknown): Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Json)
    : {};
}

/** Of a condition: nothing was chosen yet. */
export const isEmpty = (value: unknown): boolean => Object.keys(mapOf(value)).length === 0;

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The entries of a list that are maps, with their places. */
export function entriesOf(
  value: unknown,
): readonly { readonly index: number; readonly entry: Json }[] {
  return listOf(value).map((entry, index) => ({ index, entry: mapOf(entry) }));
}

export function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** One name or a list of names, as a list. */
export function namesOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);
}

/** As people write it: one name plainly, several as a list. */
export function oneOrMany(names: readonly string[]): unknown {
  return names.length === 1 ? names[0] : names;
}

export const RULE_KINDS = ['when', 'activity', 'idle', 'unanswered', 'sequence'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

export function kindOf(rule: Json): RuleKind {
  return RULE_KINDS.find((kind) => rule[kind] !== undefined) ?? 'when';
}

/** The dimension that a rule pays into, also through its group. */
export function dimensionOf(rule: Json, model: Json): string {
  if (rule.dimension !== undefined) return textOf(rule.dimension);
  return textOf(mapOf(mapOf(model.groups)[textOf(rule.group)]).dimension);
}

/** A name that is not taken: `rule`, `rule-2`, … */
export function freeName(wanted: string, taken: Iterable<unknown>): string {
  const names = new Set([...taken].map(textOf));
  if (!names.has(wanted)) return wanted;
  for (let count = 2; ; count++) if (!names.has(`${wanted}-${count}`)) return `${wanted}-${count}`;
}

/** What a rule of another kind begins with; what the former kind alone had is gone. */
export function ofKind(rule: Json, kind: RuleKind): Json {
  const { id, label, dimension, group, points, percent, cap, floor, activeFrom, activeTo } = rule;
  const kept = { id, label, dimension, group, points, percent, cap, floor, activeFrom, activeTo };
  return { ...kept, if: rule.if, ...STARTS[kind] };
}

const STARTS: Readonly<Record<RuleKind, Json>> = {
  when: { when: { field: 'email', exists: true } },
  activity: { activity: { type: 'page_view' }, within: '90d', decay: { halfLife: '30d' } },
  idle: { idle: { channel: 'any', first: '30d', every: '30d' } },
  unanswered: { unanswered: { type: 'email_sent', by: 'email_open', after: '14d' } },
  sequence: { sequence: [{ type: 'page_view' }, { type: 'form_submit' }], within: '7d' },
};
