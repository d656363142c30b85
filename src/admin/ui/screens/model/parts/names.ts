import type { Renamed } from '../document/rename.js';

/** Names of dimensions, groups and thresholds begin with a letter; ids of rules need not. */
export const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;
const ID = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** What speaks against a name, as the key of its words. */
export function wrongName(
  what: Renamed,
  name: string,
  taken: readonly string[],
): 'noId' | 'noName' | 'taken' | null {
  if (what === 'rule' ? !ID.test(name) : !NAME.test(name))
    return what === 'rule' ? 'noId' : 'noName';
  return taken.includes(name) ? 'taken' : null;
}
