/** What a CRM allows a stream of changes to be handed, and what our own writes may use of it. */

export interface Allowance {
  /** Events a day. */
  readonly limit: number;
  /** Of those not used yet, by whomever. */
  readonly remaining: number;
}

/** A stream let go of is taken up again when no more than this part of what is too much is left to send. */
const SMALL = 1 / 10;

/**
 * Whether a stream is to be let go of, or to stay so: each write comes back as an event, and `writes` of
 * them would use more than `share` of a day's events. Where nobody has told what is allowed it is held.
 */
export function tooManyWrites(
  writes: number,
  allowance: Pick<Allowance, 'limit'> | null,
  share: number | undefined,
  paused = false,
): boolean {
  if (allowance === null || share === undefined) return false;
  const most = allowance.limit * share;
  return writes > (paused ? most * SMALL : most);
}
