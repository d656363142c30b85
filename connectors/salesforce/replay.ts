/** Where a stream goes on: Salesforce is told, at the subscription, the last event that was stored. */

/** Only what happens from now on. */
export const NEWEST = -1;

/**
 * The part of a subscription that says after which event each channel goes on. jsforce's own knows one
 * channel a client and moves on before anything is stored.
 */
export function replayFrom(positions: ReadonlyMap<string, number>): Record<string, unknown> {
  return { replay: Object.fromEntries(positions) };
}
