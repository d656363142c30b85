import { expect, test } from '@jest/globals';
import { allTexts } from './support/texts.js';

const de = await allTexts('de');

/** Every text of a catalogue; those made of values with a sign in place of each value. */
function textsOf(part: unknown): string[] {
  if (typeof part === 'string') return [part];
  if (typeof part === 'function')
    return [String(part(...Array.from({ length: part.length }, () => '*')))];
  if (typeof part === 'object' && part !== null) return Object.values(part).flatMap(textsOf);
  return [];
}

test('a band is a Band and a stage a Phase on every screen: no third word means either', () => {
  expect(textsOf(de).length).toBeGreaterThan(500);
  expect(textsOf(de).filter((text) => /\bStufen?\b/.test(text))).toEqual([]);
});

test('what a lead has is its Score; points are what a rule gives', () => {
  expect(de.publishing.changed.score).toBe(de.common.score);
  expect(de.mappings.write.outputs.score).toBe(de.common.score);
  expect(textsOf(de.publishing).filter((text) => /\bPunkte/.test(text))).toEqual([]);
});
