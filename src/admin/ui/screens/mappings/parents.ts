import { editText, plainValue } from '../model/document/edit.js';

/** The text with the maps above a path that are not there yet: an object that was never mapped. */
export function withParents(text: string, path: readonly (string | number)[]): string {
  let whole = text;
  for (let depth = 1; depth < path.length; depth += 1) {
    const parent = path.slice(0, depth);
    const there = parent.reduce<unknown>(
      (inner, key) => (inner as Record<string | number, unknown> | null | undefined)?.[key],
      plainValue(whole),
    );
    if (there === undefined || there === null) {
      const missing = path
        .slice(depth, -1)
        .reduceRight<unknown>((inner, key) => ({ [key]: inner }), {});
      whole = editText(whole, [{ kind: 'set', path: parent, value: missing }]);
      break;
    }
  }
  return whole;
}
