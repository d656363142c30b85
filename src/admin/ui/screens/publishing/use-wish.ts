import { useMemo } from 'react';
import type { DocumentSummary } from '../../../api/contract/documents.js';
import type { FullWish } from '../../api/publishing.js';
import { useQueryState } from '../../lib/use-query-state.js';

export type Way = 'all' | 'pilot' | 'shadow';
export type Becoming = 'stays' | 'live' | 'primary';

export interface Choice {
  readonly way: Way;
  readonly owners: readonly string[];
  readonly becoming: Becoming;
  readonly change: (changes: {
    readonly way?: Way;
    readonly owners?: readonly string[];
    readonly becoming?: Becoming;
  }) => void;
  /** Null while something is still to be chosen. */
  readonly wish: FullWish | null;
}

/** How a draft is to be published, kept in the address. */
export function useWish(
  { kind, name }: Pick<DocumentSummary, 'kind' | 'name'>,
  revision: number,
): Choice {
  const [query, change] = useQueryState({ way: 'all', owners: [] as string[], becoming: 'stays' });
  const way = (['pilot', 'shadow'] as const).find((one) => one === query.way) ?? 'all';
  const becoming = (['live', 'primary'] as const).find((one) => one === query.becoming) ?? 'stays';
  const { owners } = query;
  const asked = JSON.stringify(owners);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the owners are told by their text
  const wish = useMemo((): FullWish | null => {
    if (way === 'pilot' && owners.length === 0) return null;
    return {
      kind,
      name,
      source: { revision },
      shadow: way === 'shadow',
      as: way === 'all' && becoming === 'live' ? 'live' : null,
      primary: way === 'all' && becoming === 'primary',
      pilot: way === 'pilot' ? { field: 'owner', in: [...owners] } : null,
    };
  }, [kind, name, revision, way, becoming, asked]);
  return { way, owners, becoming, change, wish };
}
