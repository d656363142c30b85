import { join } from 'node:path';
import { packageRoot } from '../../lib/root.js';
import { baseFor, STARTER } from '../../scoring/sheet/base.js';
import type { SheetEntry } from '../../scoring/sheet/types.js';
import { readText } from '../model-file.js';

/** Who the lead is by the starter's rules, from its file. */
export function baseModel(
  entries: readonly SheetEntry[],
  options: { readonly name: string; readonly origin: string },
): string {
  return baseFor(readText(join(packageRoot(), STARTER)), entries, options);
}
