/** What may be sent of the calls that a CRM allows an account in a day. */
export interface Spending {
  /** Mass re-scores, and whatever else of the background is written. */
  readonly background: boolean;
  /** Polls, loads and sweeps. */
  readonly reads: boolean;
  /** Live changes: scores, stages, tasks. */
  readonly live: boolean;
}

/** Until it is looked again whether the day's calls let what was held back go, milliseconds. */
export const DAY_HELD_MS = 10_000;

/** Where nobody counts, nothing is held back. */
export interface Spender<Account> {
  spending?(account: Account): Promise<Spending>;
}

const ALL: Spending = { background: true, reads: true, live: true };

/** What may be spent now of an account's calls of the day. */
export async function spendingOf<Account>(
  deps: Spender<Account>,
  account: Account,
): Promise<Spending> {
  return (await deps.spending?.(account)) ?? ALL;
}
