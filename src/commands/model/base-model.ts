import { join } from 'node:path';
import { packageRoot } from '../../lib/root.js';
import { baseOf } from '../../scoring/sheet/base.js';
import type { SheetEntry } from '../../scoring/sheet/types.js';
import { readText } from '../model-file.js';

const STARTER = 'config/scoring/starter.yaml';

/** Who the lead is by the starter's rules, ready for rules over acts that take the place of its own. */
export function baseModel(
  entries: readonly SheetEntry[],
  options: { readonly name: string; readonly origin: string },
): string {
  const replaced = new Set(entries.flatMap(({ matcher }) => [matcher?.type ?? []].flat()));
  const description = 'What each asset says about a lead, and who the lead is';
  return baseOf(readText(join(packageRoot(), STARTER)), replaced, { ...options, description });
}
