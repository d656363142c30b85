import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newestFirst } from '../../src/lead/activity.js';
import { compileModel } from '../../src/scoring/compile.js';
import { loadModel } from '../../src/scoring/load.js';
import type { Score } from '../../src/scoring/types.js';
import { leads, models } from './arbitraries.js';
import { oracle } from './oracle.js';
import { DAY, NOW } from './support.js';

const rulesOf = (score: Score): Record<string, number> =>
  Object.fromEntries(
    score.reasons.flatMap(({ rule, hundredths }) => (rule === null ? [] : [[rule, hundredths]])),
  );

function agree(document: unknown, lead: Parameters<typeof oracle>[1]): void {
  const { model } = loadModel(JSON.stringify(document), 'random.json');
  const scorer = compileModel(model);
  for (const now of [NOW, NOW + 1, NOW - 3 * DAY]) {
    const { lines, ...figures } = oracle(model, lead, now);
    const score = scorer.score(lead, now);
    expect(score).toMatchObject(figures);
    expect(rulesOf(score)).toEqual(lines);
    const { reasons, nextChangeAt, ...alone } = scorer.totals(lead, now);
    expect(score).toMatchObject(alone);
    expect([reasons, nextChangeAt]).toEqual([[], null]);
    if (score.total === null) continue;
    // The breakdown adds up, exactly.
    const sum = score.reasons.reduce((total, reason) => total + reason.hundredths, 0);
    expect(sum).toBe(score.total * 100);
    expect(score.reasons.every((reason) => reason.hundredths !== 0)).toBe(true);
  }
}

/** A model that fails is made smaller for so long, then told as it is: a whole run would end without a word. */
const BOUNDED = { interruptAfterTimeLimit: 60_000 };

test('the scorer and a naive reading of the rules agree', () => {
  fc.assert(fc.property(models(), leads(), agree), { numRuns: 300, ...BOUNDED });
});

test('they agree on trends too', () => {
  fc.assert(fc.property(models({ trend: true }), leads(6), agree), { numRuns: 80, ...BOUNDED });
});

test('the order of the input does not matter where ids differ', () => {
  fc.assert(
    fc.property(models(), leads(), fc.integer(), (document, lead, seed) => {
      const { model } = loadModel(JSON.stringify(document), 'random.json');
      const scorer = compileModel(model);
      const unique = [...new Map(lead.activities.map((a) => [a.id, a])).values()];
      const shuffled = [...unique].sort(
        (a, b) => ((a.id.charCodeAt(0) * seed) % 7) - ((b.id.charCodeAt(0) * seed) % 7),
      );
      expect(scorer.score({ ...lead, activities: shuffled }, NOW)).toEqual(
        scorer.score({ ...lead, activities: unique }, NOW),
      );
    }),
    { numRuns: 80, ...BOUNDED },
  );
});

test('a scorer that has seen other leads answers as one that has seen none', () => {
  fc.assert(
    fc.property(models(), fc.array(leads(8), { minLength: 2, maxLength: 6 }), (document, list) => {
      const { model } = loadModel(JSON.stringify(document), 'random.json');
      const experienced = compileModel(model);
      for (const lead of [...list, ...list]) {
        expect(experienced.score(lead, NOW)).toEqual(compileModel(model).score(lead, NOW));
      }
    }),
    { numRuns: 100, ...BOUNDED },
  );
});

test('a list that is newest first and each once may be taken as it is', () => {
  fc.assert(
    fc.property(models(), leads(), (document, lead) => {
      const { model } = loadModel(JSON.stringify(document), 'random.json');
      const unique = [...new Map(lead.activities.map((one) => [one.id, one])).values()];
      const activities = unique.sort(newestFirst);
      const scorer = compileModel(model);
      expect(scorer.score({ ...lead, activities, arranged: true }, NOW)).toEqual(
        scorer.score(lead, NOW),
      );
    }),
    { numRuns: 100, ...BOUNDED },
  );
});
