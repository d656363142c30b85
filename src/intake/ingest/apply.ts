import type { Change, Snapshot } from '../../lead/change.js';
import {
  type Applied,
  applyAlias,
  applyBecoming,
  applyChange,
  type Rollups,
} from '../../lead/record.js';
import { eventTie, readTie, sortableTie } from '../../lead/stamp.js';
import { DAY } from '../../lib/clock.js';
import { activitySources } from '../../mapping/derived.js';
import { ownProperties } from '../../mapping/writes.js';
import type { QueuedChange } from '../../store/changes.js';
import { keyOf, type RecordKey, type StoredRecord } from '../../store/records.js';
import type { Batch, IngestAccount, Touched } from './batch.js';
import { partOwn } from './own-values.js';

/** Causes older than this never lead to a task. */
const QUIET_AFTER = 7 * DAY;

function isLoud({ change, quiet }: QueuedChange, now: number): boolean {
  return !quiet && change.source.kind !== 'import' && change.at > now - QUIET_AFTER;
}

/** Properties of which activities are made: their history must be whole. The stage is told by signals. */
function chronicledProperties({ connector, mapping }: IngestAccount, object: string): Set<string> {
  const found = activitySources(mapping, object);
  const { stage } = connector.declaration;
  if (stage.objects.includes(object)) found.delete(stage.property);
  return found;
}

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

/** What holds for the records of one object of an account. */
interface Rules {
  readonly rollups: Rollups;
  readonly chronicled: ReadonlySet<string>;
  /** Properties that we write -> our name of what is in them. */
  readonly own: ReadonlyMap<string, string>;
}

const NOTHING: Rules['own'] = new Map();

/** A change on its way, with the record that it is about. */
interface Cause {
  readonly queued: QueuedChange;
  readonly key: RecordKey;
  readonly touched: Touched;
}

/** Applies changes to the locked records, in memory. */
export function applyBatch(
  changes: readonly QueuedChange[],
  records: ReadonlyMap<string, StoredRecord>,
  accounts: ReadonlyMap<number, IngestAccount>,
  now: number,
): Batch {
  const applying = new Applying(records, accounts, now);
  for (const queued of changes) applying.apply(queued);
  return applying.batch;
}

class Applying {
  readonly batch: Batch = { touched: new Map(), links: [], sets: [], merges: [], erasures: [] };
  readonly #records: ReadonlyMap<string, StoredRecord>;
  readonly #accounts: ReadonlyMap<number, IngestAccount>;
  readonly #now: number;
  readonly #rules = new Map<string, Rules>();

  constructor(
    records: ReadonlyMap<string, StoredRecord>,
    accounts: ReadonlyMap<number, IngestAccount>,
    now: number,
  ) {
    this.#records = records;
    this.#accounts = accounts;
    this.#now = now;
  }

  apply(queued: QueuedChange): void {
    const { change: told, workspace, account, delivery } = queued;
    if (!this.#accounts.has(account)) return;
    const key = { workspace, account, object: told.object, record: told.record };
    if (told.kind === 'erased') {
      this.batch.erasures.push({ ...key, delivery, at: told.at });
      return;
    }
    const touched = this.#touch(key, queued);
    if (!touched) return;
    const { change, values } = partOwn(told, this.#rulesOf(touched.account, key.object).own);
    touched.own.push(...values);
    if (!change) return;
    const cause = { queued: { ...queued, change }, key, touched };
    const wasKnown = touched.record.state.state === 'known';
    const applied = this.#applyOwn(cause);
    touched.becameKnown ||= !wasKnown && applied.state.state === 'known';
    switch (change.kind) {
      case 'merged':
        this.#merge(cause, change.merged, change.at, eventTie(change.event));
        touched.wanted = true;
        break;
      case 'linked':
      case 'unlinked':
        this.#link(cause, change);
        break;
      case 'snapshot':
        this.#merge(cause, change.snapshot.aliases ?? [], change.readAt, readTie(change.readAt));
        this.#become(cause, change);
        this.#readLinks(cause, change.snapshot, change.readAt);
        touched.wantHistory ||= wantsHistory(cause, change, applied, wasKnown);
        touched.stageHistory = stageHistoryOf(cause, change) ?? touched.stageHistory;
        break;
      case 'activity':
        touched.told.push(change);
        break;
      default:
        break;
    }
  }

  #touch(key: RecordKey, queued: QueuedChange): Touched | undefined {
    const record = this.#records.get(keyOf(key));
    const account = this.#accounts.get(key.account);
    if (!record || !account) return undefined;
    const touched = this.batch.touched.get(keyOf(key)) ?? {
      record,
      account,
      learnt: [],
      changed: new Set<string>(),
      told: [],
      own: [],
      stageHistory: null,
      becameKnown: false,
      lifeChanged: false,
      linksChanged: false,
      merged: false,
      wanted: false,
      wantHistory: false,
      loud: false,
      priority: 1,
      receivedAt: queued.receivedAt,
    };
    touched.loud ||= isLoud(queued, this.#now);
    touched.priority = Math.min(touched.priority, queued.priority) as 0 | 1;
    touched.receivedAt = Math.min(touched.receivedAt, queued.receivedAt);
    this.batch.touched.set(keyOf(key), touched);
    return touched;
  }

  #rulesOf(account: IngestAccount, object: string) {
    const key = `${account.id}/${object}`;
    const known = this.#rules.get(key) ?? {
      rollups: account.mapping.rollups(object),
      chronicled: chronicledProperties(account, object),
      own: account.connector.declaration.personObjects.includes(object)
        ? ownProperties(account.mapping.writes)
        : NOTHING,
    };
    this.#rules.set(key, known);
    return known;
  }

  /** What the change says of the record itself. */
  #applyOwn({ queued: { change }, touched }: Cause): Applied {
    const { rollups, chronicled } = this.#rulesOf(touched.account, change.object);
    const applied = applyChange(touched.record.state, change, rollups, chronicled);
    touched.record.state = applied.state;
    touched.learnt.push(...applied.learnt);
    for (const property of applied.changed) touched.changed.add(property);
    touched.lifeChanged ||= applied.lifeChanged;
    touched.wanted ||= applied.wanted;
    return applied;
  }

  /** Other records now mean this one. */
  #merge(
    { queued, key, touched }: Cause,
    ids: readonly string[],
    since: number,
    tie: string,
  ): void {
    for (const id of ids) {
      if (id === key.record) continue;
      const loser = this.#touch({ ...key, record: id }, queued);
      if (!loser) continue;
      const before = loser.record.state;
      loser.record.state = applyAlias(before, key.record, since, tie);
      // Whichever of several survivors is named last: all of them are one.
      this.batch.merges.push({ loser: loser.record, survivor: touched.record });
      const isNew = loser.record.state !== before || loser.record.lead !== touched.record.lead;
      loser.merged ||= isNew;
      touched.merged ||= isNew;
    }
  }

  /** This record lives on as one of another object: the two are one person. */
  #become({ queued, key, touched }: Cause, { snapshot, at, readAt }: Of<'snapshot'>): void {
    const { becomes } = snapshot;
    const { objects } = touched.account.connector.declaration;
    const isPerson = (object: string) => objects[object]?.role === 'person';
    if (!becomes || !isPerson(key.object) || !isPerson(becomes.object)) return;
    const heir = this.#touch({ ...key, ...becomes }, queued);
    if (!heir || heir === touched) return;
    const before = touched.record.state;
    touched.record.state = applyBecoming(before, becomes, at, readTie(readAt));
    this.batch.merges.push({ loser: touched.record, survivor: heir.record });
    const isNew = touched.record.state !== before || touched.record.lead !== heir.record.lead;
    touched.merged ||= isNew;
    heir.merged ||= isNew;
    // A first load reads every record anyway.
    if (!queued.quiet) heir.wanted ||= heir.record.state.state === 'wanted';
  }

  /** A link that an event tells of, unless a later read of all links knows better. */
  #link({ queued, key, touched }: Cause, change: Of<'linked' | 'unlinked'>): void {
    const readAt = touched.record.linkReads[change.toObject] ?? Number.NEGATIVE_INFINITY;
    if (change.at <= readAt) return;
    const other = this.#touch({ ...key, object: change.toObject, record: change.to }, queued);
    if (other) other.wanted ||= other.record.state.state === 'wanted';
    this.batch.links.push({
      ...key,
      toObject: change.toObject,
      toRecord: change.to,
      linked: change.kind === 'linked',
      primary: change.primary ?? false,
      at: change.at,
      tie: sortableTie(eventTie(change.event)),
    });
  }

  /** All links to an object as a read shows them: those that it does not name have ended. */
  #readLinks({ queued, key, touched }: Cause, snapshot: Snapshot, at: number): void {
    const tie = sortableTie(readTie(at));
    const { linkReads } = touched.record;
    for (const [toObject, links] of Object.entries(snapshot.links ?? {})) {
      if ((linkReads[toObject] ?? Number.NEGATIVE_INFINITY) > at) continue;
      touched.record.linkReads = { ...touched.record.linkReads, [toObject]: at };
      const to = links.map((link) => link.record);
      this.batch.sets.push({ ...key, toObject, to, at, tie });
      for (const { record: toRecord, primary = false } of links) {
        this.batch.links.push({ ...key, toObject, toRecord, linked: true, primary, at, tie });
        const other = this.#touch({ ...key, object: toObject, record: toRecord }, queued);
        // A first load reads every record anyway: what it links to needs no read of its own.
        if (other && !queued.quiet) other.wanted ||= other.record.state.state === 'wanted';
      }
    }
  }
}

function stageHistoryOf({ touched }: Cause, { snapshot, object }: Of<'snapshot'>) {
  const { stage } = touched.account.connector.declaration;
  return stage.objects.includes(object) ? snapshot.history?.[stage.property] : undefined;
}

/** Whether a read leaves open what only the history tells. */
function wantsHistory(
  { key, touched }: Cause,
  { origin, snapshot }: Of<'snapshot'>,
  applied: Applied,
  wasKnown: boolean,
): boolean {
  const { stage, capabilities, personObjects } = touched.account.connector.declaration;
  // Who changed the stage.
  const unasked = origin === 'poll' || origin === 'sweep';
  const stageMoved = applied.learnt.some(
    ({ property, source }) => property === stage.property && source.kind === 'unknown',
  );
  if (wasKnown && unasked && stageMoved && stage.objects.includes(key.object)) return true;
  // A first load without it shows the last of each date; the history holds what happened before.
  const first = !wasKnown && origin === 'backfill' && snapshot.history === undefined;
  return first && capabilities.propertyHistory && personObjects.includes(key.object);
}
