import type { Connector } from '../../../connectors/connector.js';
import type { HistoricalValue, ToldActivity } from '../../lead/change.js';
import type { LearntValue } from '../../lead/record.js';
import type { CompiledMapping } from '../../mapping/compile.js';
import type { QueuedChange } from '../../store/changes.js';
import type { LinkSet, LinkStamp } from '../../store/links.js';
import type { RecordKey, StoredRecord } from '../../store/records.js';
import type { OwnValue } from './own-values.js';

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
  /** What the events API told of it, with the moment each happened. */
  readonly told: (ToldActivity & { readonly at: number })[];
  /** The history of the CRM's own stage, where it was read. */
  stageHistory: readonly HistoricalValue[] | null;
  /** What reads brought back of our own properties. */
  readonly own: OwnValue[];
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

/** Every record that a change speaks of: they are locked together, in order. */
export function keysOf({ workspace, account, change }: QueuedChange): RecordKey[] {
  const key = (object: string, record: string) => ({ workspace, account, object, record });
  const keys = [key(change.object, change.record)];
  if (change.kind === 'merged') keys.push(...change.merged.map((id) => key(change.object, id)));
  if (change.kind === 'linked' || change.kind === 'unlinked') {
    keys.push(key(change.toObject, change.to));
  }
  if (change.kind === 'snapshot') {
    const { aliases, becomes, links } = change.snapshot;
    keys.push(...(aliases ?? []).map((id) => key(change.object, id)));
    if (becomes) keys.push(key(becomes.object, becomes.record));
    for (const [object, to] of Object.entries(links ?? {})) {
      keys.push(...to.map((link) => key(object, link.record)));
    }
  }
  return keys;
}
