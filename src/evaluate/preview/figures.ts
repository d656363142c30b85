/** What a preview tells: counts of the leads looked at, or of all by a sample of them. Pure. */
import type { Connector } from '../../../connectors/connector.js';
import { capPerOwner } from '../../alerts/cap.js';
import { bandsOf } from '../../scoring/bands.js';
import type { Model } from '../../scoring/schema.js';
import type { Account } from '../../store/accounts.js';
import { type Distribution, distribution } from './distribution.js';
import type { StreamEffect } from './streams.js';
import { CHANGES, type ChangeKind, type Move, type Tally } from './tally.js';

/** A number of leads; from a sample, `margin` to both sides holds 95 % of the truth. */
export interface Estimate {
  readonly value: number;
  readonly margin: number;
}

/** Leads under a name, now and then. */
export interface SideCounts {
  /** Null for those without a band. */
  readonly name: string | null;
  readonly before: Estimate;
  readonly after: Estimate;
}

export interface AccountCost {
  readonly account: number;
  readonly crm: string;
  readonly name: string;
  /** False: read-only, nothing is sent. */
  readonly on: boolean;
  readonly writes: Estimate;
  /** If tasks are asked for. */
  readonly tasks: Estimate;
  readonly calls: { readonly writes: number; readonly tasks: number };
  /** How long the calls take within the account's limits, tasks included; null when they are not known. */
  readonly seconds: number | null;
  /** Writes of which the CRM tells us in turn: of a stream's objects, else of the CRM's own stage. */
  readonly changeEvents: Estimate;
  /** The stream of changes, where the account has one. */
  readonly stream: Pick<StreamEffect, 'limit' | 'pauses'> | null;
}

export interface PreviewFigures {
  /** All leads that are scored; `looked` of them were looked at. */
  readonly leads: number;
  readonly looked: number;
  readonly exact: boolean;
  /** Of those looked at, which cannot be scored. */
  readonly failed: number;
  readonly changed: Readonly<Record<ChangeKind | 'any', Estimate>>;
  readonly risen: Estimate;
  readonly fallen: Estimate;
  readonly distribution: Distribution;
  /** Leads whose total reaches each threshold, the lowest first. */
  readonly reached: readonly SideCounts[];
  /** Leads in each band, the best first. */
  readonly standing: readonly SideCounts[];
  readonly bands: readonly Move[];
  readonly grades: readonly Move[];
  readonly stages: readonly Move[];
  /** If tasks are asked for: within each owner's limit of a day, and beyond it. */
  readonly tasks: Estimate;
  readonly tasksOverLimit: number;
  readonly tasksPerOwnerPerDay: number;
  readonly accounts: readonly AccountCost[];
}

export interface FigureSetting {
  /** All scored leads. */
  readonly of: number;
  /** The model whose figures are told, as it would be. */
  readonly model: Pick<Model, 'thresholds' | 'bands' | 'segments' | 'total'>;
  readonly accounts: readonly Account[];
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly tasksPerOwnerPerDay: number;
  /** By account, where it has one. */
  readonly streams: ReadonlyMap<number, StreamEffect>;
  /** How many tasks an owner has had today; null is the unassigned pile. */
  today(owner: string | null): number;
}

/** Of a limit, what background work is left with besides live work. */
const USABLE = 0.95;

/**
 * A count in a random sample of `n` of `of` leads, for all of them. Of what was not met once, no more than
 * three in the sample's size is likely.
 */
export function estimate(count: number, n: number, of: number): Estimate {
  if (n >= of || n === 0) return { value: count, margin: 0 };
  const share = count / n;
  const spread = Math.sqrt(((share * (1 - share)) / n) * ((of - n) / (of - 1)));
  const margin = count === 0 || count === n ? 3 / n : 1.96 * spread;
  return { value: Math.round(share * of), margin: Math.ceil(margin * of) };
}

function scaled(moves: readonly Move[], factor: number): Move[] {
  return moves.map((move) => ({ ...move, leads: Math.round(move.leads * factor) }));
}

const thresholdsOf = ({ thresholds = {} }: Pick<Model, 'thresholds'>): string[] =>
  Object.entries(thresholds)
    .sort(([, a], [, b]) => a - b)
    .map(([name]) => name);

export function figuresOf(tally: Tally, setting: FigureSetting): PreviewFigures {
  const { of, connectors, tasksPerOwnerPerDay } = setting;
  const looked = tally.leads + tally.failed;
  const exact = looked >= of;
  const factor = exact || looked === 0 ? 1 : of / looked;
  const all = (count: number): Estimate => estimate(count, exact ? of : looked, of);
  // In a sample of a tenth of the leads an owner has room for a tenth of the tasks.
  const room = (owner: string | null): number => setting.today(owner);
  const limit = tasksPerOwnerPerDay;
  const { tasks } = capPerOwner(
    tally.tasks,
    (owner) => limit - Math.max(0, Math.ceil((limit - room(owner)) / factor)),
    limit,
  );
  const accounts = setting.accounts.flatMap((account): AccountCost[] => {
    const declaration = connectors.get(account.crm)?.declaration;
    if (!declaration) return [];
    const { writeBatch, callsPerSecond } = declaration.limits;
    const stream = setting.streams.get(account.id);
    const counts = tally.accounts.get(account.id) ?? { writes: 0, events: 0 };
    const writes = all(counts.writes);
    const own = all(tasks.filter((one) => one.account === account.id).length);
    const calls = { writes: Math.ceil(writes.value / writeBatch), tasks: own.value };
    const sum = calls.writes + calls.tasks;
    return [
      {
        account: account.id,
        crm: account.crm,
        name: account.name,
        on: account.writes,
        writes,
        tasks: own,
        calls,
        seconds: callsPerSecond === undefined ? null : sum / (callsPerSecond * USABLE),
        changeEvents: all(counts.events),
        stream: stream ? { limit: stream.limit, pauses: stream.pauses } : null,
      },
    ];
  });
  const sides = (list: readonly { name: string | null; before: number; after: number }[]) =>
    list.map(({ name, before, after }) => ({ name, before: all(before), after: all(after) }));
  const changed = Object.fromEntries(
    CHANGES.map((change) => [change, all(tally.changed[change])]),
  ) as Record<ChangeKind, Estimate>;
  return {
    leads: of,
    looked,
    exact,
    failed: tally.failed,
    changed: { ...changed, any: all(tally.any) },
    risen: all(tally.risen),
    fallen: all(tally.fallen),
    distribution: distribution(tally.before, tally.after, factor, setting.model.total ?? {}),
    reached: sides(tally.reached.list(thresholdsOf(setting.model))),
    standing: sides(tally.standing.list(bandsOf(setting.model))),
    bands: scaled(tally.bands.list(), factor),
    grades: scaled(tally.grades.list(), factor),
    stages: scaled(tally.stages.list(), factor),
    tasks: all(tasks.length),
    tasksOverLimit: Math.round((tally.tasks.length - tasks.length) * factor),
    tasksPerOwnerPerDay,
    accounts,
  };
}
