import type { Random } from './random.js';

/** What can go wrong on the way. The kinds after the blank line are carried out by the CRM's own simulator. */
export type FaultKind =
  | 'latency' // answer `ms` (+ up to `jitterMs`) later
  | 'status' // refuse with `status` before anything is applied
  | 'cut' // cut the connection before anything is applied
  | 'apply-then-cut'
  | 'apply-then-hang' // applied, then no answer until the client leaves (or `ms` have passed)
  | 'hold' // stop until released; `afterApply` says on which side of the change
  | 'expired-token'
  | 'partial-failure' // each record of a batch fails with `rate`
  | 'poisoned-record' // the record `record` is refused
  | 'poisoned-value' // the value `value` of `property` is refused
  | 'webhook-duplicate'
  | 'webhook-reorder'
  | 'webhook-delay'
  | 'webhook-drop-answer' // delivered, but the answer is treated as lost: it is sent again
  | 'event-gap' // a change event comes without its values
  | 'event-overflow' // the events of an object in one transaction come as one that names no record
  | 'event-delay'; // events are published `ms` later

export interface FaultSpec {
  readonly kind: FaultKind;
  /** HTTP method, any when absent. */
  readonly method?: string | undefined;
  /** Prefix of the path as called. */
  readonly path?: string | undefined;
  /** Prefix of the operation's name, the same for every spelling of a path. */
  readonly operation?: string | undefined;
  /** Default 1. */
  readonly probability?: number | undefined;
  /** So many matches pass before the first fault. */
  readonly skip?: number | undefined;
  /** So many faults, then it is used up; no end when absent. */
  readonly count?: number | undefined;
  readonly ms?: number | undefined;
  readonly jitterMs?: number | undefined;
  readonly status?: number | undefined;
  readonly policy?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly afterApply?: boolean | undefined;
  readonly rate?: number | undefined;
  readonly record?: string | undefined;
  readonly property?: string | undefined;
  readonly value?: string | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

export interface Fault extends FaultSpec {
  readonly id: string;
  /** How often it struck. */
  hits: number;
  seen: number;
}

export interface FaultTarget {
  readonly method: string;
  readonly path: string;
  readonly operation: string;
}

/** The faults in force. Matching is in the order they were added; randomness is seeded. */
export class FaultPlan {
  private readonly random: Random;
  private faults: Fault[] = [];
  private nextId = 1;

  constructor(random: Random) {
    this.random = random;
  }

  add(spec: FaultSpec): Fault {
    const fault: Fault = { ...spec, id: `fault-${this.nextId}`, hits: 0, seen: 0 };
    this.nextId += 1;
    this.faults.push(fault);
    return fault;
  }

  remove(id: string): boolean {
    const before = this.faults.length;
    this.faults = this.faults.filter((fault) => fault.id !== id);
    return this.faults.length < before;
  }

  clear(): void {
    this.faults = [];
  }

  list(): readonly Fault[] {
    return this.faults;
  }

  get empty(): boolean {
    return this.faults.length === 0;
  }

  /** The first fault of one of the kinds that strikes this request; counted as having struck. */
  strike(kinds: readonly FaultKind[], target: FaultTarget): Fault | undefined {
    return this.find(kinds, target, () => true);
  }

  /** As `strike`, for faults that name a record or value: `matches` is asked before it is counted. */
  find(
    kinds: readonly FaultKind[],
    target: FaultTarget,
    matches: (fault: Fault) => boolean,
  ): Fault | undefined {
    for (const fault of this.faults) {
      if (!kinds.includes(fault.kind) || !applies(fault, target) || !matches(fault)) continue;
      if (fault.count !== undefined && fault.hits >= fault.count) continue;
      fault.seen += 1;
      if (fault.seen <= (fault.skip ?? 0)) continue;
      if (fault.probability !== undefined && !this.random.chance(fault.probability)) continue;
      fault.hits += 1;
      return fault;
    }
    return undefined;
  }

  /** True with the fault's `rate` (default 1). */
  roll(fault: Fault): boolean {
    return this.random.chance(fault.rate ?? 1);
  }
}

function applies(fault: Fault, target: FaultTarget): boolean {
  return (
    (fault.method === undefined || fault.method.toUpperCase() === target.method) &&
    (fault.path === undefined || target.path.startsWith(fault.path)) &&
    (fault.operation === undefined || target.operation.startsWith(fault.operation))
  );
}
