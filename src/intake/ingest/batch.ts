import type { Connector } from '../../../connectors/connector.js';
import type { ChangeSource } from '../../lead/change.js';
import {
  applyAlias,
  applyChange,
  emptyRecord,
  type LearntValue,
  type Rollups,
} from '../../lead/record.js';
import { eventTie, readTie, sortableTie } from '../../lead/stamp.js';
import { DAY } from '../../lib/clock.js';
import type { CompiledMapping } from '../../mapping/compile.js';
import type { QueuedChange } from '../../store/changes.js';
import type { LinkSet, LinkStamp } from '../../store/links.js';
import { keyOf, type RecordKey, type StoredRecord } from '../../store/records.js';

/** What ingest must know of an account. */
export interface IngestAccount {
  readonly workspace: number;
  readonly id: number;
  readonly connector: Connector;
  readonly mapping: CompiledMapping;
}

/** What a batch did to one record. */
export interface Touched {
  readonly record: StoredRecord;
  readonly account: IngestAccount;
  readonly learnt: LearntValue[];
  readonly changed: Set<string>;
  /** The first complete read arrived in this batch. */
  becameKnown: boolean;
  lifeChanged: boolean;
  linksChanged: boolean;
  /** Another record was merged into it, or it into another. */
  merged: boolean;
  wanted: boolean;
  wantHistory: boolean;
  /** At least one cause is recent and neither a first load nor an import. */
  loud: boolean;
  priority: 0 | 1;
  receivedAt: number;
}

export interface Batch {
  readonly touched: Map<string, Touched>;
  readonly links: LinkStamp[];
  readonly sets: LinkSet[];
  /** A record now means another one. */
  readonly merges: { loser: StoredRecord; survivor: StoredRecord }[];
  readonly erasures: (RecordKey & { delivery: number; at: number })[];
}

/** Causes older than this never lead to a task. */
const QUIET_AFTER = 7 * DAY;

/** Every record that a change speaks of: they are locked together, in order. */
export function keysOf({ workspace, account, change }: QueuedChange): RecordKey[] {
  const key = (object: string, record: string) => ({ workspace, account, object, record });
  const keys = [key(change.object, change.record)];
  if (change.kind === 'merged') keys.push(...change.merged.map((id) => key(change.object, id)));
  if (change.kind === 'linked' || change.kind === 'unlinked') {
    keys.push(key(change.toObject, change.to));
  }
  if (change.kind === 'snapshot') {
    const { aliases, links } = change.snapshot;
    keys.push(...(aliases ?? []).map((id) => key(change.object, id)));
    for (const [object, to] of Object.entries(links ?? {})) {
      keys.push(...to.map((link) => key(object, link.record)));
    }
  }
  return keys;
}

function isLoud(change: QueuedChange, now: number): boolean {
  return (
    !change.quiet && change.change.source.kind !== 'import' && change.change.at > now - QUIET_AFTER
  );
}

/** Properties of which activities are made: their history must be whole. The stage is told by signals. */
function chronicledProperties({ connector, mapping }: IngestAccount, object: string): Set<string> {
  const need = mapping.needs().find((one) => one.object === object);
  const found = new Set([...(need?.history ?? []), ...mapping.companions(object)]);
  found.delete(connector.declaration.stage.property);
  return found;
}

/** Applies changes to the locked records, in memory. */
export function applyBatch(
  changes: readonly QueuedChange[],
  records: ReadonlyMap<string, StoredRecord>,
  accounts: ReadonlyMap<number, IngestAccount>,
  now: number,
): Batch {
  const batch: Batch = { touched: new Map(), links: [], sets: [], merges: [], erasures: [] };
  const rules = new Map<string, { rollups: Rollups; chronicled: ReadonlySet<string> }>();

  const touch = (key: RecordKey, queued: QueuedChange): Touched | undefined => {
    const record = records.get(keyOf(key));
    const account = accounts.get(key.account);
    if (!record || !account) return undefined;
    const known = batch.touched.get(keyOf(key));
    const touched = known ?? {
      record,
      account,
      learnt: [],
      changed: new Set<string>(),
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
    touched.loud ||= isLoud(queued, now);
    touched.priority = Math.min(touched.priority, queued.priority) as 0 | 1;
    touched.receivedAt = Math.min(touched.receivedAt, queued.receivedAt);
    batch.touched.set(keyOf(key), touched);
    return touched;
  };

  for (const queued of changes) {
    const { change, workspace, account: accountId } = queued;
    const account = accounts.get(accountId);
    if (!account) continue;
    const key = { workspace, account: accountId, object: change.object, record: change.record };
    const at = (object: string, record: string) => ({ ...key, object, record });
    if (change.kind === 'erased') {
      batch.erasures.push({ ...key, delivery: queued.delivery, at: change.at });
      continue;
    }
    const touched = touch(key, queued);
    if (!touched) continue;
    const ruleKey = `${accountId}/${change.object}`;
    const own = rules.get(ruleKey) ?? {
      rollups: account.mapping.rollups(change.object),
      chronicled: chronicledProperties(account, change.object),
    };
    rules.set(ruleKey, own);

    const wasKnown = touched.record.state.state === 'known';
    const applied = applyChange(
      touched.record.state ?? emptyRecord,
      change,
      own.rollups,
      own.chronicled,
    );
    touched.record.state = applied.state;
    touched.learnt.push(...applied.learnt);
    for (const property of applied.changed) touched.changed.add(property);
    touched.lifeChanged ||= applied.lifeChanged;
    touched.wanted ||= applied.wanted;
    touched.becameKnown ||= !wasKnown && applied.state.state === 'known';

    const alias = (id: string, since: number, tie: string) => {
      if (id === change.record) return;
      const loser = touch(at(change.object, id), queued);
      if (!loser) return;
      const before = loser.record.state;
      loser.record.state = applyAlias(before, change.record, since, tie);
      // Whichever of several survivors is named last: all of them are one.
      batch.merges.push({ loser: loser.record, survivor: touched.record });
      const isNew = loser.record.state !== before || loser.record.lead !== touched.record.lead;
      loser.merged ||= isNew;
      touched.merged ||= isNew;
    };
    if (change.kind === 'merged') {
      for (const id of change.merged) alias(id, change.at, eventTie(change.event));
      touched.wanted = true;
    }
    if (change.kind === 'linked' || change.kind === 'unlinked') {
      const readAt = touched.record.linkReads[change.toObject] ?? Number.NEGATIVE_INFINITY;
      if (change.at <= readAt) continue;
      const other = touch(at(change.toObject, change.to), queued);
      if (other) other.wanted ||= other.record.state.state === 'wanted';
      batch.links.push({
        ...key,
        toObject: change.toObject,
        toRecord: change.to,
        linked: change.kind === 'linked',
        primary: change.primary ?? false,
        at: change.at,
        tie: sortableTie(eventTie(change.event)),
      });
    }
    if (change.kind === 'snapshot') {
      const { snapshot, readAt } = change;
      for (const id of snapshot.aliases ?? []) alias(id, readAt, readTie(readAt));
      for (const [toObject, links] of Object.entries(snapshot.links ?? {})) {
        if ((touched.record.linkReads[toObject] ?? Number.NEGATIVE_INFINITY) > readAt) continue;
        touched.record.linkReads = { ...touched.record.linkReads, [toObject]: readAt };
        const tie = sortableTie(readTie(readAt));
        batch.sets.push({
          ...key,
          toObject,
          to: links.map((link) => link.record),
          at: readAt,
          tie,
        });
        for (const { record: toRecord, primary = false } of links) {
          batch.links.push({ ...key, toObject, toRecord, linked: true, primary, at: readAt, tie });
          const other = touch(at(toObject, toRecord), queued);
          // A first load reads every record anyway: what it links to needs no read of its own.
          if (other && !queued.quiet) other.wanted ||= other.record.state.state === 'wanted';
        }
      }
      const stage = account.connector.declaration.stage.property;
      const learntHere = (entry: { property: string; source: ChangeSource }) =>
        entry.property === stage && entry.source.kind === 'unknown';
      const unasked = change.origin === 'poll' || change.origin === 'sweep';
      if (wasKnown && unasked && applied.learnt.some(learntHere)) {
        touched.wantHistory = true;
      }
      // A first load shows the last of each date; the history holds what happened before.
      const { capabilities, personObject } = account.connector.declaration;
      const first = !wasKnown && change.origin === 'backfill';
      if (first && capabilities.propertyHistory && change.object === personObject) {
        touched.wantHistory = true;
      }
    }
  }
  return batch;
}
