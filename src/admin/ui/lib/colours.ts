const COLOURS = 8;
const given = new Map<string, number>();

/** The same colour for the same reason as long as the page is open, in order of appearance. */
export function colourOf(reason: string): string {
  let slot = given.get(reason);
  if (slot === undefined) {
    slot = given.size % COLOURS;
    given.set(reason, slot);
  }
  return `var(--reason-${slot})`;
}
