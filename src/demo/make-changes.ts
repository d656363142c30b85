import type { MadeChange } from './round-side.js';

/** What came of a change. */
export interface Arrival extends Pick<MadeChange, 'records' | 'arrived'> {
  /** Nothing more can happen to this record. */
  readonly gone?: true;
}

/** A kind of change in a CRM that is reached by a `C`, made of a person that we know as `P`. */
export interface Kind<C, P> {
  readonly what: string;
  readonly route: MadeChange['route'];
  readonly times: number;
  /** What it needs of the person; of anybody when absent. */
  suits?(person: P): boolean;
  make(crm: C, person: P, number: number): Promise<Arrival>;
}

/**
 * Makes changes of all kinds in turn, each on somebody else as far as there are people, mixed and a little
 * apart. `pauseMs`: between two of them. Throws when nobody suits a kind.
 */
export async function makeChanges<C, P extends { readonly record: string }>(
  crm: C,
  kinds: readonly Kind<C, P>[],
  people: readonly P[],
  pauseMs: number,
): Promise<MadeChange[]> {
  const most = Math.max(...kinds.map((kind) => kind.times));
  const order = Array.from({ length: most }, (_, round) =>
    kinds.filter((kind) => kind.times > round),
  ).flat();
  const free = [...people];
  const gone = new Set<string>();
  const made: MadeChange[] = [];
  for (const [number, kind] of order.entries()) {
    const suits = (person: P): boolean =>
      !gone.has(person.record) && (kind.suits?.(person) ?? true);
    // Fewer people than changes: some get a second one.
    if (!free.some(suits)) free.push(...people);
    const at = free.findIndex(suits);
    const [person] = at < 0 ? [] : free.splice(at, 1);
    if (!person) throw new Error(`there is nobody for ${kind.what}`);
    const now = Date.now();
    const { records, arrived, gone: ended } = await kind.make(crm, person, number);
    if (ended) gone.add(person.record);
    made.push({ what: kind.what, route: kind.route, records, at: now, arrived });
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return made;
}
