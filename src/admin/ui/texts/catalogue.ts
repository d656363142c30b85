/** The texts of one language, read area by area as screens need them. */
/** Where each area's words are. */
export type Areas<T> = { readonly [A in keyof T]: () => Promise<Pick<T, A>> };

export interface Catalogue<T> {
  /** An area that is not here yet is read when a component asks for it, which waits meanwhile. */
  readonly texts: T;
  /** Reads areas before they are asked for. Rejects when one cannot be read; asking again reads anew. */
  read(areas: readonly (keyof T)[]): Promise<void>;
  /** What was asked for so far. */
  asked(): readonly (keyof T)[];
}

export function createCatalogue<T extends object>(areas: Areas<T>): Catalogue<T> {
  const held: Partial<T> = {};
  const reading = new Map<keyof T, Promise<void>>();

  function readOne(area: keyof T): Promise<void> {
    const known = reading.get(area);
    if (known) return known;
    const one = areas[area]().then(
      (read) => {
        held[area] = read[area];
      },
      (thrown: unknown) => {
        reading.delete(area);
        throw thrown;
      },
    );
    reading.set(area, one);
    return one;
  }

  const texts = {} as T;
  for (const area of Object.keys(areas) as (keyof T)[]) {
    Object.defineProperty(texts, area, {
      enumerable: true,
      get: () => {
        // Thrown, for the boundary around to wait for, and not given to `use`: that must be called again when the
        // component is drawn once more, and what is held by then is asked for in event handlers, too.
        if (held[area] === undefined) throw readOne(area);
        return held[area];
      },
    });
  }
  return {
    texts,
    read: async (wanted) => void (await Promise.all(wanted.map(readOne))),
    asked: () => [...reading.keys()],
  };
}
