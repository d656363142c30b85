/** One line of what the events API is sent. */
import { z } from 'zod';
import { isActivityType } from '../lead/activity.js';
import { cleanJson } from '../lib/text.js';
import { email as readEmail } from '../mapping/transforms/internet.js';

/** Limits of one delivery; they stand in `docs/events-api.md` too. */
export const EVENT_LIMITS = {
  /** Bytes of a body. */
  body: 1_000_000,
  lines: 1_000,
  /** Characters of a line. */
  line: 32_000,
  /** Levels of lists and objects in `attributes`, itself the first. */
  depth: 4,
  /** Values of all levels together. */
  values: 200,
  /** How far `occurredAt` may lie ahead, milliseconds: clocks differ. */
  ahead: 5 * 60_000,
} as const;

/** Before this no system of ours existed: such a time is a mistake. */
const EARLIEST = Date.UTC(1995, 0, 1);

const TEXT = 200;

const recordSchema = z.strictObject({
  account: z.union([
    z.int().positive(),
    z.string().regex(/^[a-z]+\/[^/]+$/, 'is the number of the account, or crm/portal'),
  ]),
  object: z.string().min(1).max(TEXT),
  id: z.string().min(1).max(TEXT),
});

const lineSchema = z.strictObject({
  email: z.string().max(320).optional(),
  record: recordSchema.optional(),
  type: z.string().min(1).max(TEXT),
  occurredAt: z.iso.datetime({ offset: true }),
  id: z.string().min(1).max(TEXT),
  attributes: z.record(z.string().min(1).max(TEXT), z.unknown()).default({}),
});

export type EventRecord = z.infer<typeof recordSchema>;

export interface EventLine {
  /** Of whom: an address as it is compared, or a record of a CRM. */
  readonly of: { readonly email: string } | { readonly record: EventRecord };
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A line, or a sentence without its contents that says why it is none. */
export type ReadLine = { readonly line: EventLine } | { readonly reason: string };

/** Pure; the line's time is held against nothing but the calendar. */
export function readEventLine(text: string): ReadLine {
  if (text.length > EVENT_LIMITS.line) {
    return { reason: `is longer than ${EVENT_LIMITS.line} characters` };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { reason: 'is not JSON: one event a line, without line breaks inside' };
  }
  if (json === null || typeof json !== 'object' || Array.isArray(json)) {
    return { reason: 'is no JSON object' };
  }
  const parsed = lineSchema.safeParse(cleanJson(json));
  if (!parsed.success) return { reason: sentenceOf(parsed.error.issues) };
  const { email, record, type, occurredAt, id, attributes } = parsed.data;
  if (!isActivityType(type)) {
    return { reason: 'type: is no activity type; own ones are written custom:<name>' };
  }
  const at = Date.parse(occurredAt);
  if (at < EARLIEST) return { reason: 'occurredAt: lies before 1995' };
  const large = tooLarge(attributes);
  if (large !== undefined) return { reason: `attributes: ${large}` };
  if ((email === undefined) === (record === undefined)) {
    return { reason: 'needs either email or record' };
  }
  if (record !== undefined) return { line: { of: { record }, type, at, id, attributes } };
  const read = readEmail(email ?? '');
  if ('error' in read || typeof read.value !== 'string') {
    return { reason: 'email: is not an e-mail address' };
  }
  return { line: { of: { email: read.value }, type, at, id, attributes } };
}

function sentenceOf(issues: readonly z.core.$ZodIssue[]): string {
  const [first] = issues;
  if (!first) return 'is not an event';
  const unknown = first.code === 'unrecognized_keys' ? 'has a key that no event has' : undefined;
  const path = first.path.slice(0, 2).join('.');
  return unknown ?? (path === '' ? first.message : `${path}: ${first.message}`);
}

function tooLarge(attributes: Readonly<Record<string, unknown>>): string | undefined {
  let values = 0;
  let deep = false;
  const walk = (value: unknown, depth: number): void => {
    values += 1;
    if (values > EVENT_LIMITS.values || value === null || typeof value !== 'object') return;
    if (depth > EVENT_LIMITS.depth) {
      deep = true;
      return;
    }
    for (const entry of Object.values(value)) walk(entry, depth + 1);
  };
  walk(attributes, 1);
  if (deep) return `have more than ${EVENT_LIMITS.depth} levels`;
  return values > EVENT_LIMITS.values ? `have more than ${EVENT_LIMITS.values} values` : undefined;
}
