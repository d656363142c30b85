/**
 * Changes to a model's text. Every change is made in the text itself, so that comments, order and layout
 * stay as they were written; only where that cannot be done safely is the document written anew, comments kept.
 */
import { type Document, parseDocument } from 'yaml';
import type { Edit, Path } from './edits.js';
import { deepEqual } from './equal.js';
import { splice } from './splice.js';

export type { Edit, Path } from './edits.js';

const WRITE = { lineWidth: 0, flowCollectionPadding: true } as const;

/** The plain value of a text; undefined while it is no YAML. */
export function plainValue(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch {
    return undefined;
  }
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      inner !== null && typeof inner === 'object'
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}

/** The change by the library's own means: always right, but it lays the text out anew. */
function apply(document: Document, edit: Edit): void {
  switch (edit.kind) {
    case 'set':
      document.setIn(edit.path, document.createNode(edit.value));
      return;
    case 'delete':
      document.deleteIn(edit.path);
      return;
    case 'insert': {
      const list = document.getIn(edit.path) as { items?: unknown[] } | undefined;
      if (!list?.items) document.setIn(edit.path, document.createNode([edit.value]));
      else list.items.splice(edit.at, 0, document.createNode(edit.value));
      return;
    }
    case 'swap': {
      const list = document.getIn(edit.path) as { items: unknown[] } | undefined;
      const [first, second] = list?.items.slice(edit.at, edit.at + 2) ?? [];
      if (first && second) list?.items.splice(edit.at, 2, second, first);
    }
  }
}

function one(text: string, edit: Edit): string {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) return text;
  const spliced = splice(text, document, edit);
  apply(document, edit);
  const wanted = document.toJS() as unknown;
  if (spliced !== null && deepEqual(plainValue(spliced), wanted)) return spliced;
  return document.toString(WRITE);
}

/** The text after the changes, one after another; as it is while it is no YAML. */
export function editText(text: string, edits: readonly Edit[]): string {
  return edits.reduce(one, text);
}

/** The smallest changes that make the value at a path what it is to be; `undefined` removes it. */
export function updateText(text: string, path: Path, value: unknown): string {
  return editText(text, difference(path, at(plainValue(text), path), value));
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function difference(path: Path, old: unknown, next: unknown): Edit[] {
  if (deepEqual(old, next)) return [];
  if (next === undefined) return [{ kind: 'delete', path }];
  if (isMap(old) && isMap(next)) {
    const changed = Object.entries(next)
      .filter(([, value]) => value !== undefined)
      .flatMap(([key, value]) => difference([...path, key], old[key], value));
    const gone = Object.keys(old).filter((key) => next[key] === undefined);
    return [...changed, ...gone.map((key): Edit => ({ kind: 'delete', path: [...path, key] }))];
  }
  if (Array.isArray(old) && Array.isArray(next)) return listDifference(path, old, next);
  return [{ kind: 'set', path, value: next }];
}

function listDifference(path: Path, old: readonly unknown[], next: readonly unknown[]): Edit[] {
  if (old.length === next.length) {
    return next.flatMap((value, index) => difference([...path, index], old[index], value));
  }
  const from = old.findIndex((value, index) => !deepEqual(value, next[index]));
  const start = from === -1 ? old.length : from;
  const longer = next.length - old.length;
  if (longer > 0 && deepEqual(next.slice(start + longer), old.slice(start))) {
    return next
      .slice(start, start + longer)
      .map((value, index) => ({ kind: 'insert', path, at: start + index, value }));
  }
  if (longer < 0 && next.length > 0 && deepEqual(old.slice(start - longer), next.slice(start))) {
    return Array.from({ length: -longer }, () => ({ kind: 'delete', path: [...path, start] }));
  }
  return [{ kind: 'set', path, value: next }];
}
