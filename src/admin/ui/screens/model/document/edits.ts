/** Changes to a document as data. */

export type Path = readonly (string | number)[];

/** One small change. `at` of `insert` is the new entry's place in the list; `move` swaps with the next one. */
export type Edit =
  | { readonly kind: 'set'; readonly path: Path; readonly value: unknown }
  | { readonly kind: 'delete'; readonly path: Path }
  | { readonly kind: 'insert'; readonly path: Path; readonly at: number; readonly value: unknown }
  | { readonly kind: 'swap'; readonly path: Path; readonly at: number };
