import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileModel } from '../../src/scoring/compile.js';
import { explainJson } from '../../src/scoring/explain-json.js';
import { scoreToJson } from '../../src/scoring/json.js';
import { loadModel } from '../../src/scoring/load.js';
import { leads, models } from './arbitraries.js';
import { ago, DAY, NOW, oneDimension, scorer } from './support.js';

test('raw points, what age and bounds took, and every occurrence', () => {
  const model = scorer(
    oneDimension(
      `activity: { type: page_view }, points: 10, repeat: { points: 5, max: 10 }, decay: { linear: 60d }
activity: { type: email_click }, points: 8, count: each, perDay: 1, cap: 10, within: 30d
sequence: [ { type: chat }, { type: demo_request } ], points: 40, decay: { halfLife: 10d }
when: { field: country, eq: FI }, points: 3
activity: { type: chat }, points: 0.5, atLeast: 2`,
      'bands: { hot: { from: 1, action: Call } }',
    ),
  );
  const activities = [
    ...[0, 6, 12, 30, 60].map((days) => ago(days * DAY, 'page_view')),
    ...[1, 1, 2, 40].map((days) => ago(days * DAY, 'email_click')),
    ago(20 * DAY, 'chat'),
    ago(10 * DAY, 'demo_request'),
  ];
  const json = explainJson(model, { id: 'l', fields: { country: 'FI' }, activities }, NOW);
  const day = (days: number): string => new Date(NOW - days * DAY).toISOString();
  expect(json).toMatchObject({ id: 'l', total: 53, action: 'Call' });
  expect(json.short).toBe('+20 L (2026-03-01); +20 L (2026-02-19); +10 L (2026-02-28)');
  expect(json.long).toContain('+20.00 L (5 times, newest 2026-03-01)');
  expect(json.reasons.map(({ rule, detail }) => ({ rule, ...detail }))).toEqual([
    {
      rule: 'r0',
      raw: 30,
      faded: -9,
      bounded: -1,
      occurrences: [
        { at: day(0), raw: 10, points: 10, left: 1 },
        { at: day(6), raw: 5, points: 4.5, left: 0.9 },
        { at: day(12), raw: 5, points: 4, left: 0.8 },
        { at: day(30), raw: 5, points: 2.5, left: 0.5 },
        { at: day(60), raw: 5, points: 0, left: 0 },
      ],
    },
    {
      rule: 'r1',
      raw: 16,
      faded: 0,
      bounded: -6,
      occurrences: [
        { at: day(1), raw: 8, points: 8, left: 1 },
        { at: day(2), raw: 8, points: 8, left: 1 },
      ],
    },
    {
      rule: 'r2',
      raw: 40,
      faded: -20,
      bounded: 0,
      occurrences: [{ at: day(10), raw: 40, points: 20, left: 0.5 }],
    },
    { rule: 'r3', raw: 3, faded: 0, bounded: 0, occurrences: [] },
  ]);
});

test('raw, age and bounds add up to every line, and nothing is lost of the score', () => {
  fc.assert(
    fc.property(models({ trend: true }), leads(), (document, lead) => {
      const compiled = compileModel(loadModel(JSON.stringify(document), 'model.json').model);
      const json = explainJson(compiled, lead, NOW);
      const score = scoreToJson(compiled.score(lead, NOW));
      const plain = json.reasons.map(({ detail: _, ...reason }) => reason);
      expect({ ...json, reasons: plain }).toMatchObject(score);
      for (const { rule, points, detail } of json.reasons) {
        if (rule === null) {
          expect(detail).toBeUndefined();
          continue;
        }
        if (!detail) throw new Error(`rule ${rule} has no detail`);
        expect(detail.raw + detail.faded + detail.bounded).toBeCloseTo(points, 6);
        for (const { raw, left, points: worth } of detail.occurrences) {
          expect(raw * left).toBeCloseTo(worth, 1);
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left).toBeLessThanOrEqual(1);
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('without bounds of its own a rule is what its occurrences come to', () => {
  fc.assert(
    fc.property(models({ only: 'activity' }), leads(), (document, lead) => {
      const { model } = loadModel(JSON.stringify(document), 'model.json');
      const compiled = compileModel(model);
      for (const { rule, bounded } of compiled.details(lead, NOW)) {
        const own = model.rules.find(({ id }) => id === rule);
        const free = own?.cap === undefined && own?.floor === undefined;
        if (free && own?.repeat?.max === undefined) expect(bounded).toBe(0);
      }
    }),
    { numRuns: 200 },
  );
});
