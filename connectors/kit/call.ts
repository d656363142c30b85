import type { CrmError } from '../../src/lead/crm-error.js';
import type { Priority } from '../connector.js';
import type { Answer } from './answer.js';
import type { ToldDay } from './day-share.js';

/** One request of a session. */
export interface Call {
  /** Name for counters and messages: `contacts search`. */
  readonly operation: string;
  readonly budget: string;
  readonly priority: Priority;
  /** `read` changes nothing, `repeatable` may be sent twice, `once` may not. */
  readonly effect: 'read' | 'repeatable' | 'once';
  send(token: string, signal: AbortSignal): Promise<Answer>;
}

/** What a CRM's limits and errors mean; the only part of the request stack that differs. */
export interface RequestPolicy {
  /** The CRM's name for messages. */
  readonly crm: string;
  readonly budgets: Readonly<Record<string, { readonly limit: number; readonly windowMs: number }>>;
  /** The error of an answer that is no success. */
  failure(answer: Answer, call: Call): CrmError;
  /** The budget's limit as this answer tells it. */
  toldLimit(answer: Answer): number | undefined;
  /** The day's limit and what is left of it, where the CRM tells. */
  toldDay?(answer: Answer): ToldDay | undefined;
  /** Whether this answer refuses because a window of the budget is used up. */
  isWindowFull(answer: Answer): boolean;
}
