import type { Facts, Predicate } from '../language/predicate.js';
import type { SourceKind } from '../lead/change.js';
import type { Override, Stage } from '../lead/stage.js';

/** What is known of a lead by name, and when that changes by itself. */
export interface DecisionFacts extends Pick<Facts, 'get'> {
  /**
   * When a computed number comes to compare differently with one of these, although nothing new is learned:
   * milliseconds since the epoch, Infinity for never.
   */
  turn?(path: string, operands: ReadonlySet<number>): number;
}

/** Moments at which a part of a condition may turn by time alone; `since` is when the stage was entered. */
export type Edge = (facts: Facts & DecisionFacts, since: number | null) => readonly number[];

export interface CompiledTransition {
  readonly id: string;
  readonly label: string;
  readonly from: ReadonlySet<Stage>;
  readonly to: Stage;
  readonly holds: Predicate;
  readonly edges: readonly Edge[];
  /** Milliseconds the condition must have held; 0 for at once. */
  readonly holdMs: number;
  readonly restart: boolean;
  readonly reverts: boolean;
  readonly alert: string | null;
  /** Points alone make it: it never moves a customer, an open opportunity, a disqualified or overridden lead. */
  readonly byPoints: boolean;
}

export interface CompiledLifecycle {
  readonly name: string;
  readonly version: number;
  readonly transitions: readonly CompiledTransition[];
}

/** A change of the stage seen in a CRM, in our words. */
export interface StageSignal {
  readonly stage: Stage;
  /** When it was changed there, milliseconds since the epoch. */
  readonly at: number;
  readonly source: SourceKind;
}

/** A person's change of the stage: nothing but a release lets us move the lead again. */
export interface StagePin {
  readonly stage: Stage;
  readonly at: number;
}

/** Where a lead goes back to when the condition that moved it ends. */
export interface StageRevert {
  /** The transition whose condition it is. */
  readonly by: string;
  readonly to: Stage;
  /** Since when it had been there, or null. */
  readonly since: number | null;
}

/** What a decision must remember beside stage, pin and hold times; kept with the lead, read by nobody else. */
export interface StageMemory {
  readonly revert: StageRevert | null;
  /** When the last change of the CRM's stage that was not ours was made, milliseconds, or null. */
  readonly crmAt: number | null;
  /** What it became; absent where an older version decided last. */
  readonly crmStage?: Stage | null;
}

export interface DecisionInput {
  readonly stage: Stage;
  /** When the stage was entered, milliseconds since the epoch; null when nobody knows. */
  readonly stageSince: number | null;
  readonly pin: StagePin | null;
  /** From the last decision; absent before the first. */
  readonly memory?: StageMemory;
  /** When a person last released the lead: what people set before it no longer pins. */
  readonly releasedAt?: number | null;
  /**
   * The lead's fields, computed fields, score and feedback by name; undefined is unknown. `feedback.at`
   * (milliseconds) tells in which stay the feedback was given. Stage and override need not be in it.
   */
  readonly facts: DecisionFacts;
  /** Transition id -> since when its condition has held, milliseconds. */
  readonly held: Readonly<Record<string, number>>;
  readonly override: Override;
  /** The model's disqualify entry that holds, or null. */
  readonly disqualified: string | null;
  /** True outside the model's population: nothing moves by rule. */
  readonly outside: boolean;
  readonly now: number;
  /** Changes of the CRMs' stages since the last decision. */
  readonly signals: readonly StageSignal[];
  /**
   * The moment by which a rule's move is dated when it is not `now`: a replay of the past knows when the
   * lead crossed, or does not know (null). A backfilled lead never became an MQL "now".
   */
  readonly datedAt?: number | null;
  /** False: nobody asks when the decision changes by itself, and `dueAt` is null. */
  readonly looksAhead?: boolean;
}

export interface StageEntry {
  readonly from: Stage;
  readonly to: Stage;
  /** A transition's id, or who else moved it. */
  readonly by: string | 'person' | 'crm';
  /** A sentence for people. */
  readonly why: string;
  /** Null when the moment is not known. */
  readonly at: number | null;
  readonly byPoints: boolean;
}

export interface Decision {
  readonly stage: Stage;
  readonly stageSince: number | null;
  /** All moves, in their order; mostly none or one. */
  readonly entries: readonly StageEntry[];
  /** The last of the moves, or null when the lead stays. */
  readonly entry: StageEntry | null;
  readonly pin: StagePin | null;
  readonly memory: StageMemory;
  readonly held: Readonly<Record<string, number>>;
  /** Ids of the alerts that the last move names. */
  readonly alerts: readonly string[];
  /** When to decide again although nothing changes: a hold completes, a date passes. Null: never. */
  readonly dueAt: number | null;
  /** Set when the lead starts afresh: activities before it no longer count. */
  readonly countFrom: number | null;
}
