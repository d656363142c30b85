/** A mapping that is being written, tried on a record: what is wrong in it is left out, the rest is tried. */
import { DocumentError, readDocument } from '../language/document.js';
import type { CompiledMapping } from './compile.js';
import type { RawValues } from './lead-fields.js';
import { type LoadOptions, loadMapping } from './load.js';
import { TRANSFORMS } from './transforms/index.js';
import { type TriedRecord, tryMapping } from './try.js';

export interface TriedText extends TriedRecord {
  /** Paths of entries that are wrong and were left out. */
  readonly leftOut: readonly string[];
}

type Json = Record<string, unknown>;

interface Entry {
  readonly path: string;
  remove(): void;
}

const objectOf = (value: unknown): Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : {};

/** What can be left out of a document one by one: fields, activities and writes. */
function entriesOf(document: Json): Entry[] {
  const entries: Entry[] = [];
  const keysOf = (parent: Json, path: string): void => {
    for (const key of Object.keys(parent)) {
      entries.push({
        path: `${path}.${key}`,
        remove: () => {
          delete parent[key];
        },
      });
    }
  };
  for (const [name, written] of Object.entries(objectOf(document.objects))) {
    const own = objectOf(written);
    keysOf(objectOf(own.fields), `objects.${name}.fields`);
    const activities = Array.isArray(own.activities) ? own.activities : [];
    for (const [index, activity] of activities.entries()) {
      entries.push({
        path: `objects.${name}.activities[${index}]`,
        remove: () => {
          own.activities = (own.activities as unknown[]).filter((one) => one !== activity);
        },
      });
    }
  }
  keysOf(objectOf(document.writes), 'writes');
  return entries;
}

const isAt = (path: string, entry: string): boolean =>
  path === entry || path.startsWith(`${entry}.`) || path.startsWith(`${entry}[`);

/**
 * Loads what can be read of a document.
 * @throws DocumentError when what is wrong is not in a field, an activity or a write
 */
export function loadRest(
  text: string,
  file: string,
  options: LoadOptions = {},
): { readonly mapping: CompiledMapping; readonly leftOut: readonly string[] } {
  const value = structuredClone(objectOf(readDocument(text, file).value));
  const entries = entriesOf(value);
  const leftOut = new Set<string>();
  // Removing an activity moves those behind it: all that is found at once is removed at once.
  let remaining = entries;
  for (;;) {
    try {
      const { mapping } = loadMapping(JSON.stringify(value), file, options);
      return { mapping, leftOut: [...leftOut] };
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      const present = entriesOf(value);
      const wrong = present.filter(({ path }) =>
        error.problems.some((one) => isAt(one.path, path)),
      );
      if (wrong.length === 0) throw error;
      const kept = remaining.filter((_, index) => !wrong.includes(present[index] as Entry));
      for (const entry of remaining) if (!kept.includes(entry)) leftOut.add(entry.path);
      for (const entry of wrong) entry.remove();
      remaining = kept;
    }
  }
}

/** `at`: milliseconds, as of when the record's activities are read. */
export function tryText(
  text: string,
  file: string,
  object: string,
  values: RawValues,
  at: number,
  options: LoadOptions = {},
): TriedText {
  const { mapping, leftOut } = loadRest(text, file, options);
  return { ...tryMapping(mapping, object, values, at), leftOut };
}

export interface TriedTransform {
  readonly transform: string;
  readonly value?: unknown;
  readonly error?: string;
}

/** What each transform makes of one raw value. */
export function tryTransforms(raw: string): TriedTransform[] {
  return Object.entries(TRANSFORMS).map(([transform, { run }]) => ({ transform, ...run(raw) }));
}
