import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router';

type Value = string | readonly string[];
type Values = Readonly<Record<string, Value>>;
type Widened<D extends Values> = {
  readonly [K in keyof D]: D[K] extends string ? string : readonly string[];
};

/**
 * What was asked for and is not in the address yet: two changes in one event must both count. `at` is
 * the address that it was asked for at.
 */
let asked: { readonly at: string; readonly search: string } | null = null;

/**
 * State that lives in the address, so that it survives a reload and can be sent to a colleague:
 * `const [query, setQuery] = useQueryState({ q: '', stage: [] })`. What equals its default is left
 * out of the address. `defaults` counts as it is at the first drawing. A change replaces the history
 * entry; `{ push: true }` makes one, for what Back should undo.
 */
export function useQueryState<D extends Values>(
  defaults: D,
): [Widened<D>, (changes: Partial<Widened<D>>, options?: { push?: boolean }) => void] {
  const first = useRef(defaults).current;
  const [search, setSearch] = useSearchParams();
  const values = useMemo(() => read(first, search), [first, search]);
  useEffect(() => {
    if (asked !== null && search.toString() === asked.search) asked = null;
  }, [search]);
  const change = useCallback(
    (changes: Partial<Widened<D>>, options?: { push?: boolean }) => {
      const { href, search: now } = window.location;
      const next = new URLSearchParams(asked?.at === href ? asked.search : now);
      for (const [name, value] of Object.entries(changes as Values)) {
        next.delete(name);
        if (String(value) === String(first[name])) continue;
        for (const one of typeof value === 'string' ? [value] : value) next.append(name, one);
      }
      asked = { at: href, search: next.toString() };
      setSearch(next, { replace: !options?.push, preventScrollReset: true });
    },
    [first, setSearch],
  );
  return [values, change];
}

function read<D extends Values>(defaults: D, search: URLSearchParams): Widened<D> {
  const entries = Object.entries(defaults).map(([name, fallback]) => {
    if (!search.has(name)) return [name, fallback];
    return [name, typeof fallback === 'string' ? search.get(name) : search.getAll(name)];
  });
  return Object.fromEntries(entries) as Widened<D>;
}
