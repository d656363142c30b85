/** What a suite does to a simulated CRM and asks of it, whichever CRM it is. */
import type { Fault, FaultPlan, FaultSpec } from '../../../connectors/simulator-kit/faults.js';
import type { Holds } from '../../../connectors/simulator-kit/holds.js';
import type { RequestLog } from '../../../connectors/simulator-kit/requests.js';

export interface Crm {
  readonly id: 'hubspot' | 'salesforce';
  readonly label: string;
  /** The object of the people that are made here. */
  readonly person: string;
  /** The property of their job title. */
  readonly title: string;
  /** The property of the CRM's own stage, and its values for two of ours. */
  readonly stage: { readonly property: string; readonly lead: string; readonly mql: string };
  /** Names of calls in the request log and in faults. */
  readonly operations: {
    readonly update: string;
    readonly task: string;
    readonly token: string;
    readonly read: string;
  };
  /** The answer of a CRM that has had too many calls. */
  readonly tooMany: Pick<FaultSpec, 'kind' | 'status' | 'code'>;
  /** The answer to a call for a token while an admin has not allowed what it needs, and what we then say. */
  readonly noToken: { readonly fault: FaultSpec; readonly says: RegExp };
  /** The refusal of a record that its CRM takes for invalid. */
  readonly invalid: Pick<FaultSpec, 'kind' | 'code'>;
  readonly faults: FaultPlan;
  readonly holds: Holds;
  readonly requests: RequestLog;
  fault(spec: FaultSpec): Fault;
  /** The property that an output of ours has there: `score`. */
  output(logical: string): string;
  /** Somebody with an owner, made by a person. @returns the record */
  create(name: string, title: string): string;
  setTitle(record: string, title: string): void;
  /** Those of `machines`, or a person where nobody is named. */
  setStage(record: string, value: string, by?: string): void;
  /** Who else changes records there: rules, imports, other apps. */
  readonly machines: readonly string[];
  /** No more mailings. */
  optOut(record: string): void;
  /** Interest that makes a director sales-ready, told once. */
  ask(record: string): void;
  /** What the CRM holds of a person now, as text. */
  held(record: string): Readonly<Record<string, string | null>>;
  /** How often anything was read there; looks at tasks, which come now and then, are left out. */
  reads(): number;
  /** Ids of the tasks that the person has. */
  tasksOf(record: string): string[];
  /** Every access token ends; what renews them lives on. */
  endTokens(): void;
  /** What goes wrong with the news of a change on their way. */
  readonly troubles: readonly FaultSpec[];
  /** Resolves when the CRM has told everything that it tells by itself. */
  told(): Promise<void>;
}

/** A former title of somebody, as an event tells it. */
export interface ToldTitle {
  readonly event: number;
  readonly record: string;
  readonly title: string;
  readonly at: number;
}

/** A value that somebody gave a record, as an event tells it. */
export interface ToldValue {
  readonly event: number;
  readonly object: string;
  readonly record: string;
  readonly property: string;
  readonly value: string;
  readonly at: number;
}
