import type { ExampleDocument, Model } from '../schema.js';
import { listed, valueWords } from '../words/plain.js';
import { predicateWords } from '../words/predicate.js';
import { byKey, changeInWords, changeOf, pair, type Say } from './change.js';
import { boundsChanges, numberChanges } from './tables.js';

/** Entries of a list that are named before the rest is only counted. */
const NAMED = 5;

/** Who says something of a thing by its name; `what` goes before every sentence. */
type SayOf = (id: string | null, what?: string) => Say;

export function populationChanges(before: Model, after: Model, sayOf: SayOf): void {
  for (const key of ['include', 'exclude'] as const) {
    const [was, is] = [before.population?.[key], after.population?.[key]];
    const words = (one: typeof was): string => predicateWords(one ?? {}, after.lists);
    changeInWords(sayOf(key, 'population'), key, was, is, words);
  }
}

export function listChanges(before: Model, after: Model, sayOf: SayOf): void {
  pair(byKey(before.lists), byKey(after.lists), (name, was, is) => {
    const say = sayOf(name, `list ${name}`);
    if (!was) return say('added', `added with ${is?.length ?? 0} entries`);
    if (!is) return say('removed', `removed with ${was.length} entries`);
    const [then, now] = [new Set(was), new Set(is)];
    const come = is.filter((entry) => !then.has(entry)).map(valueWords);
    const gone = was.filter((entry) => !now.has(entry)).map(valueWords);
    if (come.length > 0) say('changed', `added ${some(come)}`);
    if (gone.length > 0) say('changed', `removed ${some(gone)}`);
  });
}

export function dimensionChanges(before: Model, after: Model, sayOf: SayOf): void {
  pair(byKey(before.dimensions), byKey(after.dimensions), (name, was, is) => {
    const say = sayOf(name, `dimension ${name}`);
    if (!was) return say('added', 'added');
    if (!is) return say('removed', 'removed');
    boundsChanges(say, was, is);
  });
}

export function groupChanges(before: Model, after: Model, sayOf: SayOf): void {
  pair(byKey(before.groups), byKey(after.groups), (name, was, is) => {
    const say = sayOf(name, `group ${name}`);
    if (!was) return say('added', `added in ${is?.dimension}`);
    if (!is) return say('removed', `removed from ${was.dimension}`);
    changeOf(say, 'dimension', was.dimension, is.dimension);
    boundsChanges(say, was, is);
  });
}

export function totalChanges(
  say: Say,
  { total: was = {} }: Model,
  { total: is = {} }: Model,
): void {
  changeOf(say, 'method', was.method ?? 'sum', is.method ?? 'sum');
  numberChanges(() => say, 'weight of', was.weights, is.weights);
  boundsChanges(say, was, is);
}

/** Pinned leads may share a name: the second of a name is matched with the second. */
export function exampleChanges(before: Model, after: Model, sayOf: SayOf): void {
  const named = (examples: readonly ExampleDocument[] = []) => {
    const seen = new Map<string, number>();
    return examples.map((value) => {
      const turn = (seen.get(value.name) ?? 0) + 1;
      seen.set(value.name, turn);
      return { key: turn === 1 ? value.name : `${value.name} (${turn})`, value };
    });
  };
  pair(named(before.examples), named(after.examples), (name, was, is) => {
    const say = sayOf(name, `pinned lead "${name}"`);
    if (!was) return say('added', 'added');
    if (!is) return say('removed', 'removed');
    for (const key of ['lead', 'activities', 'observed', 'expect'] as const) {
      changeInWords(say, key, was[key], is[key], (one) => JSON.stringify(one));
    }
  });
}

function some(entries: readonly string[]): string {
  const more = entries.length - NAMED;
  return more > 0
    ? `${entries.slice(0, NAMED).join(', ')} and ${more} more`
    : listed(entries, 'and');
}
