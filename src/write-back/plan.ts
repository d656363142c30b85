/**
 * Which properties of one CRM record must be written: the smallest change against what the CRM is known to
 * hold. Pure. A score that only decays would move on most days of most leads, so its falls pass a gate.
 */
import { dateOf, numberOf } from '../language/values.js';
import type { CompiledWrite, CompiledWrites, WriteGate } from '../mapping/writes.js';

/** Results by logical name: `score`, `grade`, … Undefined or absent: no result, nothing is written. */
export type Outputs = Readonly<Record<string, string | number | null | undefined>>;

export interface PlanInput {
  readonly outputs: Outputs;
  readonly writes: CompiledWrites;
  /** CRM property -> value that the CRM holds as far as we know, what is under way included. */
  readonly confirmed: Readonly<Record<string, string | null>>;
  /** When the score was last sent, milliseconds; null when never. */
  readonly lastSentAt: number | null;
  readonly now: number;
  /** The CRM's own stage on this record now, and the account's stages from first to last. */
  readonly crmStage?: { readonly current: string | null; readonly order: readonly string[] };
}

export interface WritePlan {
  /** CRM property -> value; null clears it. Empty when nothing is to be written. */
  readonly values: Readonly<Record<string, string | null>>;
  /** When a fall that is held back may be written, milliseconds; null when time alone allows nothing. */
  readonly nextDueAt: number | null;
}

/** These belong to the CRM and its people, whatever a document says. */
const ALWAYS_KEPT = ['opportunity', 'customer'];

interface Wanted {
  readonly output: string;
  /** Those of one family go together; null goes by itself. */
  readonly family: string | null;
  readonly property: string;
  readonly value: string | null;
  readonly changed: boolean;
}

export function planWrites(input: PlanInput): WritePlan {
  const wanted = Object.entries(input.writes).flatMap(([output, write]) =>
    want(output, write, input),
  );
  const immediate = wanted.filter((one) => one.changed && one.family === null);
  const values: Record<string, string | null> = {};
  for (const { property, value } of immediate) values[property] = value;
  let nextDueAt: number | null = null;
  for (const name of new Set(wanted.map(({ family }) => family))) {
    if (name === null) continue;
    const members = wanted.filter(({ family }) => family === name);
    // Of a further model only the grade goes at once, and takes nothing of the primary one's with it.
    const accompanied = immediate.some(({ output }) =>
      name === '' ? !output.endsWith('_grade') : output === `${name}grade`,
    );
    const verdict = accompanied || judge(members, input);
    if (verdict === true) {
      // Score, reasons and date are of one moment: those that differ go together.
      for (const { property, value, changed } of members) if (changed) values[property] = value;
    } else if (verdict !== false) {
      nextDueAt = Math.min(nextDueAt ?? verdict, verdict);
    }
  }
  return { values, nextDueAt };
}

/** '' for the primary model's score, reasons and date, `<model>_` for a further one's, null for the rest. */
function familyOf(output: string): string | null {
  const match = /^(.+_)?(?:score|reasons|scored_at)$/.exec(output);
  return match && (match[1] ?? '');
}

function want(output: string, write: CompiledWrite, input: PlanInput): Wanted[] {
  const result = input.outputs[output];
  if (result === undefined) return [];
  const text = result === null ? null : String(result);
  const { property, table } = write;
  let value = text === '' ? null : text;
  if (table && value !== null) {
    const translated = Object.hasOwn(table, value) ? table[value] : undefined;
    if (translated === undefined) return [];
    value = translated;
  }
  if (output === 'crmStage' && !mayMove(value, write, input)) return [];
  const confirmed = input.confirmed[property];
  const family = familyOf(output);
  return [{ output, family, property, value, changed: !sameValue(output, value, confirmed) }];
}

/** Only forward, and never from, to or past a stage that is kept. */
function mayMove(target: string | null, write: CompiledWrite, input: PlanInput): boolean {
  if (target === null || !input.crmStage) return false;
  const { order, current } = input.crmStage;
  const kept = [...ALWAYS_KEPT, ...(write.keep ?? [])].map((stage) => order.indexOf(stage));
  const end = Math.min(order.length, ...kept.filter((place) => place !== -1));
  const place = order.indexOf(target);
  // A stage outside the order is somebody's own: left alone.
  const from = current === null || current === '' ? -1 : order.indexOf(current);
  const known = from !== -1 || current === null || current === '';
  return known && place > from && place < end;
}

/** Whether the CRM's text says the same: numbers and moments may be written in several ways. */
export function sameValue(
  output: string,
  value: string | null,
  confirmed: string | null | undefined,
): boolean {
  // A property never read holds nothing that we wrote: there is nothing to clear.
  if (confirmed === undefined) return value === null;
  const held = confirmed === null || confirmed.trim() === '' ? null : confirmed.trim();
  if (held === null || value === null) return held === value;
  if (held === value.trim()) return true;
  const read = output.endsWith('scored_at') ? momentOf : output.endsWith('score') ? numberOf : null;
  const [a, b] = [read?.(held), read?.(value)];
  return a !== undefined && a === b;
}

function momentOf(text: string): number | undefined {
  return /^\d{11,14}$/.test(text) ? Number(text) : dateOf(text);
}

/** True: write now. False: nothing to write, or not yet. A number: a fall that may be written then. */
function judge(members: readonly Wanted[], input: PlanInput): boolean | number {
  const { confirmed, lastSentAt, now } = input;
  const content = members.filter(({ output }) => !output.endsWith('scored_at'));
  if (!content.some(({ changed }) => changed)) return false;
  const score = content.find(({ output }) => output.endsWith('score'));
  const gate = score && input.writes[score.output]?.gate;
  if (!gate) return true;
  // Never written, or cleared: what is there is not ours.
  const blank = (one: Wanted): boolean => (confirmed[one.property] ?? '').trim() === '';
  const lost = content.some((one) => one.changed && (blank(one) || one.value === null));
  const held = numberOf(confirmed[score.property]);
  const fresh = numberOf(score.value);
  if (lost || held === undefined || fresh === undefined) return true;
  return passes(gate, fresh - held, lastSentAt, now);
}

function passes(
  gate: WriteGate,
  change: number,
  lastSentAt: number | null,
  now: number,
): boolean | number {
  if (change === 0) return false;
  if (change > 0 && gate.riseAtOnce) return true;
  if (Math.abs(change) < gate.minChange) return false;
  const due = lastSentAt === null ? now : lastSentAt + gate.settle;
  return due <= now ? true : due;
}
