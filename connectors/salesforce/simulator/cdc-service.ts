import type { SimulatorClock } from '../../simulator-kit/clock.js';
import type { FaultPlan } from '../../simulator-kit/faults.js';
import { BayeuxServer } from './bayeux.js';
import type { Subscriber } from './bayeux-engine.js';
import { ChangeCapture } from './cdc.js';
import { ChannelRegistry } from './cdc-channels.js';
import { changeEventName } from './cdc-events.js';
import { DeliveryQuota } from './cdc-quota.js';
import type { CommittedChange } from './cdc-transaction.js';
import type { Org } from './org.js';
import type { LimitSource } from './rest-limits.js';
import type { OrgChange } from './transaction.js';

/** What an edition allows (streaming and Change Data Capture allocations, no add-on). */
export interface StreamAllocation {
  /** Events delivered to all subscribers in 24 hours. */
  readonly delivered: number;
  /** Clients with subscriptions at one time. */
  readonly clients: number;
  /** Entities selected on all channels together. */
  readonly entities: number;
}

export const ALLOCATIONS: Readonly<Record<string, StreamAllocation>> = {
  Unlimited: { delivered: 50_000, clients: 2000, entities: 5 },
  Enterprise: { delivered: 25_000, clients: 1000, entities: 5 },
  Developer: { delivered: 10_000, clients: 20, entities: 5 },
  Professional: { delivered: 10_000, clients: 20, entities: 0 },
};

export interface CaptureOptions {
  readonly org: Org;
  readonly clock: SimulatorClock;
  readonly faults: FaultPlan;
  readonly edition: string;
  /** The user of an `Authorization` header; undefined when it is worth nothing. */
  readonly signIn: (authorization: string) => Subscriber | undefined;
  /** How long a connect waits, ms; 110,000 in production. */
  readonly timeoutMs?: number | undefined;
  readonly told?: (operation: string) => void;
}

/** Change Data Capture of an org: its channels, its events, and the streaming API that hands them out. */
export class CaptureService {
  readonly channels: ChannelRegistry;
  readonly quota: DeliveryQuota;
  readonly capture: ChangeCapture;
  readonly stream: BayeuxServer;
  maxClients: number;
  private readonly org: Org;
  private open: OrgChange[] = [];

  constructor(options: CaptureOptions) {
    const { org, clock, faults, signIn } = options;
    const allocation = ALLOCATIONS[options.edition] ?? (ALLOCATIONS.Enterprise as StreamAllocation);
    this.org = org;
    this.maxClients = allocation.clients;
    this.channels = new ChannelRegistry(allocation.entities);
    this.quota = new DeliveryQuota(allocation.delivered, clock.now);
    this.capture = new ChangeCapture({
      now: clock.now,
      channels: this.channels,
      quota: this.quota,
      faults,
      objectNamed: (name) => org.definitions.object(name),
      seesAll: (user, object) =>
        org.access.may(user, object, 'read') &&
        (org.access.has(user, 'ViewAllData') || org.access.has(user, `ViewAll${object}`)),
      seesField: (user, name, field) => {
        const object = org.definitions.object(name);
        return object !== undefined && org.access.canRead(user, object, field);
      },
    });
    this.stream = new BayeuxServer({
      feed: this.capture,
      signIn,
      faults,
      clock: clock.base,
      timeoutMs: options.timeoutMs,
      maxClients: () => this.maxClients,
      told: options.told ?? (() => {}),
    });
    this.capture.onPublish = () => this.stream.wake();
    org.onChange((change) => this.hear(change));
  }

  /** The admin selects objects on the Change Data Capture page, or takes the selection back. */
  select(channel: string, objects: readonly string[], selected = true): void {
    for (const object of objects) {
      const entity = changeEventName(object);
      const member = this.channels.member(channel, entity);
      if (!selected && member) this.channels.members.delete(member.id);
      if (!selected || member) continue;
      const id = this.org.ids.make('0v8');
      const developerName = `${channel.replaceAll('__', '_')}_${entity}`;
      const createdAt = this.org.clock.now();
      this.channels.members.set(id, { id, channel, entity, developerName, createdAt });
    }
  }

  /** Entries of `GET limits`. */
  readonly limits: LimitSource = () => ({
    DailyDeliveredPlatformEvents: { Max: this.quota.limit, Remaining: this.quota.remaining() },
    StreamingApiConcurrentClients: {
      Max: this.maxClients,
      Remaining: Math.max(0, this.maxClients - this.stream.listening),
    },
  });

  /** Publishes what was committed and not yet told; otherwise that happens when the caller is done. */
  flush(): void {
    const changes = this.open.splice(0);
    const [first] = changes;
    if (!first) return;
    const transaction = {
      key: first.transactionKey,
      at: first.at,
      userId: first.user,
      origin: first.origin,
    };
    this.capture.commit(
      transaction,
      changes.flatMap((change) => this.committed(change) ?? []),
    );
  }

  /** The org tells change by change; the events of a transaction are made together. */
  private hear(change: OrgChange): void {
    const [first] = this.open;
    if (first && first.transactionKey !== change.transactionKey) this.flush();
    if (this.open.length === 0) queueMicrotask(() => this.flush());
    this.open.push(change);
  }

  private committed(change: OrgChange): CommittedChange | undefined {
    const object = this.org.definitions.object(change.object);
    if (!object) return undefined;
    const { id, kind, changed, before, after } = change;
    return {
      object,
      id,
      kind,
      changed,
      values: after,
      otherUser: before !== null && before.LastModifiedById !== change.user,
      conversion:
        object.name === 'Lead' && before?.IsConverted === false && after.IsConverted === true,
    };
  }
}
