import { useMemo } from 'react';
import type { DocumentSummary } from '../../../api/contract/documents.js';
import type { FullWish, Team } from '../../api/publishing.js';
import { useQueryState } from '../../lib/use-query-state.js';
import { ownersOf, type PilotBy, pilotOf, readBy } from './pilot.js';

export type Way = 'all' | 'pilot' | 'shadow';
export type Becoming = 'stays' | 'live' | 'primary';

interface Chosen {
  readonly way: Way;
  readonly becoming: Becoming;
  readonly by: PilotBy;
  readonly owners: readonly string[];
  readonly teams: readonly string[];
  /** A condition as JSON; '' for none. */
  readonly leads: string;
}

export interface Choice extends Chosen {
  readonly change: (changes: Partial<Chosen>) => void;
  /** Null while something is still to be chosen. */
  readonly wish: FullWish | null;
}

/** How a draft is to be published, kept in the address. */
export function useWish(
  { kind, name }: Pick<DocumentSummary, 'kind' | 'name'>,
  revision: number,
  known: readonly Team[],
): Choice {
  const [query, change] = useQueryState({
    way: 'all',
    becoming: 'stays',
    by: 'owners',
    owners: [] as string[],
    teams: [] as string[],
    leads: '',
  });
  const way = (['pilot', 'shadow'] as const).find((one) => one === query.way) ?? 'all';
  const becoming = (['live', 'primary'] as const).find((one) => one === query.becoming) ?? 'stays';
  const { owners, teams, leads } = query;
  const by = readBy(query.by);
  const chosen = by === 'teams' ? ownersOf(teams, known) : owners;
  const asked = JSON.stringify(chosen);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the owners are told by their text
  const wish = useMemo((): FullWish | null => {
    const pilot = way === 'pilot' ? pilotOf(by, chosen, leads) : null;
    if (way === 'pilot' && pilot === null) return null;
    return {
      kind,
      name,
      source: { revision },
      shadow: way === 'shadow',
      as: way === 'all' && becoming === 'live' ? 'live' : null,
      primary: way === 'all' && becoming === 'primary',
      pilot,
    };
  }, [kind, name, revision, way, becoming, by, asked, leads]);
  return { way, becoming, by, owners, teams, leads, change, wish };
}
