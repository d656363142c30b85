/** Pages of lists whose cursor is the id of their last item, and moments as the contract writes them. */

export const iso = (at: number): string => new Date(at).toISOString();
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

/** Of `limit + 1` rows, the page and where the next one begins. */
export function pageWith<T extends { readonly id: number }, V>(
  rows: readonly T[],
  limit: number,
  view: (row: T) => V,
): { items: V[]; next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(view),
    next: rows.length > limit && last ? String(last.id) : null,
  };
}
