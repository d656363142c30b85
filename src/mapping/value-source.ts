/** How one value is found from a record's raw values: property, transforms, table or match, else. */
import type { FieldType } from '../lead/fields.js';
import { LEAD_FIELDS } from '../lead/fields.js';
import type { SourceDocument } from './schema.js';
import { listOf, longForm } from './schema.js';
import type { Transform } from './transforms/index.js';
import { TRANSFORMS } from './transforms/index.js';

/** Why a value could not be read. The message holds no raw value. */
export interface FieldProblem {
  readonly object: string;
  /** Lead field, or attribute of an activity. */
  readonly field: string;
  readonly property: string;
  readonly message: string;
}

/** One step from a raw value to the final one, for people. */
export interface Step {
  readonly property: string;
  readonly raw: string | null;
  /** Transform, `table`, `match` or `else`; empty for the raw value itself. */
  readonly step: string;
  readonly value?: unknown;
  readonly error?: string;
}

export type RawValue = (property: string) => string | null | undefined;

export interface ValueSource {
  readonly properties: readonly string[];
  /** The value, or undefined when missing. `problem` and `step` are told what happened on the way. */
  read(
    raw: RawValue,
    problem: (property: string, message: string) => void,
    step?: (step: Step) => void,
  ): unknown;
}

const TYPE_TRANSFORM: Readonly<Record<FieldType, string>> = {
  text: 'trim',
  number: 'number',
  date: 'date',
  boolean: 'boolean',
  list: 'list',
};

/** Fields that have one right form whatever the CRM holds. */
const FIELD_TRANSFORM: Readonly<Record<string, string>> = {
  email: 'email',
  phone: 'phone',
  country: 'country',
  'company.country': 'country',
  'company.domain': 'domain',
  'company.employees': 'integer',
  'company.revenue': 'money',
  'deal.amount': 'money',
  'deal.open': 'boolean',
  'deal.won': 'boolean',
};

/** The transform of a field whose mapping names none; `trim` for custom fields and attributes. */
export function defaultTransform(field: string): string {
  const own = FIELD_TRANSFORM[field];
  return own ?? TYPE_TRANSFORM[LEAD_FIELDS[field]?.type ?? 'text'];
}

function isBlank(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

type Meanings = Readonly<Record<string, string | number | boolean>>;

function fold(text: string): string {
  return text.trim().toLowerCase();
}

function compileTable(table: Meanings): (text: string) => unknown {
  const byValue = new Map(Object.entries(table).map(([key, meaning]) => [fold(key), meaning]));
  return (text) => byValue.get(fold(text));
}

/** The first word, in the order of writing, that the value contains. */
function compileMatch(match: Meanings): (text: string) => unknown {
  const words = Object.entries(match).map(([word, meaning]) => [fold(word), meaning] as const);
  return (text) => {
    const lower = text.toLowerCase();
    return words.find(([word]) => lower.includes(word))?.[1];
  };
}

/** Names must have been checked: an unknown transform is left out. */
export function compileSource(written: SourceDocument, fallback: string): ValueSource {
  const { from, value: constant, as, table, match, else: otherwise } = longForm(written);
  if (constant !== undefined) {
    return { properties: [], read: () => constant };
  }
  const properties = listOf(from);
  const meaning = table ? compileTable(table) : match ? compileMatch(match) : undefined;
  const named = as === undefined ? (meaning ? ['trim'] : [fallback]) : listOf(as);
  const transforms = named.flatMap((name): [string, Transform][] => {
    const transform = Object.hasOwn(TRANSFORMS, name) ? TRANSFORMS[name] : undefined;
    return transform ? [[name, transform]] : [];
  });
  const meaningName = table ? 'table' : 'match';
  return {
    properties,
    read(raw, problem, step) {
      for (const property of properties) {
        const text = raw(property) ?? null;
        step?.({ property, raw: text, step: '' });
        if (isBlank(text)) continue;
        let value: unknown = text;
        let failed = false;
        for (const [name, { run }] of transforms) {
          const result = run(typeof value === 'string' ? value : String(value));
          failed = 'error' in result;
          step?.({ property, raw: text, step: name, ...result });
          if ('error' in result) {
            problem(property, result.error);
            break;
          }
          value = result.value;
          if (isBlank(value)) break;
        }
        if (failed || isBlank(value)) continue;
        if (!meaning) return value;
        if (Array.isArray(value)) {
          const meant = value.map((entry) => meaning(String(entry)) ?? otherwise);
          const known = [...new Set(meant.filter((entry) => entry !== undefined))];
          step?.({ property, raw: text, step: meaningName, value: known });
          return known.length === 0 ? undefined : known;
        }
        const known = meaning(String(value));
        step?.({ property, raw: text, step: meaningName, value: known ?? null });
        if (known !== undefined) return known;
        if (otherwise !== undefined)
          step?.({ property, raw: text, step: 'else', value: otherwise });
        return otherwise;
      }
      return undefined;
    },
  };
}
