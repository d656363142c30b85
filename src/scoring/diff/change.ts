import { isDeepStrictEqual } from 'node:util';

/** The keys of a model document, with `model` for name, version, description and `readyAt`. */
export type ModelPart =
  | 'model'
  | 'population'
  | 'lists'
  | 'dimensions'
  | 'total'
  | 'groups'
  | 'rules'
  | 'disqualify'
  | 'grades'
  | 'bands'
  | 'thresholds'
  | 'segments'
  | 'examples';

/** One difference between two model documents. */
export interface ModelChange {
  readonly part: ModelPart;
  /** The rule, segment, dimension, list, … that differs; null where the part has no names. */
  readonly id: string | null;
  readonly kind: 'added' | 'removed' | 'changed' | 'reordered';
  /** What differs, without a full stop: `rule pricing: points 10 -> 15`. */
  readonly words: string;
}

/** Collects the changes of one thing under its name. */
export type Say = (kind: ModelChange['kind'], words: string) => void;

/** True when two values of a document say the same; the order of keys says nothing. */
export const same = (a: unknown, b: unknown): boolean => isDeepStrictEqual(a, b);

/** `points 10 -> 15`, `cap none -> 40`; nothing when equal. */
export function changeOf(
  say: Say,
  name: string,
  before: string | number | boolean | undefined,
  after: string | number | boolean | undefined,
): void {
  if (before === after) return;
  say('changed', `${name} ${before ?? 'none'} -> ${after ?? 'none'}`);
}

/**
 * A part that is told in words; where the same words stand for different documents, the documents are shown.
 */
export function changeInWords<T>(
  say: Say,
  name: string,
  before: T | undefined,
  after: T | undefined,
  words: (value: T) => string,
): void {
  if (same(before, after)) return;
  const [was, is] = [before, after].map((one) => (one === undefined ? undefined : words(one)));
  if (was === undefined) say('changed', `${name} now: ${is}`);
  else if (is === undefined) say('changed', `${name} no longer: ${was}`);
  else if (was !== is) say('changed', `${name} changed from "${was}" to "${is}"`);
  else {
    const documents = `from ${JSON.stringify(before)} to ${JSON.stringify(after)}`;
    say('changed', `${name} changed ${documents}`);
  }
}

interface Named<T> {
  readonly key: string;
  readonly value: T;
}

/** Walks through two lists of named things: what went, what came, what stayed. */
export function pair<T>(
  before: readonly Named<T>[],
  after: readonly Named<T>[],
  visit: (key: string, before: T | undefined, after: T | undefined) => void,
): void {
  const then = new Map(before.map(({ key, value }) => [key, value]));
  const now = new Map(after.map(({ key, value }) => [key, value]));
  for (const [key, value] of then) visit(key, value, now.get(key));
  for (const [key, value] of now) if (!then.has(key)) visit(key, undefined, value);
}

export function byKey<T>(record: Readonly<Record<string, T>> | undefined): Named<T>[] {
  return Object.entries(record ?? {}).map(([key, value]) => ({ key, value }));
}

export function byId<T extends { readonly id: string }>(
  list: readonly T[] | undefined,
): Named<T>[] {
  return (list ?? []).map((value) => ({ key: value.id, value }));
}

/** The names that stand on both sides, in both orders, when these differ. */
export function reordered(
  before: readonly string[],
  after: readonly string[],
): { readonly was: string; readonly is: string } | undefined {
  const kept = before.filter((name) => after.includes(name));
  const now = after.filter((name) => before.includes(name));
  return same(kept, now) ? undefined : { was: kept.join(', '), is: now.join(', ') };
}
