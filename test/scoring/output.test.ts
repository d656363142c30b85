import { expect, test } from '@jest/globals';
import { explainLong, explainShort } from '../../src/scoring/explain.js';
import { scoreToJson } from '../../src/scoring/json.js';
import { parseScoreLine } from '../../src/scoring/ndjson.js';
import type { Reason, Score } from '../../src/scoring/types.js';
import { ago, DAY, NOW, oneDimension, scorer } from './support.js';

function made(reasons: readonly Reason[], more: Partial<Score> = {}): Score {
  return {
    id: 'l',
    dimensions: { x: 1 },
    total: 1,
    grade: null,
    band: null,
    segment: null,
    thresholds: {},
    disqualified: null,
    outside: null,
    reasons,
    nextChangeAt: null,
    ...more,
  };
}
const line = (label: string, points: number, evidence?: Reason['evidence']): Reason => ({
  rule: label,
  label,
  hundredths: points * 100,
  ...(evidence && { evidence }),
});

test('the short text: three up, two down, whole points, dates', () => {
  const score = made([
    line('A', 3.4),
    line('B', 25.58, { count: 2, newest: '2026-02-28T10:00:00.000Z' }),
    line('C', 0.4),
    line('D', 9.5, { first: '2026-01-01T00:00:00.000Z', last: '2026-01-02T00:00:00.000Z' }),
    line('E', 7),
    line('F', -2),
    line('G', -10, { since: '2026-01-12T10:00:00.000Z' }),
    line('H', -1),
    { rule: null, label: 'capped at 30', hundredths: -9900 },
  ]);
  expect(explainShort(score)).toBe(
    '+26 B (2026-02-28); +10 D (2026-01-02); +7 E; -10 G (since 2026-01-12); -2 F',
  );
  expect(explainShort(made([]))).toBe('No reason yet');
  expect(explainShort(made([], { total: null, outside: 'exclude' }))).toBe('Not scored: excluded');
});

test('the short text stays under its length and never halves a character', () => {
  const long = made(['a', 'b', 'c'].map((id) => line(`${id} ${'word '.repeat(20)}`.trim(), 5)));
  expect(explainShort(long).length).toBeLessThanOrEqual(250);
  expect(explainShort(long).split('; ')).toHaveLength(2);
  for (const length of [9, 10, 11, 12]) {
    const text = explainShort(made([line('🎉'.repeat(300), 5)]), length);
    expect(text.length).toBeLessThanOrEqual(length);
    expect(Buffer.from(text).toString()).toBe(text);
    expect(text.endsWith('🎉…')).toBe(true);
  }
});

test('the short text of a disqualified lead begins with why', () => {
  const text = `
model: m
version: 1
dimensions: { x: {} }
rules: [{ id: a, label: A, dimension: x, when: { field: email, exists: true }, points: 9 }]
disqualify: [{ id: d, label: Works for a competitor, when: { field: email, exists: true } }]
`;
  const score = scorer(text).score(
    { id: 'l', fields: { email: 'a@b.example' }, activities: [] },
    NOW,
  );
  expect(explainShort(score)).toBe('Works for a competitor; +9 A');
});

test('the text does not age: it is the same until a point changes', () => {
  const model = scorer(
    oneDimension('activity: { type: email_open }, points: 10, decay: { linear: 60d }'),
  );
  const lead = { id: 'l', fields: {}, activities: [ago(DAY, 'email_open')] };
  expect(explainShort(model.score(lead, NOW))).toBe(explainShort(model.score(lead, NOW + DAY)));
});

test('the long text holds every line and the total', () => {
  const score = made([line('A', 3.4), { rule: null, label: 'rounding', hundredths: -40 }], {
    total: 3,
    grade: 'A1',
    band: 'hot',
  });
  expect(explainLong(score)).toBe('+3.40 A\n-0.40 rounding\n= 3, grade A1, band hot');
});

test('the long text tells values, counts, dates and what is bounded', () => {
  const score = made([
    line('Boss', 15, { seniority: 'vp', 'company.employees': null }),
    line('Views', 20, { count: 3, newest: '2026-02-28T10:00:00.000Z' }),
    line('Demo', 50, { count: 1, newest: '2026-02-27T10:00:00.000Z' }),
    line('Path', 9, { first: '2026-01-01T00:00:00.000Z', last: '2026-01-02T00:00:00.000Z' }),
    line('Silent', -10, { since: '2026-01-12T10:00:00.000Z' }),
    { rule: null, label: 'capped at 30', hundredths: -500, evidence: { group: 'web' } },
    { rule: null, label: 'capped at 45', hundredths: -100, evidence: { dimension: 'fit' } },
    { rule: null, label: 'not below 0', hundredths: 100, evidence: { total: true } },
    { rule: null, label: 'Rival', hundredths: -7900, evidence: { disqualified: 'rival' } },
  ]);
  expect(explainLong(score).split('\n')).toEqual([
    '+15.00 Boss (seniority vp, company employees unknown)',
    '+20.00 Views (3 times, newest 2026-02-28)',
    '+50.00 Demo (2026-02-27)',
    '+9.00 Path (2026-01-01 to 2026-01-02)',
    '-10.00 Silent (since 2026-01-12)',
    '-5.00 capped at 30 (group web)',
    '-1.00 capped at 45 (fit)',
    '+1.00 not below 0 (total)',
    '-79.00 Rival',
    '= 1',
  ]);
});

test('a score as JSON', () => {
  const model = scorer(
    oneDimension('activity: { type: demo_request }, points: 50, decay: { halfLife: 30d }'),
  );
  const activities = [ago(30 * DAY - 1, 'demo_request')];
  expect(scoreToJson(model.score({ id: 'l', fields: {}, activities }, NOW))).toEqual({
    id: 'l',
    dimensions: { x: 26 },
    total: 26,
    grade: null,
    band: null,
    segment: null,
    thresholds: {},
    disqualified: null,
    outside: null,
    reasons: [
      {
        rule: 'r0',
        label: 'L',
        points: 25.58,
        evidence: { count: 1, newest: '2026-01-30T12:00:00.001Z' },
      },
      { rule: null, label: 'rounding', points: 0.42 },
    ],
    nextChangeAt: '2026-03-01T12:00:00.001Z',
  });
});

test('a line of input', () => {
  const parsed = parseScoreLine(
    JSON.stringify({
      lead: { id: 7, company: { domain: 'acme.example' }, 'name.first': 'Ann' },
      activities: [{ id: 'a', type: 'chat', occurredAt: '2026-03-01T12:00:00Z' }],
      observed: ['web'],
    }),
  );
  expect(parsed).toEqual({
    ok: true,
    input: {
      id: '7',
      fields: { company: { domain: 'acme.example' }, 'name.first': 'Ann' },
      activities: [{ id: 'a', type: 'chat', occurredAt: NOW, attributes: {} }],
      observed: ['web'],
    },
  });
  expect(parseScoreLine('{"lead":{"id":"x"}}')).toEqual({
    ok: true,
    input: { id: 'x', fields: {}, activities: [] },
  });
});

test.each([
  ['{', 'is not JSON'],
  // Nothing of the line is told: it may hold a name.
  ['{"email": ann@acme.example}', 'is not JSON'],
  ['[]', 'is not a JSON object'],
  ['{}', 'has no "lead"'],
  ['{"lead":{"id":" "}}', 'has no "lead.id"'],
  ['{"lead":{"id":"x"},"activities":{}}', '"activities" is not a list'],
  [
    '{"lead":{"id":"x"},"activities":[{"type":"chat","occurredAt":1}]}',
    'activities[0] has no "id"',
  ],
  ['{"lead":{"id":"x"},"activities":[{"id":"a","occurredAt":1}]}', 'activities[0] has no "type"'],
  [
    '{"lead":{"id":"x"},"activities":[{"id":"a","type":"chat","occurredAt":"soon"}]}',
    'activities[0] has no readable "occurredAt"',
  ],
  ['{"lead":{"id":"x"},"observed":["wbe"]}', 'unknown channel'],
])('a bad line: %s', (text, reason) => {
  const parsed = parseScoreLine(text);
  expect(parsed.ok).toBe(false);
  expect(parsed.ok ? '' : parsed.reason).toContain(reason);
});

test('nested fields are read like dotted ones', () => {
  const model = scorer(
    oneDimension('when: { field: company.domain, eq: acme.example }, points: 5'),
  );
  const parsed = parseScoreLine('{"lead":{"id":"x","company":{"domain":"Acme.example"}}}');
  expect(parsed.ok && model.score(parsed.input, NOW).total).toBe(5);
});
