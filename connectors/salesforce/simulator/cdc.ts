import type { FaultPlan } from '../../simulator-kit/faults.js';
import { hashText } from '../../simulator-kit/random.js';
import type { StreamFeed, Subscriber } from './bayeux-engine.js';
import type { ChannelRegistry } from './cdc-channels.js';
import { type ChangeEvent, changeEventName, OVERFLOW_ID } from './cdc-events.js';
import { withoutHidden } from './cdc-payload.js';
import type { DeliveryQuota } from './cdc-quota.js';
import { EventRing, type RetainedEvent } from './cdc-ring.js';
import {
  type CommittedChange,
  type CommittedTransaction,
  eventsOf,
  gapOf,
  MOST_CHANGES,
} from './cdc-transaction.js';
import type { FieldDefinition, ObjectDefinition } from './definition-types.js';

export interface CaptureParts {
  /** ms, the CRM's time. */
  readonly now: () => number;
  readonly channels: ChannelRegistry;
  readonly quota: DeliveryQuota;
  readonly faults: FaultPlan;
  readonly objectNamed: (name: string) => ObjectDefinition | undefined;
  /** Whether a user sees every record of an object: change events know no sharing. */
  readonly seesAll: (userId: string, object: string) => boolean;
  readonly seesField: (userId: string, object: string, field: FieldDefinition) => boolean;
  readonly mostChanges?: number | undefined;
}

/** Change Data Capture: turns committed transactions into events, and events into what a subscriber gets. */
export class ChangeCapture implements StreamFeed {
  readonly ring: EventRing;
  /** Called when there is something to hand out. */
  onPublish: () => void = () => {};
  private readonly parts: CaptureParts;
  private commits = 10_000_000;

  constructor(parts: CaptureParts) {
    this.parts = parts;
    this.ring = new EventRing(parts.now);
  }

  /** Publishes what a transaction did to the objects that are selected. */
  commit(transaction: CommittedTransaction, changes: readonly CommittedChange[]): void {
    const { channels } = this.parts;
    const captured = changes.filter((change) => channels.pathsFor(change.object.name).length > 0);
    if (captured.length === 0) return;
    this.commits += 3;
    const most = this.parts.mostChanges ?? MOST_CHANGES;
    const events = this.spoilt(eventsOf(transaction, captured, this.commits, most));
    const late = this.parts.faults.empty
      ? undefined
      : this.parts.faults.strike(['event-delay'], targetOf(captured[0]?.object.name ?? ''));
    if (late) setTimeout(() => this.publish(events), late.ms ?? 0).unref();
    else this.publish(events);
  }

  begin(subscriber: Subscriber, channel: string, replay: number): number | string {
    const entities = this.parts.channels.entitiesOf(channel);
    if (!entities) return '400::The channel you requested to subscribe to does not exist';
    const seen = entities.filter((entity) => this.seesEntity(subscriber, entity));
    if (entities.length > 0 && seen.length === 0)
      return '403:denied_by_security_policy:create_denied';
    if (replay === -1) return this.ring.tip;
    if (replay === -2) return 0;
    if (Number.isInteger(replay) && this.ring.knows(channel, replay)) return replay;
    return `400::The replayId {${replay}} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.`;
  }

  next(
    subscriber: Subscriber,
    channel: string,
    after: number,
    limit: number,
  ): { readonly data: readonly unknown[]; readonly after: number } {
    const data: unknown[] = [];
    let last = after;
    let left = this.parts.quota.remaining();
    for (const kept of this.ring.after(channel, after, limit)) {
      const shown = this.shownTo(subscriber, kept);
      if (shown !== undefined && left === 0) break;
      last = kept.replayId;
      if (shown === undefined) continue;
      left -= 1;
      data.push(shown);
    }
    this.parts.quota.take(data.length);
    return { data, after: last };
  }

  blocked(): string | undefined {
    return this.parts.quota.remaining() > 0
      ? undefined
      : '403::Organization total events daily limit exceeded';
  }

  private publish(events: readonly ChangeEvent[]): void {
    for (const event of events) {
      const paths = this.parts.channels.pathsFor(event.header.entityName);
      if (paths.length > 0) this.ring.publish(paths, event);
    }
    this.onPublish();
  }

  /** Faults turn events into gaps, or all of an object's into one overflow. */
  private spoilt(events: readonly ChangeEvent[]): ChangeEvent[] {
    const { faults } = this.parts;
    if (faults.empty) return [...events];
    const overflown = new Set<string>();
    const made: ChangeEvent[] = [];
    for (const event of events) {
      const { header } = event;
      const target = targetOf(header.entityName);
      if (overflown.has(header.entityName)) continue;
      if (faults.strike(['event-overflow'], target)) {
        overflown.add(header.entityName);
        const overflow = {
          ...header,
          changeType: 'GAP_OVERFLOW',
          recordIds: [OVERFLOW_ID],
          changedFields: [],
        } as const;
        made.push({ header: overflow, fields: {} });
      } else made.push(faults.strike(['event-gap'], target) ? gapOf(event) : event);
    }
    return made;
  }

  private seesEntity(subscriber: Subscriber, entity: string): boolean {
    const object = entity.replace(/__ChangeEvent$/, '__c').replace(/ChangeEvent$/, '');
    return this.parts.seesAll(subscriber.userId, object);
  }

  private shownTo(subscriber: Subscriber, { event, replayId }: RetainedEvent): unknown {
    const { entityName } = event.header;
    const object = this.parts.objectNamed(entityName);
    if (!object || !this.parts.seesAll(subscriber.userId, entityName)) return undefined;
    const sees = (field: FieldDefinition): boolean =>
      this.parts.seesField(subscriber.userId, entityName, field);
    return {
      schema: schemaOf(entityName, object.fields.size),
      payload: {
        ...withoutHidden(object, event.fields, sees),
        ChangeEventHeader: event.header,
      },
      event: { replayId },
    };
  }
}

function targetOf(object: string) {
  return { method: 'EVENT', path: `/data/${changeEventName(object)}`, operation: `cdc.${object}` };
}

/** Another id for another shape, as the real one; its text tells nothing. */
function schemaOf(object: string, fields: number): string {
  return Buffer.from(`${object}${hashText(`${object}/${fields}`)}`)
    .toString('base64url')
    .slice(0, 22);
}
