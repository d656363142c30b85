import type pg from 'pg';
import type { Connector } from '../../../connectors/connector.js';
import { becameOf } from '../../lead/record.js';
import type { Clock } from '../../lib/clock.js';
import { messageOf } from '../../lib/errors.js';
import { cleanText } from '../../lib/text.js';
import type { CompiledMapping } from '../../mapping/compile.js';
import { type Account, listSources } from '../../store/accounts.js';
import { type Became, endRecords } from '../../store/becoming.js';
import { parkChange, type QueuedChange, takeChanges } from '../../store/changes.js';
import { noteCompanyChanges } from '../../store/company-counts.js';
import { addCounters } from '../../store/counters.js';
import { confirmValues } from '../../store/desired.js';
import { lockErasing } from '../../store/erase.js';
import { askErasures } from '../../store/erasures.js';
import { startFanouts } from '../../store/fanouts.js';
import { type Want, wantRecords } from '../../store/fetches.js';
import { workInHalves } from '../../store/halves.js';
import { type Dirt, markDirty } from '../../store/leads.js';
import { type ClosedLink, closeLinkSets, leadsAtEnd, saveLinks } from '../../store/links.js';
import type { Queryable } from '../../store/pool.js';
import {
  type HistoryRow,
  insertHistory,
  keyOf,
  lockRecords,
  saveRecords,
} from '../../store/records.js';
import { insertSignals } from '../../store/signals.js';
import { deriveActivities } from './activities.js';
import { applyBatch } from './apply.js';
import { type Batch, type IngestAccount, keysOf, type Touched } from './batch.js';
import { findEchoes, stageSignals } from './echo.js';
import { withoutErased } from './erased.js';
import { noteFreshness } from './freshness.js';
import { assignLeads } from './leads.js';
import { settleQuestions } from './questions.js';

export interface IngestDependencies {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly connectors: ReadonlyMap<string, Connector>;
  mapping(account: Account): Promise<CompiledMapping>;
  /** Whether scores of the workspace count what the people of companies do; without it none do. */
  countsCompanies?(db: Queryable, workspace: number): Promise<boolean>;
  /** Keyed hash of a record's key, for tombstones. */
  hash(key: string): string;
  /** The same with every secret key there was: tombstones outlive a change of the key. */
  hashes?(key: string): readonly string[];
  seal(text: string): string;
}

function roleOf({ record, account }: Touched): string | undefined {
  return account.connector.declaration.objects[record.object]?.role;
}

async function accountsOf(
  db: Queryable,
  deps: IngestDependencies,
  changes: readonly QueuedChange[],
): Promise<Map<number, IngestAccount>> {
  const ids = new Set(changes.map((change) => change.account));
  const accounts = new Map<number, IngestAccount>();
  for (const account of await listSources(db)) {
    const { id, workspace, crm } = account;
    const connector = deps.connectors.get(crm);
    if (!ids.has(id) || !connector) continue;
    accounts.set(id, { workspace, id, connector, mapping: await deps.mapping(account) });
  }
  return accounts;
}

function wantsOf(batch: Batch): Want[] {
  const wants: Want[] = [];
  for (const { record, wanted, wantHistory, priority } of batch.touched.values()) {
    if ((!wanted && !wantHistory) || record.state.alias !== undefined) continue;
    const { workspace, account, object, record: id } = record;
    wants.push({ workspace, account, object, record: id, history: wantHistory, priority });
  }
  return wants;
}

/** Records that are others of another object by now. */
function becameIn(batch: Batch): Became[] {
  return [...batch.touched.values()].flatMap(({ record: { state, ...key }, merged }) => {
    const into = merged ? becameOf(state) : undefined;
    const { workspace, account, object, record } = key;
    return into ? [{ workspace, account, object, record, into }] : [];
  });
}

function dirtOf(batch: Batch, told: ReadonlySet<number>, freshened: ReadonlySet<Touched>): Dirt[] {
  const dirt: Dirt[] = [];
  for (const one of batch.touched.values()) {
    const { workspace, lead } = one.record;
    if (roleOf(one) !== 'person' || lead === null) continue;
    const moved = one.changed.size > 0 || one.becameKnown || one.lifeChanged || freshened.has(one);
    if (moved || one.linksChanged || one.merged || told.has(lead)) {
      const { loud, priority, receivedAt } = one;
      dirt.push({ workspace, lead, loud, background: priority === 1, receivedAt });
    }
  }
  return dirt;
}

/** Both ends of a changed link are others now; an engagement shows in the activities instead. */
function noteLinks(batch: Batch, links: readonly ClosedLink[]): void {
  for (const link of links) {
    const own = batch.touched.get(keyOf(link));
    if (!own || roleOf(own) === 'engagement') continue;
    own.linksChanged = true;
    const other = batch.touched.get(keyOf({ ...link, object: link.toObject, record: link.to }));
    if (other) other.linksChanged = true;
  }
}

/** A link that a read no longer names changes the person at its far end, too. */
async function dirtOfClosed(
  db: Queryable,
  batch: Batch,
  closed: readonly ClosedLink[],
): Promise<Dirt[]> {
  const dirt: Dirt[] = [];
  for (const [link, lead] of await leadsAtEnd(db, closed)) {
    const cause = batch.touched.get(keyOf(link));
    if (!cause) continue;
    const { loud, priority, receivedAt } = cause;
    dirt.push({ workspace: link.workspace, lead, loud, background: priority === 1, receivedAt });
  }
  return dirt;
}

/** Whose coming, going or doing may change the counts of a company. */
async function noteCompanies(
  db: Queryable,
  deps: IngestDependencies,
  batch: Batch,
  moved: readonly Dirt[],
): Promise<void> {
  const touched = [...batch.touched.values()];
  const changed = touched.filter((one) => {
    const { becameKnown, lifeChanged, linksChanged, merged } = one;
    return roleOf(one) === 'person' && (becameKnown || lifeChanged || linksChanged || merged);
  });
  const causes = [
    ...moved,
    ...changed.flatMap(({ record: { workspace, lead }, loud }) =>
      lead === null ? [] : [{ workspace, lead, loud }],
    ),
  ];
  for (const workspace of new Set(causes.map((cause) => cause.workspace))) {
    if (!(await deps.countsCompanies?.(db, workspace))) continue;
    const own = causes.filter((cause) => cause.workspace === workspace);
    await noteCompanyChanges(db, own);
  }
}

async function applyChanges(
  db: Queryable,
  deps: IngestDependencies,
  taken: readonly QueuedChange[],
  accounts: ReadonlyMap<number, IngestAccount>,
): Promise<void> {
  const now = deps.clock();
  const changes = await withoutErased(db, taken, (key) => deps.hashes?.(key) ?? [deps.hash(key)]);
  const records = await lockRecords(
    db,
    changes.flatMap((change) => keysOf(change)),
  );
  const batch = applyBatch(changes, records, accounts, now);

  const changed = await saveLinks(db, batch.links);
  const closed = await closeLinkSets(db, batch.sets);
  noteLinks(batch, [...changed.map((link) => ({ ...link, to: link.toRecord })), ...closed]);
  const { unsettling, left } = await assignLeads(db, batch);
  const freshened = await noteFreshness(db, changes, batch, now);
  await saveRecords(
    db,
    [...batch.touched.values()].map((one) => one.record),
  );
  await unsettling.settle(db);
  const echoes = await findEchoes(db, batch.touched.values(), now);
  const rows: HistoryRow[] = [...batch.touched.values()].flatMap(({ record, learnt }) =>
    learnt.map((entry) => ({ ...entry, workspace: record.workspace, record: record.id })),
  );
  const history = await insertHistory(db, rows, now);
  const active = await deriveActivities(db, batch.touched.values());
  const closing = await dirtOfClosed(db, batch, closed);
  const signals = stageSignals(batch.touched.values(), history, echoes.own, now);
  await settleQuestions(db, batch.touched.values());
  await insertSignals(db, signals);
  // Who changed the stage may be learnt when the value itself is long known.
  const told = new Set(signals.map((signal) => signal.lead));
  const leaving = left.map((one) => ({
    ...one,
    loud: false,
    background: false,
    receivedAt: now,
  }));
  await markDirty(db, [...active, ...dirtOf(batch, told, freshened), ...closing, ...leaving]);
  await startFanouts(
    db,
    [...batch.touched.values()].filter((one) => {
      const role = roleOf(one);
      const moved = one.changed.size > 0 || one.becameKnown || one.lifeChanged || one.merged;
      return (role === 'company' || role === 'deal') && moved;
    }),
  );
  await noteCompanies(db, deps, batch, [...active, ...closing, ...leaving]);
  await wantRecords(db, wantsOf(batch));
  // Whoever scores a lead holds its work before its wishes: the same order here, or both would wait.
  await endRecords(db, becameIn(batch));
  await confirmValues(db, echoes.confirmations);
  await askErasures(db, batch.erasures, (key) => deps.hash(keyOf(key)), now);
  await addCounters(db, { 'changes.applied': taken.length, 'edits.foreign': echoes.edits });
}

/**
 * Takes queued changes and applies them with their history, activities and marks, in one transaction.
 * A batch that fails is halved until the bad change stands alone; that one is kept sealed, with its reason.
 * @returns how many changes were taken; 0 means there are none.
 */
export async function ingestChanges(deps: IngestDependencies, limit = 500): Promise<number> {
  let accounts: ReadonlyMap<number, IngestAccount> = new Map();
  return workInHalves(deps.pool, limit, {
    async claim(db, most) {
      await lockErasing(db, 'applying');
      const taken = await takeChanges(db, most);
      if (taken.length > 0) accounts = await accountsOf(db, deps, taken);
      return taken;
    },
    work: (db, taken) => applyChanges(db, deps, taken, accounts),
    async setAside(db, bad, error) {
      const reason = cleanText(messageOf(error)).slice(0, 500);
      await parkChange(db, bad, deps.seal(JSON.stringify(bad.change)), reason);
      await addCounters(db, { 'changes.parked': 1 });
    },
  });
}
