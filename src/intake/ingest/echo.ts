import { timeOf } from '../../lead/record.js';
import { ownProperties } from '../../mapping/writes.js';
import { type Confirmation, type Desired, readDesired } from '../../store/desired.js';
import type { Queryable } from '../../store/pool.js';
import { keyOf, type NewHistory } from '../../store/records.js';
import type { Signal } from '../../store/signals.js';
import type { Touched } from './batch.js';
import { judgeOwn, type OwnJudgement, type OwnValue, whyLeft } from './own-values.js';

function isEcho(property: string, value: string | null, us: boolean, desired?: Desired): boolean {
  if (us) return true;
  const same = (values: Readonly<Record<string, string | null>> | null | undefined) =>
    values !== null && values !== undefined && property in values && values[property] === value;
  return same(desired?.sending) || same(desired?.confirmed);
}

export interface Echoes {
  /** Ids of the records whose present stage is our own write. */
  readonly own: ReadonlySet<number>;
  /** What the CRM is now known to hold, in the order of the key. */
  readonly confirmations: readonly Confirmation[];
  /** How many values of ours somebody else changed. */
  readonly edits: number;
}

const NONE: OwnJudgement = { values: {}, found: {}, edits: {}, retry: [], refuse: [] };

/**
 * Our own write of the CRM's stage comes back as a change: it confirms the value, makes nothing dirty, and
 * nobody is asked who made it. A foreign change of the stage is confirmed too, and takes our wish for it
 * back until the lead is decided anew.
 */
function judgeStage(one: Touched, row: Desired | undefined) {
  const { objects, property: stage } = one.account.connector.declaration.stage;
  if (!objects.includes(one.record.object) || !one.changed.has(stage)) return null;
  const [value, at] = one.record.state.values[stage] ?? [null, 0];
  const told = one.learnt.filter((entry) => entry.property === stage && entry.value === value);
  const us = told.some(({ source }) => source.kind === 'us');
  const echo = isEcho(stage, value, us, row);
  if (echo) {
    one.changed.delete(stage);
    one.wantHistory = false;
    for (const entry of told) {
      if (entry.source.kind !== 'unknown') continue;
      one.learnt[one.learnt.indexOf(entry)] = { ...entry, source: { kind: 'us' } };
    }
  }
  return { echo, values: { [stage]: value }, since: { [stage]: at }, drop: echo ? [] : [stage] };
}

/** Of each property the latest value; of two reads of one moment the later. */
function latest(values: readonly OwnValue[]): OwnValue[] {
  const newest = new Map<string, OwnValue>();
  for (const one of values) {
    const known = newest.get(one.property);
    if (!known || one.at >= known.at) newest.set(one.property, one);
  }
  return [...newest.values()];
}

/**
 * Tells our own writes, as they come back, from what somebody else did. Removes the echoes from `changed`
 * and stores nothing: leads are marked before wishes are touched. To be called before the history is
 * stored, which says who made a value.
 */
export async function findEchoes(
  db: Queryable,
  touched: Iterable<Touched>,
  now: number,
): Promise<Echoes> {
  const concerned = [...touched].filter(({ account, record, changed, own }) => {
    const { stage } = account.connector.declaration;
    const moved = stage.objects.includes(record.object) && changed.has(stage.property);
    return own.length > 0 || moved;
  });
  const desired = await readDesired(
    db,
    concerned.map(({ record }) => record),
  );
  const own = new Set<number>();
  const confirmations: Confirmation[] = [];
  let edits = 0;
  for (const one of concerned) {
    const row = desired.get(keyOf(one.record));
    const stage = judgeStage(one, row);
    if (stage?.echo) own.add(one.record.id);
    if (!row) continue;
    const read = latest(one.own);
    const judged = judgeOwn(row, read, ownProperties(one.account.mapping.writes), now);
    if (!stage && !judged) continue;
    const { values, found, edits: edited, retry, refuse } = judged ?? NONE;
    edits += Object.keys(found).length;
    const { workspace, account, object, record } = one.record;
    confirmations.push({
      ...{ workspace, account, object, record, found, edits: edited, retry, refuse },
      values: { ...values, ...stage?.values },
      since: {
        ...Object.fromEntries(read.map(({ property, at }) => [property, at])),
        ...stage?.since,
      },
      drop: stage?.drop ?? [],
      reason: whyLeft(refuse),
    });
  }
  confirmations.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { own, confirmations, edits };
}

/** A CRM dates what a record is created with a moment after its creation at most. */
const CREATION_MS = 1_000;

/** Whether a value came with the record: whoever created it has changed nothing. */
function cameWithRecord({ record, account }: Touched, at: number): boolean {
  const [created] = record.state.values[account.connector.declaration.created] ?? [];
  const createdAt = timeOf(created);
  return createdAt !== null && at <= createdAt + CREATION_MS;
}

/** Whether it will be asked who made what a poll showed. */
function isAsked({ wantHistory, record, account }: Touched): boolean {
  const { propertyHistory } = account.connector.declaration.capabilities;
  return wantHistory && propertyHistory && record.state.alias === undefined;
}

/**
 * Stage changes that somebody else made, for the lifecycle to decide about; where the CRM is asked who it
 * was, when the answer is there.
 */
export function stageSignals(
  touched: Iterable<Touched>,
  history: readonly NewHistory[],
  echoes: ReadonlySet<number>,
  now: number,
): Signal[] {
  const byId = new Map([...touched].map((one) => [one.record.id, one]));
  const signals: Signal[] = [];
  for (const row of history) {
    const one = byId.get(row.record);
    if (!one || one.record.lead === null || one.becameKnown || row.sourceKind === 'us') continue;
    const { stage } = one.account.connector.declaration;
    const isStage = stage.objects.includes(one.record.object) && row.property === stage.property;
    if (!isStage || echoes.has(one.record.id)) continue;
    const { value, at, sourceKind } = row;
    if (cameWithRecord(one, at)) continue;
    const { workspace, lead } = one.record;
    const askedAt = sourceKind === 'unknown' && isAsked(one) ? now : null;
    const { record } = row;
    signals.push({ workspace, lead, kind: 'stage', record, value, at, sourceKind, askedAt });
  }
  return signals;
}
