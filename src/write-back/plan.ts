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

/** A write with what its output's name says of it. */
interface Slot extends CompiledWrite {
  readonly output: string;
  /**
   * Those of one family go together: '' for the primary model's score, reasons and date, `<model>_` for a
   * further one's; null goes by itself.
   */
  readonly family: string | null;
  /** Its text is read as this before it is compared. */
  readonly reads: 'number' | 'moment' | null;
}

interface Outline {
  readonly slots: readonly Slot[];
  readonly families: readonly string[];
}

/** Writes are compiled once for all leads, and what their names say is found once with them. */
const outlines = new WeakMap<CompiledWrites, Outline>();

function outlineOf(writes: CompiledWrites): Outline {
  const known = outlines.get(writes);
  if (known) return known;
  const slots = Object.entries(writes).map(([output, write]): Slot => {
    const match = /^(.+_)?(?:score|reasons|scored_at)$/.exec(output);
    return { ...write, output, family: match && (match[1] ?? ''), reads: readsOf(output) };
  });
  const families = new Set(slots.flatMap(({ family }) => (family === null ? [] : [family])));
  const outline = { slots, families: [...families] };
  outlines.set(writes, outline);
  return outline;
}

function readsOf(output: string): Slot['reads'] {
  if (output.endsWith('scored_at')) return 'moment';
  return output.endsWith('score') ? 'number' : null;
}

/**
 * Of each output the value that stands until something else is planned: what the CRM holds. But reasons and
 * date that are still wanted of the score that it holds stay wanted: it took the score and refused them, and
 * they are of one moment. The CRM's own stage is left out.
 */
export function standingValues(
  writes: CompiledWrites,
  { want, confirmed }: Readonly<Record<'want' | 'confirmed', PlanInput['confirmed']>>,
): Record<string, string | null> {
  const standing: Record<string, string | null> = {};
  for (const { output, family, property } of outlineOf(writes).slots) {
    if (output === 'crmStage') continue;
    const score = family === null ? undefined : writes[`${family}score`]?.property;
    const taken =
      score !== undefined &&
      score in confirmed &&
      saysSame('number', want[score] ?? null, confirmed[score]);
    const from = taken && property in want ? want : confirmed;
    if (property in from) standing[property] = from[property] ?? null;
  }
  return standing;
}

interface Wanted {
  readonly slot: Slot;
  readonly value: string | null;
  readonly changed: boolean;
}

export function planWrites(input: PlanInput): WritePlan {
  const { slots, families } = outlineOf(input.writes);
  const values: Record<string, string | null> = {};
  const wanted: Wanted[] = [];
  const immediate: string[] = [];
  for (const slot of slots) {
    const one = want(slot, input);
    if (!one) continue;
    if (slot.family !== null) wanted.push(one);
    else if (one.changed) {
      values[slot.property] = one.value;
      immediate.push(slot.output);
    }
  }
  let nextDueAt: number | null = null;
  for (const name of families) {
    const members = wanted.filter(({ slot }) => slot.family === name);
    // Of a further model only the grade goes at once, and takes nothing of the primary one's with it.
    const accompanied = immediate.some((output) =>
      name === '' ? !output.endsWith('_grade') : output === `${name}grade`,
    );
    const verdict = accompanied || judge(members, input);
    if (verdict === true) {
      // Score, reasons and date are of one moment: those that differ go together.
      for (const { slot, value, changed } of members) if (changed) values[slot.property] = value;
    } else if (verdict !== false) {
      nextDueAt = Math.min(nextDueAt ?? verdict, verdict);
    }
  }
  return { values, nextDueAt };
}

function want(slot: Slot, input: PlanInput): Wanted | null {
  const { output, property, table } = slot;
  const result = input.outputs[output];
  if (result === undefined) return null;
  const text = result === null ? null : String(result);
  let value = text === '' ? null : text;
  if (table && value !== null) {
    const translated = Object.hasOwn(table, value) ? table[value] : undefined;
    if (translated === undefined) return null;
    value = translated;
  }
  if (output === 'crmStage' && !mayMove(value, slot, input)) return null;
  return { slot, value, changed: !saysSame(slot.reads, value, input.confirmed[property]) };
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
  return saysSame(readsOf(output), value, confirmed);
}

function saysSame(
  reads: Slot['reads'],
  value: string | null,
  confirmed: string | null | undefined,
): boolean {
  // A property never read holds nothing that we wrote: there is nothing to clear.
  if (confirmed === undefined) return value === null;
  const held = confirmed === null || confirmed.trim() === '' ? null : confirmed.trim();
  if (held === null || value === null) return held === value;
  if (held === value.trim()) return true;
  if (reads === null) return false;
  const read = reads === 'moment' ? momentOf : numberOf;
  const known = read(held);
  return known !== undefined && known === read(value);
}

function momentOf(text: string): number | undefined {
  return /^\d{11,14}$/.test(text) ? Number(text) : dateOf(text);
}

/** True: write now. False: nothing to write, or not yet. A number: a fall that may be written then. */
function judge(members: readonly Wanted[], input: PlanInput): boolean | number {
  const { confirmed, lastSentAt, now } = input;
  const content = members.filter(({ slot }) => slot.reads !== 'moment');
  if (!content.some(({ changed }) => changed)) return false;
  const score = content.find(({ slot }) => slot.reads === 'number');
  const gate = score?.slot.gate;
  if (!gate) return true;
  // Never written, or cleared: what is there is not ours.
  const blank = ({ slot }: Wanted): boolean => (confirmed[slot.property] ?? '').trim() === '';
  const lost = content.some((one) => one.changed && (blank(one) || one.value === null));
  const held = numberOf(confirmed[score.slot.property]);
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
