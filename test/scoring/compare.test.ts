import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareScores, comparisonWords } from '../../src/scoring/compare.js';
import { compileModel } from '../../src/scoring/compile.js';
import { loadModel } from '../../src/scoring/load.js';
import type { Score } from '../../src/scoring/types.js';
import { leads, models } from './arbitraries.js';
import { NOW } from './support.js';

function score(id: string, total: number | null, band: string | null, mql = 50): Score {
  const outside = total === null ? 'include' : null;
  const thresholds = total === null ? null : { mql };
  const none = { grade: null, segment: null, disqualified: null, reasons: [], nextChangeAt: null };
  return { id, total, band, dimensions: null, thresholds, outside, ...none };
}

test('who moves between bands and over thresholds', () => {
  const before = [
    score('a', 40, 'cool'),
    score('b', 60, 'warm'),
    score('c', 10, 'cold'),
    score('d', null, null),
    score('e', 52, 'warm', 60),
    score('g', 30, 'cool'),
  ];
  const after = [
    score('a', 55, 'warm'),
    score('b', 30, 'cool'),
    score('c', 12, 'cold'),
    score('d', 40, 'cool'),
    score('e', 52, 'warm', 50),
    score('f', 1, 'cold'),
    score('g', 51, 'warm'),
  ];
  const comparison = compareScores(before, after);
  expect(comparison).toEqual({
    leads: 6,
    totalsChanged: 5,
    bands: [
      { from: 'cool', to: 'warm', leads: 2 },
      { from: 'warm', to: 'cool', leads: 1 },
      { from: null, to: 'cool', leads: 1 },
    ],
    thresholds: { mql: { before: 1, after: 3, gained: 3, lost: 1 } },
    moved: [
      move('a', [40, 'cool'], [55, 'warm'], ['mql']),
      move('b', [60, 'warm'], [30, 'cool'], [], ['mql']),
      move('d', [null, null], [40, 'cool']),
      move('e', [52, 'warm'], [52, 'warm'], ['mql']),
      move('g', [30, 'cool'], [51, 'warm'], ['mql']),
    ],
    unmatched: 1,
  });
  expect(comparisonWords(comparison)).toBe(
    [
      '6 leads compared, 5 with another total',
      'bands: cool -> warm: 2, warm -> cool: 1 and no band -> cool: 1',
      'mql reached by 1 -> 3 (3 more, 1 fewer)',
      '1 leads stand on one side only',
      '',
    ].join('\n'),
  );
});

function move(
  id: string,
  [was, from]: [number | null, string | null],
  [is, to]: [number | null, string | null],
  gained: string[] = [],
  lost: string[] = [],
): object {
  return { id, before: { total: was, band: from }, after: { total: is, band: to }, gained, lost };
}

test('ids that come twice are matched in turn', () => {
  const comparison = compareScores(
    [score('a', 1, 'cold'), score('a', 60, 'warm')],
    [score('a', 1, 'cold'), score('a', 60, 'warm'), score('a', 5, 'cold')],
  );
  expect(comparison).toMatchObject({ leads: 2, totalsChanged: 0, moved: [], unmatched: 1 });
});

test('nobody moves under the same model', () => {
  fc.assert(
    fc.property(models(), fc.array(leads(4), { maxLength: 5 }), (document, inputs) => {
      const scorer = compileModel(loadModel(JSON.stringify(document), 'model.json').model);
      const scores = inputs.map((input) => scorer.totals(input, NOW));
      const comparison = compareScores(scores, scores);
      expect(comparison).toMatchObject({ totalsChanged: 0, bands: [], moved: [], unmatched: 0 });
      expect(comparison.leads).toBe(inputs.length);
    }),
    { numRuns: 50 },
  );
});
