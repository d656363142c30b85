import { expect, test } from '@jest/globals';
import type { Activity } from '../../src/lead/activity.js';
import { arrange } from '../../src/scoring/activities.js';
import { toHundredths, toWhole } from '../../src/scoring/rounding.js';
import type { ScoreInput } from '../../src/scoring/types.js';
import { ago, DAY, HOUR, NOW, oneDimension, points, scorer } from './support.js';

function line(
  rule: string,
  activities: readonly Activity[],
  more: Partial<ScoreInput> = {},
): number {
  const model = scorer(oneDimension(rule));
  return points(model.score({ id: 'l', fields: {}, activities, ...more }, NOW), 'r0');
}

test('rounding is half away from zero on decimals', () => {
  expect([2.125, -2.125, 1.005, 0.004999, 0.005, -0.004, 8.345].map(toHundredths)).toEqual([
    213, -213, 101, 0, 1, 0, 835,
  ]);
  expect([-1650, 1650, 149, -149, 150, 0].map(toWhole)).toEqual([-17, 17, 1, -1, 2, 0]);
});

test('of one id the last in the input wins, and the order is (time, id)', () => {
  const one = ago(DAY, 'chat', {}, 'a');
  const other = ago(2 * DAY, 'email_open', {}, 'a');
  expect(arrange([one, other], Number.NEGATIVE_INFINITY)).toEqual([other]);
  const tied = [ago(0, 'chat', {}, 'a'), ago(0, 'chat', {}, 'b'), ago(0, 'chat', {}, 'B')];
  expect(arrange(tied, Number.NEGATIVE_INFINITY).map(({ id }) => id)).toEqual(['b', 'a', 'B']);
  const many = Array.from({ length: 300 }, (_, n) => ago(n, 'chat', {}, `x${n % 299}`));
  expect(arrange(many, Number.NEGATIVE_INFINITY)).toHaveLength(299);
});

test('of a UTC day only the newest count, before atLeast is asked', () => {
  const opens = [0, 1, 2, 13, 14].map((hours) => ago(hours * HOUR, 'email_open'));
  const rule = 'activity: { type: email_open }, points: 5, count: each, perDay: ';
  // Three on 1 March, two on 28 February.
  expect(line(`${rule}1`, opens)).toBe(10);
  expect(line(`${rule}2`, opens)).toBe(20);
  expect(line(`${rule}3`, opens)).toBe(25);
  expect(line(`${rule}1, atLeast: 2`, opens)).toBe(10);
  expect(line(`${rule}1, atLeast: 3`, opens)).toBe(0);
});

test('what lies before countFrom or after now does not count', () => {
  const rule = 'activity: { type: chat }, points: 5, count: each';
  const activities = [ago(-1, 'chat'), ago(0, 'chat'), ago(DAY, 'chat'), ago(3 * DAY, 'chat')];
  expect(line(rule, activities)).toBe(15);
  const fields = { countFrom: new Date(NOW - DAY).toISOString() };
  expect(line(rule, activities, { fields })).toBe(10);
  expect(line(rule, activities, { fields: { countFrom: 'once' } })).toBe(15);
});

test('idle and unanswered work only where their channel is observed', () => {
  const idle = 'idle: { channel: web, first: 1d }, points: -5';
  const old = [ago(9 * DAY, 'page_view')];
  expect(line(idle, old)).toBe(-5);
  expect(line(idle, old, { observed: ['email'] })).toBe(0);
  expect(line('idle: { first: 1d }, points: -5', old, { observed: [] })).toBe(0);
  expect(line('idle: { first: 36h }, points: -5', [ago(2 * DAY - 1, 'chat')])).toBe(0);
  expect(line('idle: { first: 36h }, points: -5', [ago(2 * DAY, 'chat')])).toBe(-5);
  const unanswered = 'unanswered: { type: email_sent, by: email_open, after: 1d }, points: -5';
  const sent = [ago(2 * DAY, 'email_sent')];
  expect(line(unanswered, sent)).toBe(-5);
  expect(line(unanswered, sent, { observed: ['web'] })).toBe(0);
  // An activity never answers itself.
  const self = 'unanswered: { type: chat, by: chat, after: 1d }, points: -5, count: each';
  expect(line(self, [ago(3 * DAY, 'chat'), ago(2 * DAY, 'chat')])).toBe(-5);
});

test('a count over a channel that is not observed is unknown', () => {
  const rule = 'when: { field: activity.page_view.count.7d, lt: 1 }, points: 5, unknown: 2';
  expect(line(rule, [])).toBe(5);
  expect(line(rule, [], { observed: ['email'] })).toBe(2);
  expect(line(rule, [ago(7 * DAY, 'page_view')])).toBe(5);
  expect(line(rule, [ago(7 * DAY - 1, 'page_view')])).toBe(0);
});

test('a guard counts only when true; percent is of readyAt', () => {
  const rule = (guard: string): string =>
    `activity: { type: chat }, percent: 30, if: { field: country, eq: ${guard} }`;
  const model = (guard: string) => scorer(oneDimension(rule(guard), 'readyAt: 50'));
  const total = (guard: string, fields: ScoreInput['fields']): number | null =>
    model(guard).score({ id: 'l', fields, activities: [ago(HOUR, 'chat')] }, NOW).total;
  expect(total('FI', { country: 'fi' })).toBe(15);
  expect(total('FI', { country: 'se' })).toBe(0);
  expect(total('FI', {})).toBe(0);
});

test('a trend picks the segment', () => {
  const model = scorer(
    oneDimension(
      'activity: { type: chat }, points: 10, count: each',
      'segments: [{ id: rising, when: { field: trend.3d, gte: 20 } }]',
    ),
  );
  const lead = { id: 'l', fields: {}, activities: [ago(DAY, 'chat'), ago(2 * DAY, 'chat')] };
  const score = model.score(lead, NOW);
  expect(score).toMatchObject({ total: 20, segment: 'rising' });
  // The older of the two leaves the three days.
  expect(score.nextChangeAt).toBe(NOW + DAY);
  expect(model.score(lead, NOW + DAY).segment).toBeNull();
});

test('the scorer keeps nothing of the lead before', () => {
  const model = scorer(
    oneDimension(
      'when: { field: country, eq: FI }, points: 10\nactivity: { type: chat }, points: 5',
    ),
  );
  const rich = { id: 'a', fields: { country: 'FI' }, activities: [ago(0, 'chat')] };
  const poor = { id: 'b', fields: {}, activities: [] };
  expect([rich, poor, rich, poor].map((lead) => model.score(lead, NOW).total)).toEqual([
    15, 0, 15, 0,
  ]);
});
