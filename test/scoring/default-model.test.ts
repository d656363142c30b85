import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Activity } from '../../src/lead/activity.js';
import { checkExamples } from '../../src/scoring/check-examples.js';
import { compileModel } from '../../src/scoring/compile.js';
import { scoreToJson } from '../../src/scoring/json.js';
import { loadModel } from '../../src/scoring/load.js';
import { parseScoreLine } from '../../src/scoring/ndjson.js';
import type { Score } from '../../src/scoring/types.js';
import { ago, DAY, lines, NOW, points, view } from './support.js';

const text = readFileSync('config/scoring/b2b-default.yaml', 'utf8');
const { model, warnings } = loadModel(text, 'config/scoring/b2b-default.yaml');
const filled = compileModel({
  ...model,
  lists: {
    'target-departments': ['it'],
    'target-industries': ['software'],
    'target-countries': ['FI'],
    'not-served-countries': ['AQ'],
    competitors: ['rival.example'],
  },
});

function score(fields: Record<string, unknown>, ...activities: Activity[]): Score {
  return filled.score({ id: 'l', fields, activities }, NOW);
}
/** The line of one rule for a lead that did one thing so many days ago. */
function acted(rule: string, type: string, days = 0, attributes = {}): number {
  return points(score({}, ago(days * DAY, type, attributes)), rule);
}
const daily = (count: number, type: string): Activity[] =>
  Array.from({ length: count }, (_, day) => ago(day * DAY, type));

test('warns only of lists to be filled and the rules that wait for them', () => {
  const rest = warnings.filter(({ message }) => !/the list is empty|an empty list/.test(message));
  expect(rest).toEqual([]);
  expect(warnings.filter(({ path }) => path.startsWith('lists.'))).toHaveLength(5);
});

test('its nine pinned leads are where they should be', () => {
  expect(model.examples).toHaveLength(9);
  expect(checkExamples(model, NOW)).toEqual([]);
  expect(checkExamples(model, NOW + 1234 * DAY + 5678)).toEqual([]);
});

test.each([
  ['executive', { seniority: 'Director' }, 15],
  ['manager', { seniority: 'manager' }, 10],
  ['department', { department: 'IT' }, 10],
  ['size', { 'company.employees': 50 }, 10],
  ['size', { 'company.employees': 500 }, 10],
  ['size', { 'company.employees': 501 }, 0],
  ['size-near', { 'company.employees': 20 }, 5],
  ['size-near', { 'company.employees': 2000 }, 5],
  ['size-near', { 'company.employees': 50 }, 0],
  ['micro', { 'company.employees': 4 }, -10],
  ['micro', { 'company.employees': 5 }, 0],
  ['industry', { 'company.industry': 'Software' }, 10],
  ['country', { country: 'fi' }, 5],
  ['not-served', { country: 'AQ' }, -30],
  ['student', { seniority: 'intern' }, -30],
  ['free-mail', { emailKind: 'free' }, -10],
  ['free-mail', {}, 0],
])('fit: %s of %j is %d', (rule, fields, expected) => {
  expect(points(score(fields), rule)).toBe(expected);
});

test.each([
  // one day old, by hand: points x 0.5^(1/30) and so on
  ['asks-to-buy', 'demo_request', 0, 50],
  ['asks-to-buy', 'pricing_request', 30, 25],
  ['asks-to-buy', 'demo_request', 90, 0],
  ['contact', 'contact_request', 30, 20],
  ['trial', 'trial_start', 30, 20],
  ['trial', 'trial_start', 60, 0],
  ['product-use', 'product_use', 14, 2.5],
  ['met', 'meeting_held', 45, 17.5],
  ['met', 'meeting_booked', 120, 0],
  ['talked', 'call_connected', 30, 5],
  ['talked', 'chat', 0, 10],
  ['reply', 'email_reply', 60, 3.75],
  ['webinar', 'webinar_attended', 45, 10],
  ['webinar', 'event_attended', 90, 5],
  ['registered', 'webinar_registered', 59, 7],
  ['registered', 'event_registered', 60, 0],
  ['content', 'content_download', 45, 10],
  ['form', 'form_submit', 45, 5],
  ['browsing', 'page_view', 14, 1],
  ['click', 'email_click', 21, 2.5],
  ['open', 'email_open', 21, 0.5],
  ['unsubscribed', 'unsubscribe', 364, -20],
  ['unsubscribed', 'unsubscribe', 365, 0],
  ['bounced', 'email_bounce', 179, -10],
  ['social', 'ad_click', 21, 1.5],
  ['social', 'social_engagement', 0, 3],
])('%s: %s %d days ago is %d', (rule, type, days, expected) => {
  expect(acted(rule, type, days)).toBe(expected);
});

test('pages', () => {
  expect(acted('pricing', 'page_view', 30, { path: '/Pricing/eu' })).toBe(7.5);
  expect(acted('careers', 'page_view', 89, { path: '/careers' })).toBe(-10);
  expect(acted('investors', 'page_view', 1, { path: '/investors' })).toBe(-5);
  const visits = [view(0, '/pricing'), view(6 * DAY, '/pricing'), view(12 * DAY, '/pricing')];
  // 15 + 5 x 0.9 + 5 x 0.8
  expect(points(score({}, ...visits), 'pricing')).toBe(23.5);
  const walk = [view(8 * DAY, '/product'), view(6 * DAY, '/pricing')];
  // 10 x (1 - 6/60)
  expect(points(score({}, ...walk), 'product-then-price')).toBe(9);
});

test('repeats and caps', () => {
  // 20 + 10 + 10, later ones are worth nothing more
  const guides = Array.from({ length: 5 }, (_, n) => ago(n, 'content_download'));
  expect(points(score({}, ...guides), 'content')).toBe(40);
  expect(
    points(
      score({}, ago(1, 'webinar_attended'), ago(2, 'event_attended'), ago(3, 'webinar_attended')),
      'webinar',
    ),
  ).toBe(30);
  expect(
    points(
      score(
        {},
        ago(1, 'form_submit'),
        ago(2, 'form_submit'),
        ago(3, 'form_submit'),
        ago(4, 'form_submit'),
      ),
      'form',
    ),
  ).toBe(20);
  expect(points(score({}, ...daily(9, 'email_open')), 'open')).toBe(3);
  expect(points(score({}, ...daily(9, 'email_click')), 'click')).toBe(15);
  expect(points(score({}, ...daily(9, 'product_use')), 'product-use')).toBe(20);
  expect(points(score({}, ...daily(9, 'chat')), 'talked')).toBe(20);
  expect(points(score({}, ...daily(9, 'email_reply')), 'reply')).toBe(30);
  expect(points(score({}, ...daily(9, 'ad_click')), 'social')).toBe(9);
  expect(points(score({}, ...daily(9, 'page_view')), 'browsing')).toBe(10);
});

test('silence', () => {
  const since = (days: number): number =>
    points(score({ createdAt: new Date(NOW - days * DAY).toISOString() }), 'silent');
  expect([29, 30, 59, 60, 90, 400].map(since)).toEqual([0, -10, -10, -20, -30, -30]);
});

test('bounds, grades, bands, disqualification, segment', () => {
  const best = score(
    {
      seniority: 'vp',
      department: 'it',
      country: 'FI',
      'company.employees': 100,
      'company.industry': 'software',
    },
    ago(1, 'demo_request'),
  );
  expect(best).toMatchObject({
    dimensions: { fit: 45, engagement: 50 },
    total: 95,
    grade: 'A1',
    band: 'hot',
    thresholds: { mql: 50, sql: 100 },
  });
  expect(lines(best)).toContain('capped at 45 -5.00');
  expect(filled.action('hot')).toBe('Call today');
  expect(filled.action('out')).toBeNull();
  expect(score({}, ago(1, 'unsubscribe'), ago(1, 'email_bounce')).dimensions?.engagement).toBe(0);
  expect(lines(score({}, ago(1, 'unsubscribe'), ago(1, 'email_bounce')))).toContain(
    'not below -20 10.00',
  );
  expect(score({ seniority: 'student', country: 'AQ' }).dimensions?.fit).toBe(-30);
  expect(score({ 'company.domain': 'Rival.example' })).toMatchObject({
    disqualified: 'competitor',
    grade: 'F',
    band: 'out',
    total: 0,
  });
  expect(score({ emailKind: 'disposable' }).disqualified).toBe('disposable');
  expect(score({ 'company.employees': 1000 })).toMatchObject({
    segment: 'enterprise',
    thresholds: { mql: 60, sql: 100 },
  });
});

test('the page about scoring shows what really comes out', () => {
  const page = readFileSync('docs/scoring.md', 'utf8');
  const [input = '', output = ''] = page.split('\n').filter((line) => /^\{"(lead|id)"/.test(line));
  const parsed = parseScoreLine(input);
  if (!parsed.ok) throw new Error(parsed.reason);
  const score = compileModel(model).score(parsed.input, NOW);
  expect(scoreToJson(score)).toEqual(JSON.parse(output));
  const shown = page.split('```yaml')[1]?.split('```')[0] ?? '';
  const example = loadModel(shown, 'page', { readList: () => 'rival.example' });
  expect(example.warnings).toEqual([]);
  expect(checkExamples(example.model, NOW)).toEqual([]);
});
