/** Names of rules and groups made from what people write. */
import { fold } from '../../lib/fold.js';

/** How German writes umlauts without its own keys. */
function plain(text: string): string {
  return text
    .replace(/[äöüÄÖÜ]/g, (one) => `${fold(one)}e`)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');
}

/** `White paper: ROI` -> `white-paper-roi`, with a number where that is taken. */
export function ruleId(asset: string, taken: ReadonlySet<string>): string {
  const words = fold(plain(asset)).replace(/[^a-z0-9]+/g, '-');
  const id = words.replace(/^-+/, '').slice(0, 60).replace(/-+$/, '') || 'asset';
  let free = id;
  for (let number = 2; taken.has(free); number++) free = `${id}-${number}`;
  return free;
}

/** A journey stage as the name of a group, in its own spelling as far as names allow. */
export function groupName(stage: string): string {
  const name = plain(stage)
    .replace(/ß/g, 'ss')
    .replace(/[^A-Za-z0-9_]+/g, '-')
    .replace(/^[^A-Za-z]+|-+$/g, '');
  return name || 'stage';
}
