import type { Texts } from '../texts/index.js';

/** A threshold as people read it: the stage of that name, or what the model calls it. */
export function thresholdName(name: string, { stages }: Pick<Texts['common'], 'stages'>): string {
  const words: Readonly<Record<string, string>> = stages;
  return Object.hasOwn(words, name) ? (words[name] ?? name) : name;
}
