import type { Clock } from '../../../src/lib/clock.js';
import type { SimulatorClock } from '../../simulator-kit/clock.js';
import { Links } from '../../simulator-kit/links.js';
import { SearchIndex } from '../../simulator-kit/search-index.js';
import {
  type NewRecord,
  RecordStore,
  type StoredRecord,
  type ValueChange,
  type ValueSource,
  type Values,
} from '../../simulator-kit/store.js';
import { type AssociationType, primaryAssociation } from './association-types.js';
import type { CrmEvent } from './crm-event.js';
import { PropertyRegistry } from './definitions.js';
import { knownType, OBJECT_TYPES } from './object-types.js';
import type { Settings } from './settings.js';
import { isoTime } from './values.js';

/** Teams that owners can be in. */
export const TEAMS = ['Inbound', 'Enterprise'];

export interface Owner {
  readonly id: string;
  readonly userId: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly team: string;
  readonly archived: boolean;
  readonly createdAt: number;
}

export interface PortalOptions {
  readonly id: string;
  readonly clock: SimulatorClock;
  readonly settings: Settings;
  readonly searchLagMs: number;
  /** Measures the search lag. */
  readonly searchClock: Clock;
  readonly timeZone: string;
}

/**
 * The data of one HubSpot account. Every change goes through here, so that history, modification times,
 * the search index and the events of webhooks agree.
 */
export class Portal {
  readonly id: string;
  readonly clock: SimulatorClock;
  readonly settings: Settings;
  readonly timeZone: string;
  readonly store = new RecordStore();
  readonly links = new Links();
  readonly index: SearchIndex;
  readonly properties: PropertyRegistry;
  owners: Owner[] = [];
  /** Called for every change except those of roll-ups; the automation and the webhooks listen. */
  readonly listeners: ((event: CrmEvent) => void)[] = [];
  /** While true, records enter the search index at once and nobody is told. */
  seeding = true;

  constructor(options: PortalOptions) {
    this.id = options.id;
    this.clock = options.clock;
    this.settings = options.settings;
    this.timeZone = options.timeZone;
    this.index = new SearchIndex(options.searchClock, options.searchLagMs);
    this.setSearchLag(options.searchLagMs);
    this.properties = new PropertyRegistry(options.clock.now() - 900 * 86_400_000);
    for (const type of OBJECT_TYPES) {
      this.store.declare(type.name, type.firstId, type.uniqueProperty ? [type.uniqueProperty] : []);
    }
    this.store.onChange = (record, erased) => {
      this.index.push(record, erased || record.archivedAt !== null, this.seeding);
    };
  }

  /** How long a change takes to be found by search, ms. */
  setSearchLag(ms: number): void {
    this.index.lagMs = ms;
    this.store.keepVersions = ms > 0;
  }

  create(
    type: string,
    values: Values,
    source: ValueSource,
    more: Partial<NewRecord> = {},
  ): StoredRecord {
    const at = more.at ?? this.clock.now();
    const origin: Record<string, string> = {
      ...values,
      hs_object_source: source.type,
      ...(source.id === undefined ? {} : { hs_object_source_id: source.id }),
    };
    const record = this.store.insert(type, { ...more, values: origin, at, source });
    this.tell({ kind: 'creation', type, id: record.id, at, source });
    if (this.settings.creationSendsProperties) {
      for (const property in values) {
        const value = values[property] as string;
        if (value !== '') {
          this.tell({ kind: 'propertyChange', type, id: record.id, property, value, at, source });
        }
      }
    }
    return record;
  }

  change(record: StoredRecord, values: Values, source: ValueSource): ValueChange[] {
    const at = this.clock.now();
    const changes = this.store.write(record, values, at, source);
    for (const { property, value } of changes) {
      this.tell({
        kind: 'propertyChange',
        type: record.type,
        id: record.id,
        property,
        value,
        at,
        source,
      });
    }
    return changes;
  }

  /** What HubSpot keeps by itself: never pushed; moves the modification time only if the setting says so. */
  rollUp(record: StoredRecord, values: Values, source: ValueSource, at = this.clock.now()): void {
    this.store.write(record, values, at, source, this.settings.rollupsMoveModified);
  }

  archive(record: StoredRecord, source: ValueSource): void {
    if (record.archivedAt !== null) return;
    const at = this.clock.now();
    this.store.archive(record, at);
    this.tell({ kind: 'deletion', type: record.type, id: record.id, at, source });
  }

  restore(record: StoredRecord, source: ValueSource): void {
    if (record.archivedAt === null) return;
    const at = this.clock.now();
    this.store.restore(record, at);
    this.tell({ kind: 'restore', type: record.type, id: record.id, at, source });
  }

  /** Deletion for privacy: nothing remains; the ordinary deletion is told as well, in either order. */
  erase(record: StoredRecord, source: ValueSource): void {
    const at = this.clock.now();
    for (const { toType, toId } of [...this.links.allOf(record.type, record.id)]) {
      this.links.remove({ type: record.type, id: record.id }, { type: toType, id: toId });
    }
    this.store.erase(record);
    const kinds = ['privacyDeletion', 'deletion'] as const;
    for (const kind of this.settings.deletionFirst ? kinds.toReversed() : kinds) {
      this.tell({ kind, type: record.type, id: record.id, at, source });
    }
  }

  /** Links two records; a primary link replaces the former primary one and carries the plain one with it. */
  link(from: StoredRecord, to: StoredRecord, kind: AssociationType, source: ValueSource): void {
    const primary = kind.label === 'Primary';
    if (primary) {
      this.clearPrimary(from, to, kind, source);
      this.addLink(from, to, kind.from === 'contacts' ? [279, 280] : [341, 342]);
    }
    const fresh = this.addLink(from, to, [kind.id, kind.reverse]);
    if (primary && kind.from === 'contacts') {
      this.store.write(from, { associatedcompanyid: to.id }, this.clock.now(), source, false);
    }
    if (fresh) this.tellLink(from, to, false, primary, source);
  }

  unlink(from: StoredRecord, to: StoredRecord, source: ValueSource): boolean {
    const primary = primaryAssociation(from.type, to.type);
    const types = this.links.of(from.type, from.id, to.type).get(to.id) ?? [];
    const wasPrimary = primary !== undefined && types.includes(primary.id);
    const there = this.links.remove({ type: from.type, id: from.id }, { type: to.type, id: to.id });
    if (!there) return false;
    if (wasPrimary && from.type === 'contacts') {
      this.store.write(from, { associatedcompanyid: '' }, this.clock.now(), source, false);
    }
    this.tellLink(from, to, true, wasPrimary, source);
    return true;
  }

  /** Linked living records of a type. */
  linked(type: string, id: string, toType: string): StoredRecord[] {
    const found: StoredRecord[] = [];
    for (const toId of this.links.of(type, id, toType).keys()) {
      const record = this.store.get(toType, toId);
      if (record && record.archivedAt === null) found.push(record);
    }
    return found;
  }

  /** A property as the API shows it: the record's own times and id are properties too. */
  valueOf(record: StoredRecord, property: string, values = record.values): string | null {
    const type = knownType(record.type);
    if (property === 'hs_object_id') return record.id;
    if (property === type.createdProperty) return values[property] || isoTime(record.createdAt);
    if (property === type.modifiedProperty) return isoTime(record.updatedAt);
    return values[property] || null;
  }

  tell(event: CrmEvent): void {
    if (this.seeding) return;
    for (const listener of this.listeners) listener(event);
  }

  private addLink(
    from: StoredRecord,
    to: StoredRecord,
    ids: readonly [number, number] | number[],
  ): boolean {
    return this.links.add(
      { type: from.type, id: from.id, typeId: ids[0] as number },
      { type: to.type, id: to.id, typeId: ids[1] as number },
    );
  }

  private clearPrimary(
    from: StoredRecord,
    to: StoredRecord,
    kind: AssociationType,
    source: ValueSource,
  ): void {
    const others = [...this.links.of(from.type, from.id, to.type)];
    for (const [otherId, types] of others) {
      if (otherId === to.id || !types.includes(kind.id)) continue;
      this.links.remove(
        { type: from.type, id: from.id, typeId: kind.id },
        { type: to.type, id: otherId, typeId: kind.reverse },
      );
      const other = this.store.get(to.type, otherId);
      if (other) this.tellLink(from, other, true, true, source);
    }
  }

  private tellLink(
    from: StoredRecord,
    to: StoredRecord,
    removed: boolean,
    primary: boolean,
    source: ValueSource,
  ): void {
    const at = this.clock.now();
    const both = { kind: 'associationChange', removed, primary, at, source } as const;
    this.tell({ ...both, fromType: from.type, from: from.id, toType: to.type, to: to.id });
    this.tell({ ...both, fromType: to.type, from: to.id, toType: from.type, to: from.id });
  }
}
