import { expect, test } from '@jest/globals';
import type { Activity } from '../../src/lead/activity.js';
import type { Score, ScoreInput } from '../../src/scoring/types.js';
import { ago, DAY, HOUR, lines, NOW, oneDimension, points, scorer, view } from './support.js';

function score(
  model: string,
  activities: readonly Activity[],
  fields: ScoreInput['fields'] = {},
  now = NOW,
): Score {
  return scorer(model).score({ id: 'l', fields, activities }, now);
}

const ruleOf = (rule: string, activities: readonly Activity[], now = NOW): number =>
  points(score(oneDimension(rule), activities, {}, now), 'r0');

test('1: a half-life counts whole days', () => {
  const model = oneDimension(
    'activity: { type: demo_request }, points: 50, decay: { halfLife: 30d }',
  );
  const demo = [ago(30 * DAY - 1, 'demo_request')];
  const now = score(model, demo);
  expect(points(now, 'r0')).toBe(25.58);
  expect(now.total).toBe(26);
  expect(now.nextChangeAt).toBe(NOW + 1);
  const later = score(model, demo, {}, NOW + 1);
  expect(points(later, 'r0')).toBe(25);
  expect(later.total).toBe(25);
});

test('2: within is exact to the millisecond, the linear decay counts days', () => {
  const rule = 'activity: { type: page_view }, points: 10, within: 45d, decay: { linear: 60d }';
  expect(ruleOf(rule, [ago(45 * DAY - 1, 'page_view')])).toBe(2.67);
  expect(ruleOf(rule, [ago(45 * DAY, 'page_view')])).toBe(0);
});

test('3: halves are rounded away from zero as decimals', () => {
  const rule = (size: number): string =>
    `activity: { type: page_view }, points: ${size}, decay: { linear: 6d }`;
  expect(ruleOf(rule(12.75), [ago(5 * DAY, 'page_view')])).toBe(2.13);
  expect(ruleOf(rule(-12.75), [ago(5 * DAY, 'page_view')])).toBe(-2.13);
});

test('4: repeats decay by themselves and are bounded as a sum', () => {
  const rule =
    'activity: { type: page_view }, points: 10, repeat: { points: 5, max: 10 }, decay: { linear: 60d }';
  const views = [0, 6, 12, 30, 60].map((days) => ago(days * DAY, 'page_view'));
  expect(ruleOf(rule, views)).toBe(20);
});

test('5: perDay counts UTC days, groups are capped in a line of their own', () => {
  const model = `
model: test
version: 1
dimensions: { x: {} }
groups: { email: { dimension: x, cap: 30 } }
rules:
  - { id: open, label: Open, group: email, activity: { type: email_open }, points: 5, count: each, perDay: 1, cap: 15 }
  - { id: click, label: Click, group: email, activity: { type: email_click }, points: 20 }
`;
  const at = (iso: string, type = 'email_open'): Activity => ago(NOW - Date.parse(iso), type);
  const result = score(model, [
    at('2026-02-28T23:30:00Z'),
    at('2026-02-28T00:30:00Z'),
    at('2026-02-27T23:30:00Z'),
    at('2026-02-26T10:00:00Z'),
    at('2026-02-25T10:00:00Z'),
    at('2026-02-25T11:00:00Z', 'email_click'),
  ]);
  expect(lines(result)).toEqual(['Open 15.00', 'Click 20.00', 'capped at 30 -5.00']);
  expect(result.total).toBe(30);
});

test('6: steps take points off, and are counted in whole milliseconds', () => {
  const rule = 'activity: { type: page_view }, points: -10, decay: { step: 1w, points: 3 }';
  expect(ruleOf(rule, [ago(15 * DAY, 'page_view')])).toBe(-4);
  expect(ruleOf(rule, [ago(28 * DAY, 'page_view')])).toBe(0);
  const hours = 'activity: { type: page_view }, points: 500, decay: { step: 7h, points: 1 }';
  expect(ruleOf(hours, [ago(35 * DAY, 'page_view')])).toBe(380);
});

test('7: idleness grows in steps down to the floor', () => {
  const model = oneDimension(
    'idle: { channel: any, first: 30d, every: 30d }, points: -10, floor: -40',
  );
  const last = Date.parse('2025-11-21T07:00:00Z');
  const activities = [ago(NOW - last, 'page_view'), ago(DAY, 'email_sent')];
  const result = score(model, activities);
  expect(points(result, 'r0')).toBe(-30);
  expect(result.nextChangeAt).toBe(Date.parse('2026-03-21T07:00:00Z'));
  const then = score(model, activities, {}, Date.parse('2026-03-21T07:00:00Z'));
  expect(points(then, 'r0')).toBe(-40);
  expect(points(score(model, activities, {}, last + 150 * DAY), 'r0')).toBe(-40);
  expect(then.nextChangeAt).toBeNull();
});

test('8: unanswered messages, matched where both name one', () => {
  const model = oneDimension(
    'unanswered: { type: email_sent, by: email_open, after: 60d }, points: -5, count: each',
  );
  const activities = [
    ago(70 * DAY, 'email_sent', { message: 'm1' }),
    ago(65 * DAY, 'email_open'),
    ago(64 * DAY, 'email_sent', { message: 'm2' }),
    ago(63 * DAY, 'email_open', { message: 'm1' }),
    ago(60 * DAY, 'email_sent', { message: 'm3' }),
    ago(60 * DAY - 1, 'email_sent', { message: 'm4' }),
  ];
  const result = score(model, activities);
  expect(points(result, 'r0')).toBe(-10);
  expect(result.nextChangeAt).toBe(NOW + 1);
  expect(points(score(model, activities, {}, NOW + 1), 'r0')).toBe(-15);
});

test('9: a sequence follows (time, id) and decays from its last step', () => {
  const steps =
    'sequence: [ { type: page_view, where: { path: { startsWith: /product } } }, { type: page_view, where: { path: { startsWith: /pricing } } } ], within: 7d, points: 15';
  expect(
    ruleOf(`${steps}, decay: { linear: 10d }`, [view(8 * DAY, '/product'), view(DAY, '/pricing')]),
  ).toBe(13.5);
  expect(ruleOf(steps, [view(DAY, '/product', 'a'), view(DAY, '/pricing', 'b')])).toBe(15);
  expect(ruleOf(steps, [view(DAY, '/product', 'b'), view(DAY, '/pricing', 'a')])).toBe(0);
});

test('10: three-valued predicates', () => {
  const rule = (when: string): number =>
    points(
      score(oneDimension(`when: ${when}, points: 10, unknown: -2, else: 3`), [], {
        country: '  ',
        'company.employees': '120',
      }),
      'r0',
    );
  const p = '{ field: country, eq: FI }';
  const size = (least: number): string => `{ field: company.employees, gte: ${least} }`;
  expect(rule(`{ any: [${p}, ${size(100)}] }`)).toBe(10);
  expect(rule(`{ all: [${p}, ${size(100)}] }`)).toBe(-2);
  expect(rule(`{ all: [${p}, ${size(1000)}] }`)).toBe(3);
  expect(rule(`{ not: ${p} }`)).toBe(-2);
});

test('11: a weighted total with its lines', () => {
  const model = `
model: test
version: 1
dimensions: { fit: {}, engagement: { floor: -35 } }
total: { method: weighted, weights: { fit: 0.4, engagement: 0.6 } }
rules:
  - { id: a, label: A, dimension: fit, when: { field: email, exists: true }, points: 11.25 }
  - { id: b, label: B, dimension: engagement, when: { field: email, exists: true }, points: -60 }
`;
  const result = score(model, [], { email: 'ann@acme.example' });
  expect(result.total).toBe(-17);
  expect(result.dimensions).toEqual({ fit: 11, engagement: -35 });
  expect(lines(result)).toEqual([
    'A 11.25',
    'B -60.00',
    'not below -35 25.00',
    'fit x 0.4 -6.75',
    'engagement x 0.6 14.00',
    'rounding -0.50',
  ]);
});

test('12: windows, segments, disqualification', () => {
  const model = (more: string): string => `
model: test
version: 1
lists: { competitors: [rival.io] }
dimensions: { x: {} }
total: { method: sum, floor: -10 }
rules:
  - { id: size, label: Size, dimension: x, when: { field: company.employees, gte: 50 }, points: 10 }
  - { id: promo, label: Promo, dimension: x, when: { field: company.employees, exists: true }, points: 7, activeTo: 2026-03-01T12:00:00Z }
bands: { hot: 75, cold: 0 }
segments:
  - { id: ent, when: { field: company.employees, gte: 1000 }, rules: { size: { points: 25 } }, bands: { hot: 20, cold: 0 } }
${more}`;
  const lead = { 'company.employees': 2000, 'company.domain': 'Rival.io ' };
  const plain = score(model(''), [], lead);
  expect(plain).toMatchObject({ total: 25, band: 'hot', segment: 'ent', disqualified: null });
  expect(lines(plain)).toEqual(['Size 25.00']);
  expect(score(model(''), [], lead, NOW - 1).total).toBe(32);
  expect(score(model(''), [], lead, NOW - 1).nextChangeAt).toBe(NOW);
  const out = score(
    model(
      'disqualify: [{ id: competitor, label: Works for a competitor, when: { field: company.domain, inList: competitors } }]',
    ),
    [],
    lead,
  );
  expect(out).toMatchObject({
    total: -10,
    grade: 'F',
    band: 'out',
    segment: 'ent',
    disqualified: 'competitor',
    dimensions: { x: 25 },
  });
  expect(lines(out)).toEqual(['Size 25.00', 'Works for a competitor -35.00']);
  expect(HOUR * 24).toBe(DAY);
});
