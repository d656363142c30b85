/** What a CRM allows a stream of changes to be handed, and what our own writes may use of it. */

export interface Allowance {
  /** Events a day. */
  readonly limit: number;
  /** Of those not used yet, by whomever. */
  readonly remaining: number;
}

/**
 * Objects of which each write of ours comes back by a stream: those that it hands over, and all people's
 * before it has told, which it does once it holds for the first time.
 */
export const streamedObjects = (
  told: readonly string[],
  personObjects: readonly string[],
): readonly string[] => (told.length > 0 ? told : personObjects);

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
