import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileModel } from '../../src/scoring/compile.js';
import { loadModel } from '../../src/scoring/load.js';
import type { Score, ScoreInput, Scorer } from '../../src/scoring/types.js';
import { type Kind, leads, models } from './arbitraries.js';
import { ago, DAY, HOUR, NOW, oneDimension, scorer, view } from './support.js';

/** What is published: everything but the reasons and the time itself. */
function published(score: Score): string {
  return JSON.stringify({ ...score, reasons: [], nextChangeAt: null });
}

/** Moments after `from` at which something could happen: whole hours after any date of the lead. */
function moments(lead: ScoreInput, from: number, seed: number): number[] {
  const dates = [NOW, Date.parse('2026-03-02'), Date.parse('2026-03-04T07:00Z')];
  dates.push(Date.parse('2026-02-27T12:00:00Z'), Date.parse('2026-02-20'));
  for (const { occurredAt } of lead.activities) dates.push(occurredAt);
  for (const value of [lead.fields.lastContactedAt, lead.fields.createdAt]) {
    if (typeof value === 'number') dates.push(value);
    if (typeof value === 'string') dates.push(Date.parse(value));
  }
  return dates.flatMap((date) => {
    const next = date + Math.ceil((from + 1 - date) / HOUR) * HOUR;
    const hours = [...Array(6).keys(), 24, 48, 168, 720, 2000];
    return hours.map((hour) => next + (hour + (hour < 6 ? 0 : seed % 24)) * HOUR);
  });
}

function isExact(scorer: Scorer, lead: ScoreInput, seed: number): void {
  const now = published(scorer.totals(lead, NOW));
  const next = scorer.score(lead, NOW).nextChangeAt;
  if (next !== null) {
    expect(next).toBeGreaterThan(NOW);
    expect(published(scorer.totals(lead, next - 1))).toBe(now);
    expect(published(scorer.totals(lead, next))).not.toBe(now);
  }
  for (const moment of moments(lead, NOW, seed)) {
    if (next !== null && moment >= next) continue;
    const then = published(scorer.totals(lead, moment));
    if (then !== now) {
      throw new Error(`changes at ${moment - NOW} ms already, said ${next && next - NOW}`);
    }
  }
}

function property(options: { only?: Kind; trend?: boolean }, numRuns: number): void {
  fc.assert(
    fc.property(models(options), leads(8), fc.nat(1000), (document, lead, seed) => {
      const { model } = loadModel(JSON.stringify(document), 'random.json');
      isExact(compileModel(model), lead, seed);
    }),
    { numRuns },
  );
}

test.each<Kind>(['when', 'activity', 'idle', 'unanswered', 'sequence'])(
  'the next change is exact with rules of kind %s',
  (only) => property({ only }, 60),
);

test('the next change is exact with all kinds together', () => property({}, 80));

test('the next change is exact with trends', () => property({ trend: true }, 30));

test('a change is chained to the next until nothing changes any more', () => {
  const model = scorer(
    oneDimension('activity: { type: demo_request }, points: 3, decay: { linear: 6d }'),
  );
  const lead = { id: 'l', fields: {}, activities: [ago(HOUR, 'demo_request')] };
  const totals: number[] = [];
  let now: number | null = NOW;
  while (now !== null && totals.length < 20) {
    const score: Score = model.score(lead, now);
    totals.push(score.total ?? Number.NaN);
    now = score.nextChangeAt;
  }
  // 3, 2.5, 2, 1.5, 1, 0.5, 0 by day, in whole points
  expect(totals).toEqual([3, 2, 1, 0]);
  const half = scorer(
    oneDimension('activity: { type: demo_request }, points: 50, decay: { halfLife: 30d }'),
  );
  let steps = 0;
  for (let at: number | null = NOW; at !== null && steps < 99; steps++)
    at = half.score(lead, at).nextChangeAt;
  expect(steps).toBeGreaterThan(40);
  expect(steps).toBeLessThan(60);
});

test('a future activity, an activity window and a date edge are next changes', () => {
  const future = scorer(oneDimension('activity: { type: demo_request }, points: 5'));
  const ahead = { id: 'l', fields: {}, activities: [ago(-5000, 'demo_request')] };
  expect(future.score(ahead, NOW)).toMatchObject({ total: 0, nextChangeAt: NOW + 5000 });

  const window = scorer(
    oneDimension(
      'when: { field: email, exists: true }, points: 5, activeFrom: 2026-03-02, activeTo: 2026-03-03',
    ),
  );
  const lead = { id: 'l', fields: { email: 'a@acme.example' }, activities: [] };
  expect(window.score(lead, NOW).nextChangeAt).toBe(Date.parse('2026-03-02'));
  expect(window.score(lead, Date.parse('2026-03-02')).nextChangeAt).toBe(Date.parse('2026-03-03'));
  expect(window.score(lead, Date.parse('2026-03-03')).nextChangeAt).toBeNull();

  const edge = scorer(oneDimension('when: { field: lastContactedAt, olderThan: 2d }, points: 5'));
  const contacted = { ...lead, fields: { lastContactedAt: '2026-03-01T07:30:00.123Z' } };
  expect(edge.score(contacted, NOW).nextChangeAt).toBe(Date.parse('2026-03-03T07:30:00.123Z'));
});

test('candidates that publish nothing new are passed over', () => {
  const text = `
model: test
version: 1
dimensions: { x: { cap: 10 } }
rules: [{ id: r, label: R, dimension: x, activity: { type: page_view }, points: 1, count: each, within: 30d }]
`;
  const activities = [...Array(40).keys()].map((n) => view(n * DAY, '/'));
  // 30 views count now; the cap of 10 is left when the 10th newest has become too old.
  const next = scorer(text).score({ id: 'l', fields: {}, activities }, NOW).nextChangeAt;
  expect(next).toBe(NOW - 9 * DAY + 30 * DAY);
});

test('a count changes when the right activity leaves its time', () => {
  const model = scorer(
    oneDimension('when: { field: activity.page_view.count.7d, gte: 2 }, points: 5'),
  );
  const activities = [view(DAY, '/'), view(2 * DAY, '/'), view(5 * DAY, '/')];
  // Three now; two when the oldest is gone, which publishes nothing; one two days before the newest goes.
  expect(model.score({ id: 'l', fields: {}, activities }, NOW)).toMatchObject({
    total: 5,
    nextChangeAt: NOW + 5 * DAY,
  });
});

test('a rule that fades to nothing ends the disqualification that it caused', () => {
  const text = `
model: test
version: 1
dimensions: { x: { floor: 0, cap: 0 } }
rules: [{ id: r, label: R, dimension: x, activity: { type: unsubscribe }, points: -5, within: 10d }]
disqualify: [{ id: gone, label: Gone, rules: { any: [r] } }]
`;
  const lead = { id: 'l', fields: {}, activities: [ago(DAY, 'unsubscribe')] };
  expect(scorer(text).score(lead, NOW)).toMatchObject({
    disqualified: 'gone',
    nextChangeAt: NOW + 9 * DAY,
  });
});

test('outside the population the moment of entering is still told', () => {
  const text = `
model: test
version: 1
population: { include: { field: lead.ageDays, gte: 3 } }
dimensions: { x: {} }
rules: []
`;
  const lead = { id: 'l', fields: { createdAt: NOW - DAY }, activities: [] };
  expect(scorer(text).score(lead, NOW)).toMatchObject({
    outside: 'include',
    total: null,
    dimensions: null,
    thresholds: null,
    nextChangeAt: NOW + 2 * DAY,
  });
});

test('endless idleness below a bound ends the search', () => {
  const text = `
model: test
version: 1
dimensions: { x: { floor: 0 } }
rules: [{ id: r, label: R, dimension: x, idle: { first: 1d, every: 1d }, points: -1 }]
`;
  const lead = { id: 'l', fields: { createdAt: NOW - DAY }, activities: [] };
  expect(scorer(text).score(lead, NOW).nextChangeAt).toBeNull();
});

test('a trend that nothing moves any more ends the search; one that moves for ever is given up', () => {
  const model = (cap: string) =>
    compileModel(
      loadModel(
        `
model: silence
version: 1
total: { ${cap} }
dimensions: { engagement: {} }
rules:
  - { id: idle, dimension: engagement, label: Silent, idle: { channel: any, first: 1d, every: 45d }, points: 12 }
segments:
  - { id: any, when: { field: trend.3d, exists: true }, rules: { idle: { off: true } } }
`,
        'silence.yaml',
      ).model,
    );
  const lead = { id: 'l', fields: {}, activities: [view(10 * DAY, '/')] };
  expect(model('cap: 20').score(lead, NOW)).toMatchObject({ total: 0, nextChangeAt: null });
  const given = model('floor: 0').score(lead, NOW).nextChangeAt ?? 0;
  expect(given).toBeGreaterThan(NOW + 20 * 365 * DAY);
  expect(given).toBeLessThan(NOW + 500 * 365 * DAY);
});
