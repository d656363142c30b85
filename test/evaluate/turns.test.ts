import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leadFact } from '../../src/evaluate/facts.js';
import { leadTurn } from '../../src/evaluate/turns.js';
import { DAY, HOUR } from '../../src/lib/clock.js';
import { decide } from '../../src/lifecycle/decide.js';
import { decisionFacts } from '../../src/lifecycle/facts.js';
import { compileModel } from '../../src/scoring/compile.js';
import { loadModel } from '../../src/scoring/load.js';
import type { ScoreInput } from '../../src/scoring/types.js';
import { inputOf, lifecycleOf, NOW } from '../lifecycle/support.js';

const MODEL = `
model: turns
version: 1
dimensions: { engagement: { floor: 0, cap: 100 } }
rules:
  - { id: view, dimension: engagement, label: Viewed, activity: { type: page_view }, points: 10, decay: { linear: 20d } }
  - { id: open, dimension: engagement, label: Opened, activity: { type: email_open }, points: 7, within: 12d, count: each }
`;
const scorer = compileModel(loadModel(MODEL, 'turns.yaml').model);

const inputs: fc.Arbitrary<ScoreInput> = fc
  .record({
    activities: fc.array(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
        type: fc.constantFrom('page_view', 'email_open', 'demo_request', 'email_sent'),
        hours: fc.integer({ min: -60 * 24, max: 10 * 24 }),
      }),
      { maxLength: 8 },
    ),
    observed: fc.constantFrom(undefined, ['web' as const], ['web' as const, 'email' as const]),
    fresh: fc.option(fc.integer({ min: -40, max: 0 })),
    acts: fc.array(
      fc.record({ person: fc.constantFrom('p', 'q'), hours: fc.integer({ min: -800, max: 100 }) }),
      { maxLength: 5 },
    ),
  })
  .map(({ activities, observed, fresh, acts }) => ({
    id: '1',
    fields: fresh === null ? {} : { countFrom: new Date(NOW + fresh * DAY).toISOString() },
    activities: activities.map(({ id, type, hours }) => ({
      id,
      type,
      occurredAt: NOW + hours * HOUR,
      attributes: {},
    })),
    company: {
      people: 2,
      acts: acts.map(({ person, hours }) => ({ person, at: NOW + hours * HOUR })),
    },
    ...(observed && { observed }),
  }));

const FIELDS = [
  'activity.page_view.count.30d',
  'activity.email_open.count.7d',
  'activity.channels.14d',
  'company.active30d',
  'company.activities30d',
];
const sides = (value: unknown, operands: ReadonlySet<number>) =>
  typeof value === 'number' ? [...operands].map((one) => Math.sign(value - one)) : value;

test('a count compares as it does now until its turn, and otherwise from then on', () => {
  fc.assert(
    fc.property(
      inputs,
      fc.constantFrom(...FIELDS),
      fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 2 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (input, field, numbers, part) => {
        const operands = new Set(numbers);
        const at = (now: number) => sides(leadFact(input, now, scorer)(field), operands);
        const turn = leadTurn(input, NOW, scorer)(field, operands);
        const end = Number.isFinite(turn) ? turn : NOW + 400 * DAY;
        expect(at(NOW + Math.floor((end - 1 - NOW) * part))).toEqual(at(NOW));
        // What is unknown because nothing is observed stays so.
        if (Number.isFinite(turn) && at(NOW) !== undefined) expect(at(turn)).not.toEqual(at(NOW));
      },
    ),
    { numRuns: 2000 },
  );
});

test('a trend stays as it is until the score or its turn comes', () => {
  fc.assert(
    fc.property(inputs, fc.double({ min: 0, max: 1, noNaN: true }), (input, part) => {
      const at = (now: number) => leadFact(input, now, scorer)('trend.7d');
      const turn = leadTurn(input, NOW, scorer)('trend.7d', new Set([0]));
      const next = scorer.score(input, NOW).nextChangeAt ?? Number.POSITIVE_INFINITY;
      const end = Math.min(turn, next, NOW + 400 * DAY);
      expect(at(NOW + Math.floor((end - 1 - NOW) * part))).toBe(at(NOW));
    }),
    { numRuns: 500 },
  );
});

test('a lead that falls silent moves when its last activity comes of age, not with the next news', () => {
  const lifecycle = lifecycleOf(
    '{ id: silent, to: recycled, from: [mql], when: { field: activity.page_view.count.30d, lte: 1 } }',
  );
  const activities = [2, 9, 12].map((days) => ({
    id: `v${days}`,
    type: 'page_view',
    occurredAt: NOW - days * DAY,
    attributes: {},
  }));
  const input: ScoreInput = { id: '1', fields: {}, activities };
  const decideAt = (now: number) =>
    decide(lifecycle, {
      ...inputOf({ stage: 'mql', now }),
      facts: decisionFacts({
        figures: scorer.score(input, now),
        feedback: null,
        touched: null,
        lead: leadFact(input, now, scorer),
        turn: leadTurn(input, now, scorer),
      }),
    });
  // Of three views the second last is the one whose end leaves one.
  expect(decideAt(NOW)).toMatchObject({ stage: 'mql', dueAt: NOW + 21 * DAY });
  expect(decideAt(NOW + 21 * DAY - 1)).toMatchObject({ stage: 'mql' });
  expect(decideAt(NOW + 21 * DAY)).toMatchObject({ stage: 'recycled' });
});
