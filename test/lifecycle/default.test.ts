import { expect, test } from '@jest/globals';
import type { Stage } from '../../src/lead/stage.js';
import { DAY } from '../../src/lib/clock.js';
import { decide } from '../../src/lifecycle/decide.js';
import { decideWith, defaultLifecycle, fedBack, inputOf, NOW } from './support.js';

const lifecycle = defaultLifecycle();
const POINTS = {
  total: 60,
  'reached.mql': true,
  'dimensions.fit': 20,
  'dimensions.engagement': 40,
};
const HAND = { 'activity.demo_request.count.7d': 1, 'dimensions.fit': 0, total: 45 };
const rejected = (reason: string, at = NOW - DAY) => ({
  feedback: 'rejected',
  'feedback.reason': reason,
  'feedback.at': at,
});

test('the points lane needs the threshold and enough of both dimensions', () => {
  const decision = decideWith(lifecycle, { facts: POINTS });
  expect(decision).toMatchObject({ stage: 'mql', stageSince: NOW, alerts: ['new-mql'] });
  expect(decision.entry).toEqual({
    from: 'lead',
    to: 'mql',
    by: 'mql-points',
    why: 'Enough points',
    at: NOW,
    byPoints: true,
  });
  for (const lacking of [
    { 'reached.mql': false },
    { 'dimensions.fit': 9 },
    { 'dimensions.engagement': 19 },
  ]) {
    expect(decideWith(lifecycle, { facts: { ...POINTS, ...lacking } }).stage).toBe('lead');
  }
});

test('the fast lane takes an unknown fit, not a bad one', () => {
  const decision = decideWith(lifecycle, { facts: HAND });
  expect(decision).toMatchObject({ stage: 'mql', alerts: ['hand-raise'] });
  expect(decision.entry).toMatchObject({ by: 'mql-hand', byPoints: false });
  expect(decideWith(lifecycle, { facts: { ...HAND, 'dimensions.fit': -11 } }).stage).toBe('lead');
});

test('what is unknown moves nobody', () => {
  for (const stage of ['subscriber', 'lead', 'mql', 'sql', 'opportunity', 'customer'] as const) {
    expect(decideWith(lifecycle, { stage, facts: {} })).toMatchObject({ stage, entry: null });
  }
});

test.each([
  ['mql', { feedback: 'accepted', 'feedback.at': NOW }, 'sql', 'accepted'],
  ['lead', { 'activity.meeting_held.count.30d': 1 }, 'sql', 'met'],
  ['recycled', { 'deal.open': 1 }, 'sql', 'deal-opened'],
  ['mql', { total: 500, 'reached.sql': true }, 'mql', null],
  ['sql', rejected('timing'), 'recycled', 'rejected-for-now'],
  ['mql', rejected('no-reply'), 'recycled', 'rejected-for-now'],
  ['mql', rejected('not-a-fit'), 'disqualified', 'rejected-unfit'],
  ['lead', rejected('spam'), 'disqualified', 'rejected-unfit'],
  ['customer', rejected('spam'), 'customer', null],
  ['opportunity', { 'deal.won': 1, 'deal.open': 0 }, 'customer', 'deal-won'],
  ['recycled', { ...POINTS }, 'recycled', null],
] as const)('from %s with %j to %s', (stage, facts, to, by) => {
  const decision = decideWith(lifecycle, { stage: stage as Stage, facts });
  expect(decision.stage).toBe(to);
  expect(decision.entry?.by ?? null).toBe(by);
});

test('feedback of a former stay does not speak of this one', () => {
  const facts = rejected('timing', NOW - 11 * DAY);
  expect(decideWith(lifecycle, { stage: 'mql', facts }).stage).toBe('mql');
});

test('a lost deal recycles after 90 days in the stage, and not while another is open', () => {
  const facts = { 'activity.deal_lost.daysSince': 90, 'deal.open': 0 };
  const long = { stage: 'opportunity' as const, stageSince: NOW - 200 * DAY };
  expect(decideWith(lifecycle, { ...long, facts })).toMatchObject({
    stage: 'recycled',
    countFrom: NOW,
  });
  expect(decideWith(lifecycle, { ...long, facts: { ...facts, 'deal.open': 1 } }).stage).toBe(
    'opportunity',
  );
  const early = { ...facts, 'activity.deal_lost.daysSince': 89 };
  expect(decideWith(lifecycle, { ...long, facts: early })).toMatchObject({
    stage: 'opportunity',
    dueAt: NOW + DAY,
  });
});

test('a cold MQL rests after 14 days without a break, and starts afresh', () => {
  const facts = { total: 39, touched: false };
  const first = inputOf({ stage: 'mql', facts });
  const seen = decide(lifecycle, first);
  expect(seen).toMatchObject({ stage: 'mql', held: { cold: NOW }, dueAt: NOW + 14 * DAY });

  const almost = decide(lifecycle, { ...fedBack(first, seen), now: NOW + 14 * DAY - 1 });
  expect(almost.stage).toBe('mql');
  const gone = decide(lifecycle, { ...fedBack(first, almost), now: NOW + 14 * DAY });
  expect(gone).toMatchObject({ stage: 'recycled', countFrom: NOW + 14 * DAY, held: {} });

  const warm = inputOf({ stage: 'mql', facts: { ...facts, total: 40 }, held: { cold: NOW - DAY } });
  expect(decide(lifecycle, warm)).toMatchObject({ held: {}, dueAt: null });
  const unknown = inputOf({ stage: 'mql', facts: { total: 39 }, held: { cold: 0 } });
  expect(decide(lifecycle, unknown)).toMatchObject({ stage: 'mql', held: {} });
});

test('a recycled lead comes back after 30 days by a new act, and straight to MQL if it raises a hand', () => {
  const facts = { 'activity.demo_request.count.365d': 1, ...HAND };
  const early = decideWith(lifecycle, { stage: 'recycled', stageSince: NOW - 29 * DAY, facts });
  expect(early).toMatchObject({ stage: 'recycled', dueAt: NOW + DAY });
  const due = decideWith(lifecycle, { stage: 'recycled', stageSince: NOW - 30 * DAY, facts });
  expect(due.stage).toBe('mql');
  expect(due.entries.map(({ from, to, by }) => [from, to, by])).toEqual([
    ['recycled', 'lead', 'returned'],
    ['lead', 'mql', 'mql-hand'],
  ]);
  expect(due.alerts).toEqual(['hand-raise']);
});

test('the model’s disqualification ends with its match, back to where the lead was', () => {
  const input = inputOf({ stage: 'mql', disqualified: 'competitor' });
  const out = decide(lifecycle, input);
  expect(out).toMatchObject({ stage: 'disqualified', stageSince: NOW });
  const again = { ...fedBack(input, out), now: NOW + DAY };
  expect(decide(lifecycle, again).entry).toBeNull();

  const back = decide(lifecycle, { ...again, disqualified: null });
  expect(back).toMatchObject({ stage: 'mql', stageSince: NOW - 10 * DAY });
  expect(back.entry).toMatchObject({
    by: 'disqualified-by-rule',
    why: expect.stringContaining('No longer'),
  });
});

test('a rejection given while a rule disqualified the lead holds when the rule ends', () => {
  const input = inputOf({ stage: 'mql', disqualified: 'competitor' });
  const out = decide(lifecycle, input);
  const facts = rejected('not-a-fit', NOW + 1);
  const later = { ...fedBack(input, out), now: NOW + DAY, disqualified: null };
  const decision = decide(lifecycle, { ...later, facts: inputOf({ facts }).facts });
  expect(decision.stage).toBe('disqualified');
  const settled = { ...fedBack(later, decision), facts: inputOf({ facts }).facts };
  expect(decide(lifecycle, { ...settled, now: NOW + 2 * DAY }).stage).toBe('disqualified');
});

test('a rep’s disqualification does not end with a rule’s match', () => {
  const input = inputOf({ stage: 'mql', facts: rejected('student') });
  const out = decide(lifecycle, input);
  expect(out.stage).toBe('disqualified');
  expect(decide(lifecycle, { ...fedBack(input, out), now: NOW + DAY }).stage).toBe('disqualified');
});
