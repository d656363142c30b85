import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CompanyActivity } from '../../src/lead/company-activity.js';
import { DAY } from '../../src/lib/clock.js';
import { CompanyCounts } from '../../src/scoring/company-counts.js';
import { compileModel } from '../../src/scoring/compile.js';
import { loadModel } from '../../src/scoring/load.js';
import { parseScoreLine } from '../../src/scoring/ndjson.js';
import type { ScoreInput } from '../../src/scoring/types.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const ago = (days: number): number => NOW - days * DAY;

/** Ann acted 1 and 29 days ago, Bo 10 days ago, Cy 31 days ago, Di will in two days; Ed never did. */
const company: CompanyActivity = {
  people: 5,
  acts: [
    { person: 'ann', at: ago(1) },
    { person: 'ann', at: ago(29) },
    { person: 'bo', at: ago(10) },
    { person: 'cy', at: ago(31) },
    { person: 'di', at: ago(-2) },
  ],
};

function scorerOf(when: string, points = 10) {
  return compileModel(
    loadModel(
      `
model: m
version: 1
dimensions: { company: {} }
rules:
  - { id: r, dimension: company, label: R, when: ${when}, points: ${points}, unknown: -1 }
`,
      'm.yaml',
    ).model,
  );
}

const input = (fields: ScoreInput['fields'] = {}, known?: CompanyActivity): ScoreInput => ({
  id: '1',
  fields,
  activities: [],
  ...(known && { company: known }),
});

test('people, active people and activities are counted over exactly 30 days', () => {
  const counts = CompanyCounts.of(company);
  const at = (now: number) => [
    counts.at('people', now),
    counts.at('active', now),
    counts.at('activities', now),
  ];
  expect(at(NOW)).toEqual([5, 2, 3]);
  // Ann's older act leaves after a day, to the millisecond; she stays active by the newer one.
  expect(at(ago(-1) - 1)).toEqual([5, 2, 3]);
  expect(at(ago(-1))).toEqual([5, 2, 2]);
  expect(at(ago(-2))).toEqual([5, 3, 3]);
  expect(at(ago(-20))).toEqual([5, 2, 2]);
  expect(at(ago(-32))).toEqual([5, 0, 0]);
  expect(at(ago(40))).toEqual([5, 0, 0]);
});

test('a score changes at the very moment at which a count falls below what is asked', () => {
  const scorer = scorerOf('{ field: company.active30d, gte: 2 }');
  const score = scorer.score(input({}, company), NOW);
  expect(score.total).toBe(10);
  expect(score.reasons[0]?.evidence).toEqual({ 'company.active30d': 2 });
  // Bo leaves on day 20, but Di is there from day 2 on; Ann leaves on day 29.
  expect(score.nextChangeAt).toBe(ago(-29));
  const alone = scorerOf('{ field: company.activities30d, gte: 3 }').score(input({}, company), NOW);
  expect(alone.nextChangeAt).toBe(ago(-1));
});

test('without a company the counts are unknown, not nothing; a file may say them itself', () => {
  const scorer = scorerOf('{ field: company.people, gte: 2 }');
  expect(scorer.score(input(), NOW).total).toBe(-1);
  expect(scorer.score(input({ 'company.people': 3 }), NOW).total).toBe(10);
  expect(scorer.score(input({ company: { people: '3' } }), NOW).total).toBe(10);
});

test('where nobody listens on any channel, silence at the company means nothing', () => {
  const scorer = scorerOf('{ field: company.active30d, lt: 1 }');
  const silent = { people: 2, acts: [] };
  expect(scorer.score({ ...input({}, silent), observed: ['web'] }, NOW).total).toBe(10);
  expect(scorer.score({ ...input({}, silent), observed: [] }, NOW).total).toBe(-1);
});

test('a line of a file tells who is at the company and what they did', () => {
  const line = (value: unknown) =>
    parseScoreLine(JSON.stringify({ lead: { id: 1 }, company: value }));
  expect(
    line({ people: 2, activities: [{ person: 7, occurredAt: '2026-02-27T00:00:00Z' }] }),
  ).toMatchObject({
    ok: true,
    input: {
      company: { people: 2, acts: [{ person: '7', at: Date.parse('2026-02-27T00:00:00Z') }] },
    },
  });
  expect(line({ activities: [] })).toEqual({
    ok: false,
    reason: '"company" has no "people": expected how many persons are known there',
  });
  expect(line({ people: 1, activities: [{ person: 7 }] })).toMatchObject({ ok: false });
});

test('the counts take number operators alone', () => {
  expect(() => scorerOf('{ field: company.people, startsWith: a }')).toThrow(/is a number/);
  expect(() => scorerOf('{ field: company.peple, gte: 1 }')).toThrow(/company\.people/);
});

/** Hours, so that ends meet often; some still to come. */
const acts = fc.array(
  fc.record({
    person: fc.integer({ min: 1, max: 4 }),
    at: fc.integer({ min: -32 * 24, max: 3 * 24 }).map((hours) => NOW + hours * 3_600_000),
  }),
  { maxLength: 12 },
);

test('at any moment the counts are those of the definition, and the next change is the first one', () => {
  fc.assert(
    fc.property(
      acts,
      fc.constantFrom('active', 'activities'),
      fc.integer({ min: 0, max: 4 }),
      fc.constantFrom('gte', 'eq', 'lt'),
      (list, count, operand, operator) => {
        const plain = (now: number): number => {
          const inside = list.filter(({ at }) => now - at >= 0 && now - at < 30 * DAY);
          return count === 'activities'
            ? inside.length
            : new Set(inside.map(({ person }) => person)).size;
        };
        const holds = (now: number): boolean => {
          const value = plain(now);
          return operator === 'gte'
            ? value >= operand
            : operator === 'eq'
              ? value === operand
              : value < operand;
        };
        const known = { people: 4, acts: list };
        const scorer = scorerOf(`{ field: company.${count}30d, ${operator}: ${operand} }`);
        const moments = list.flatMap(({ at }) => [at, at + 30 * DAY]).sort((a, b) => a - b);
        for (const now of [NOW, ...moments]) {
          expect(CompanyCounts.of(known).at(count as 'active', now)).toBe(plain(now));
        }
        const first = moments.find((now) => now > NOW && holds(now) !== holds(NOW));
        expect(scorer.score(input({}, known), NOW).nextChangeAt).toBe(first ?? null);
      },
    ),
    { numRuns: 300 },
  );
});
