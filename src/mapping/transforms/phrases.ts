/**
 * Finds the phrases of a table in a text of folded words. Longer phrases are found first and take their
 * words away, so that `vice president` is no `president`.
 */

interface Phrase<T> {
  readonly words: readonly ((word: string) => boolean)[];
  readonly meaning: T;
  /** More letters given is more exact. */
  readonly weight: number;
}

export interface Found<T> {
  readonly meaning: T;
  /** Index of the first word. */
  readonly at: number;
  readonly length: number;
}

export type PhraseFinder<T> = (words: readonly string[]) => Found<T>[];

function matcher(pattern: string): (word: string) => boolean {
  const stem = pattern.replaceAll('*', '');
  // The star stands for at least two letters: "cochef" is no German head of something.
  if (pattern.startsWith('*'))
    return (word) => word.length > stem.length + 1 && word.endsWith(stem);
  if (pattern.endsWith('*')) return (word) => word.startsWith(stem);
  return (word) => word === pattern;
}

function phrasesOf(text: string): string[][] {
  return text
    .split(',')
    .map((phrase) => phrase.trim().split(/\s+/))
    .filter((words) => words[0] !== '');
}

function add<T>(index: Map<string, Phrase<T>[]>, key: string, phrase: Phrase<T>): void {
  const phrases = index.get(key);
  if (phrases) phrases.push(phrase);
  else index.set(key, [phrase]);
}

/** Compiles a table of (meaning, phrases divided by commas). */
export function compilePhrases<T>(table: readonly (readonly [T, string])[]): PhraseFinder<T> {
  const exact = new Map<string, Phrase<T>[]>();
  // Open patterns stand under the letter that a word must start or end with.
  const starting = new Map<string, Phrase<T>[]>();
  const ending = new Map<string, Phrase<T>[]>();
  for (const [meaning, text] of table) {
    for (const words of phrasesOf(text)) {
      const first = words[0] as string;
      const phrase: Phrase<T> = {
        words: words.map(matcher),
        meaning,
        weight:
          words.join('').replaceAll('*', '').length - (words.join('').includes('*') ? 0.5 : 0),
      };
      if (first.startsWith('*')) add(ending, first.at(-1) ?? '', phrase);
      else if (first.endsWith('*')) add(starting, first[0] ?? '', phrase);
      else add(exact, first, phrase);
    }
  }
  return (words) => {
    const candidates: (Found<T> & { readonly weight: number })[] = [];
    for (const [at, word] of words.entries()) {
      const possible = [
        exact.get(word),
        starting.get(word[0] ?? ''),
        ending.get(word.at(-1) ?? ''),
      ];
      for (const phrases of possible) {
        for (const phrase of phrases ?? []) {
          if (phrase.words.every((matches, offset) => matches(words[at + offset] ?? ''))) {
            const length = phrase.words.length;
            candidates.push({ meaning: phrase.meaning, at, length, weight: phrase.weight });
          }
        }
      }
    }
    // The order of the table decides between phrases of one length and weight: sort is stable.
    candidates.sort((a, b) => b.length - a.length || b.weight - a.weight || a.at - b.at);
    const taken = new Set<number>();
    const found: Found<T>[] = [];
    for (const { meaning, at, length } of candidates) {
      const places = Array.from({ length }, (_, offset) => at + offset);
      if (places.some((place) => taken.has(place))) continue;
      for (const place of places) taken.add(place);
      found.push({ meaning, at, length });
    }
    return found.sort((a, b) => a.at - b.at);
  };
}
