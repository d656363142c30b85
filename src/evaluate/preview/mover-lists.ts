/** Lists of who moves by previews that are done, as people page through them. */
import type pg from 'pg';
import { type LeadName, readLeadNames } from '../../store/preview-leads.js';
import { type PreviewKey, readMovers } from '../../store/previews.js';
import type { Mover, Movers } from './movers.js';
import { unpackMovers } from './packed-movers.js';
import { type ChangeKind, differs } from './tally.js';

export interface MoverFilter {
  readonly change?: ChangeKind | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly direction?: 'up' | 'down' | undefined;
  readonly task?: boolean | undefined;
}

export interface NamedMover extends Mover, LeadName {}

export interface MoverPage {
  readonly items: readonly NamedMover[];
  /** Of all that pass. */
  readonly count: number;
}

interface Unpacked {
  readonly movers: Movers;
  /** The last asked for list. */
  selected: { readonly key: string; readonly places: Uint32Array } | null;
}

/** Held unpacked, the last asked for: a hundred thousand leads are three megabytes. */
const MOST = 4;

/** Names of bands and stages stand in different columns; the kind of change says which is meant. */
function passes({ change, from, to, direction, task }: MoverFilter): (mover: Mover) => boolean {
  return (mover) => {
    const { before, after } = mover;
    if (change && !differs(before, after, change)) return false;
    const column = change === 'grade' || change === 'stage' ? change : 'band';
    if (from !== undefined && (before?.[column] ?? 'none') !== from) return false;
    if (to !== undefined && (after[column] ?? 'none') !== to) return false;
    const rise = (after.total ?? 0) - (before?.total ?? 0);
    if (direction === 'up' && rise <= 0) return false;
    if (direction === 'down' && rise >= 0) return false;
    return !task || mover.task;
  };
}

/** A page of one preview's list, the greatest change first; null when none is stored, or no longer. */
export type ReadMoverPage = (
  preview: PreviewKey,
  filter: MoverFilter,
  from: number,
  limit: number,
) => Promise<MoverPage | null>;

export function createMoverLists(pool: pg.Pool): ReadMoverPage {
  const held = new Map<string, Unpacked>();

  async function unpacked(preview: PreviewKey): Promise<Unpacked | null> {
    const key = `${preview.workspace} ${preview.id}`;
    let found = held.get(key) ?? null;
    if (!found) {
      const packed = await readMovers(pool, preview);
      found = packed && { movers: await unpackMovers(packed), selected: null };
    }
    if (!found) return null;
    held.delete(key);
    held.set(key, found);
    for (const oldest of held.keys()) if (held.size > MOST) held.delete(oldest);
    return found;
  }

  return async (preview, filter, from, limit) => {
    const found = await unpacked(preview);
    if (!found) return null;
    const { movers } = found;
    const key = JSON.stringify(filter);
    if (found.selected?.key !== key) {
      found.selected = { key, places: movers.select(passes(filter)) };
    }
    const { places } = found.selected;
    const page = [...places.subarray(from, from + limit)].map((place) => movers.at(place));
    const leads = page.map(({ lead }) => lead);
    const names = await readLeadNames(pool, preview.workspace, leads);
    const byLead = new Map(names.map((one) => [one.lead, one]));
    const items = page.flatMap((mover) => {
      const name = byLead.get(mover.lead);
      return name ? [{ ...mover, ...name }] : [];
    });
    return { items, count: places.length };
  };
}
