/**
 * The moment that an address names, as ISO 8601 in UTC; empty, which is now, where it names none.
 * Parsing alone would make a moment of words that end in a number.
 */
export function readMoment(at: string): string {
  const date = new Date(/^\d{4}-\d{2}-\d{2}/.test(at) ? at : Number.NaN);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
