import type { Crm } from '../../support/crms/crm.js';

/** One CRM of a process world, with the people that were made there before it was connected. */
export interface Part {
  readonly crm: Crm;
  /** Records, in the order in which they were made. */
  readonly people: readonly string[];
  /** Every change of a person's value that the app took for told: `record|property|at|value`. */
  told(): string[];
  /** How many events of every kind the app has been handed for good, or will be. */
  events(): number;
  /** Whether the app has heard of everything; resolves when the CRM has nothing more to tell by itself. */
  heard(): Promise<boolean>;
  close(): Promise<void>;
}

type Rows = <T>(sql: string, values?: unknown[]) => Promise<T[]>;

export type { Rows };
