import { isMap, isScalar, parseDocument, stringify } from 'yaml';
import { plainValue } from './edit.js';
import type { Path } from './edits.js';
import { deepEqual } from './equal.js';

/** The text with another key at a path, its value, place and comments as they were; null where that fails. */
export function renameKey(text: string, path: Path, name: string): string | null {
  const document = parseDocument(text, { prettyErrors: false });
  const parent = document.getIn(path.slice(0, -1), true);
  if (document.errors.length > 0 || !isMap(parent)) return null;
  const old = String(path.at(-1));
  const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === old);
  const taken = parent.items.some(({ key }) => isScalar(key) && String(key.value) === name);
  if (!pair || !isScalar(pair.key) || !pair.key.range || taken) return null;
  const [start, end] = pair.key.range;
  const renamed = text.slice(0, start) + stringify(name).trim() + text.slice(end);
  pair.key.value = name;
  return deepEqual(plainValue(renamed), document.toJS()) ? renamed : null;
}
