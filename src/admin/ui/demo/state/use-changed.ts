import { useEffect, useRef, useState } from 'react';
import type { LeadRow } from '../../../api/contract.js';

const LIGHT_MS = 2600;

/** Ids of the leads whose figures differ from the list before, for as long as they light up. */
export function useChanged(leads: readonly LeadRow[]): ReadonlySet<string> {
  const former = useRef<ReadonlyMap<string, string> | null>(null);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => {
    const before = former.current;
    const figures = new Map(
      leads.map((lead) => [lead.id, [lead.total, lead.grade, lead.band, lead.stage].join()]),
    );
    former.current = figures;
    if (!before || before.size === 0) return;
    const differing = [...figures].filter(([id, figure]) => before.get(id) !== figure);
    if (differing.length === 0) return;
    setChanged(new Set(differing.map(([id]) => id)));
    const timer = window.setTimeout(() => setChanged(new Set()), LIGHT_MS);
    return () => window.clearTimeout(timer);
  }, [leads]);

  return changed;
}
