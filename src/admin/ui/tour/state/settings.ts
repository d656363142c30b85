export interface PageSettings {
  /** Left alone for so long, the page plays by itself; 0 never. */
  readonly idleMs: number;
  /** Between two acts that play by themselves. */
  readonly pauseMs: number;
}

/** `?idle=MS&pause=MS` of the page's address; anything unreadable counts as absent. */
export function readSettings(search: string): PageSettings {
  const query = new URLSearchParams(search);
  const read = (name: string, otherwise: number): number => {
    const text = query.get(name) ?? '';
    return /^\d{1,7}$/.test(text) ? Number(text) : otherwise;
  };
  return { idleMs: read('idle', 10_000), pauseMs: read('pause', 6_000) };
}
