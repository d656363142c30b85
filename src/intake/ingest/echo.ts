import { timeOf } from '../../lead/record.js';
import { type Confirmation, type Desired, readDesired } from '../../store/desired.js';
import type { Signal } from '../../store/leads.js';
import type { Queryable } from '../../store/pool.js';
import { keyOf, type NewHistory } from '../../store/records.js';
import type { IngestAccount, Touched } from './batch.js';

/** Properties of the person object that we write: ours, and the CRM's own stage. */
export function writtenProperties(account: IngestAccount): Set<string> {
  const written = Object.values(account.mapping.writes).map((write) => write.property);
  return new Set([...written, account.connector.declaration.stage.property]);
}

function isEcho(property: string, value: string | null, us: boolean, desired?: Desired): boolean {
  if (us) return true;
  const same = (values: Readonly<Record<string, string | null>> | null | undefined) =>
    values !== null && values !== undefined && property in values && values[property] === value;
  return same(desired?.sending) || same(desired?.confirmed);
}

export interface Echoes {
  /** The echoed properties by record. */
  readonly own: ReadonlyMap<number, ReadonlySet<string>>;
  /** What the CRM is now known to hold, in the order of the key. */
  readonly confirmations: readonly Confirmation[];
}

/**
 * Our own writes come back as changes: they confirm the value and make nothing dirty. A foreign value of
 * a property we write is confirmed too, so that the difference shows; a foreign change of the CRM's
 * stage also takes our wish for it back until the lead is decided anew.
 * Removes the echoes from `changed` and stores nothing: leads are marked before wishes are touched.
 */
export async function findEchoes(db: Queryable, touched: Iterable<Touched>): Promise<Echoes> {
  const concerned: { one: Touched; properties: string[] }[] = [];
  for (const one of touched) {
    const { declaration } = one.account.connector;
    if (one.record.object !== declaration.personObject) continue;
    const written = writtenProperties(one.account);
    const properties = [...one.changed].filter((property) => written.has(property));
    if (properties.length > 0) concerned.push({ one, properties });
  }
  const echoes = new Map<number, Set<string>>();
  const desired = await readDesired(
    db,
    concerned.map(({ one }) => one.record),
  );
  const confirmations = concerned.map(({ one, properties }) => {
    const row = desired.get(keyOf(one.record));
    const stage = one.account.connector.declaration.stage.property;
    const values: Record<string, string | null> = {};
    const since: Record<string, number> = {};
    const drop: string[] = [];
    const own = new Set<string>();
    for (const property of properties) {
      const [value, at] = one.record.state.values[property] ?? [null, 0];
      values[property] = value;
      since[property] = at;
      const us = one.learnt.some(
        (entry) =>
          entry.property === property && entry.value === value && entry.source.kind === 'us',
      );
      if (isEcho(property, value, us, row)) {
        own.add(property);
        one.changed.delete(property);
      } else if (property === stage) {
        drop.push(property);
      } else {
        // A foreign edit of our output: it is put back, and moves no lead.
        one.changed.delete(property);
      }
    }
    echoes.set(one.record.id, own);
    const { workspace, account, object, record } = one.record;
    return { workspace, account, object, record, values, since, drop };
  });
  confirmations.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { own: echoes, confirmations };
}

/** A CRM dates what a record is created with a moment after its creation at most. */
const CREATION_MS = 1_000;

/** Whether a value came with the record: whoever created it has changed nothing. */
function cameWithRecord({ record, account }: Touched, at: number): boolean {
  const [created] = record.state.values[account.connector.declaration.created] ?? [];
  const createdAt = timeOf(created);
  return createdAt !== null && at <= createdAt + CREATION_MS;
}

/** Stage changes that somebody else made, for the lifecycle to decide about. */
export function stageSignals(
  touched: Iterable<Touched>,
  history: readonly NewHistory[],
  echoes: ReadonlyMap<number, ReadonlySet<string>>,
): Signal[] {
  const byId = new Map([...touched].map((one) => [one.record.id, one]));
  const signals: Signal[] = [];
  for (const row of history) {
    const one = byId.get(row.record);
    if (!one || one.record.lead === null || one.becameKnown || row.sourceKind === 'us') continue;
    const { declaration } = one.account.connector;
    const isStage =
      one.record.object === declaration.personObject && row.property === declaration.stage.property;
    if (!isStage || echoes.get(one.record.id)?.has(row.property)) continue;
    const { value, at, sourceKind } = row;
    if (cameWithRecord(one, at)) continue;
    const { workspace, lead } = one.record;
    signals.push({ workspace, lead, kind: 'stage', value, at, sourceKind });
  }
  return signals;
}
