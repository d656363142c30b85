import { expect, test } from '@jest/globals';
import { loadAlerts } from '../../src/alerts/load.js';
import { type PlanInput, planAlerts } from '../../src/alerts/plan.js';
import { ALL_TEXT, HOUR, NOW, planInput, SCOPE, SHIPPED } from './support.js';

const DAY = 24 * HOUR;
const ALL = loadAlerts(ALL_TEXT, 'all.yaml', SCOPE).alerts;
const hand: PlanInput['entry'] = {
  to: 'mql',
  by: 'mql-hand',
  why: 'Asked to be contacted',
  byPoints: false,
  ordinal: 4,
};

test('a new MQL becomes one task of its owner, due in the owner’s own hours', () => {
  const { planned, quiet } = planAlerts(SHIPPED, planInput());
  expect(quiet).toEqual([]);
  expect(planned).toEqual([
    {
      key: '17:new-mql:3',
      lead: '17',
      trigger: 'new-mql',
      ordinal: 3,
      owner: '9',
      channel: 'task',
      priority: 'medium',
      // 17:00 of the next day in Helsinki.
      dueAt: Date.parse('2026-03-03T15:00:00Z'),
      timeZone: 'Europe/Helsinki',
      subject: 'New MQL: Ann Lee (62 points)',
      lines: [
        'Score 62, grade A2, warm: Contact within a day',
        'Because: Asked for a demo +50',
        'Who: Acme',
        'Last activity: Demo request, 2026-03-02',
        'https://plumbline.example/leads/17',
      ],
      cooldownUntil: NOW + 30 * DAY,
      total: 62,
    },
  ]);
});

test('a raised hand is urgent, and is not told a second time as a new MQL', () => {
  const { planned } = planAlerts(SHIPPED, planInput({ entry: hand, named: ['hand-raise'] }));
  expect(planned).toMatchObject([
    { trigger: 'hand-raise', priority: 'high', dueAt: NOW + HOUR, key: '17:hand-raise:4' },
  ]);
});

test('a move whose transition names no alert raises the first that waits for it', () => {
  const by = (entry: PlanInput['entry']) =>
    planAlerts(SHIPPED, planInput({ entry, named: [] })).planned.map(({ trigger }) => trigger);
  expect(by(hand)).toEqual(['hand-raise']);
  expect(by({ ...hand, by: 'mql-other' })).toEqual(['new-mql']);
  expect(by({ ...hand, to: 'sql' })).toEqual([]);
});

test('a move made in the CRM needs no telling unless the document asks for it', () => {
  for (const by of ['person', 'crm']) {
    const entry = { ...hand, by };
    expect(planAlerts(SHIPPED, planInput({ entry, named: [] })).planned).toEqual([]);
  }
});

test.each([
  ['backfill', { backfill: true }],
  ['mass-rescore', { massRescore: true }],
  ['old-causes', { causes: [{ at: NOW - 7 * DAY - 1, source: 'person' as const }] }],
  ['old-causes', { causes: [{ at: NOW, source: 'import' as const }] }],
  ['old-causes', { causes: [] }],
  ['override', { override: 'hold' as const }],
  ['override', { override: 'exclude' as const }],
  ['surge', { surge: true }],
  ['feedback', { facts: { 'feedback.at': NOW - 14 * DAY + 1 } }],
  ['open', { open: ['new-mql'] }],
  ['cooldown', { coolingUntil: { 'new-mql': NOW + 1 } }],
])('%s keeps quiet and says why: %j', (why, change) => {
  expect(planAlerts(SHIPPED, planInput(change))).toEqual({
    planned: [],
    quiet: [{ trigger: 'new-mql', why }],
  });
});

test.each([
  { causes: [{ at: NOW - 7 * DAY, source: 'unknown' as const }] },
  {
    causes: [
      { at: NOW, source: 'import' as const },
      { at: NOW, source: 'person' as const },
    ],
  },
  { override: 'hot' as const },
  { facts: { 'feedback.at': NOW - 14 * DAY } },
  { open: ['hand-raise'] },
  { coolingUntil: { 'new-mql': NOW } },
])('is not quiet for %j', (change) => {
  expect(planAlerts(SHIPPED, planInput(change)).planned).toHaveLength(1);
});

test('a surge of points does not silence a raised hand', () => {
  const change = { surge: true, entry: hand, named: ['hand-raise'] };
  expect(planAlerts(SHIPPED, planInput(change)).planned).toHaveLength(1);
});

test('nothing happened, nothing is planned', () => {
  expect(planAlerts(SHIPPED, planInput({ entry: null, named: [] }))).toEqual({
    planned: [],
    quiet: [],
  });
});

test('the same cause gives the same alert', () => {
  expect(planAlerts(SHIPPED, planInput())).toEqual(planAlerts(SHIPPED, planInput()));
});

test('without an owner the fallback is told, else nobody in particular', () => {
  const owner = null;
  const fallback = { ...SHIPPED, fallback: '1' };
  expect(planAlerts(SHIPPED, planInput({ owner })).planned).toMatchObject([
    { owner: null, timeZone: 'America/New_York' },
  ]);
  expect(planAlerts(fallback, planInput({ owner })).planned).toMatchObject([{ owner: '1' }]);
});

test('an unknown time zone gives way to the next known one', () => {
  const zoneOf = (change: Partial<Pick<PlanInput, 'owner' | 'accountTimeZone'>>) =>
    planAlerts(SHIPPED, planInput(change)).planned[0]?.timeZone;
  const owner = { id: '9', timeZone: 'Nowhere/At-All' };
  expect(zoneOf({ owner })).toBe('America/New_York');
  expect(zoneOf({ owner: { id: '9', timeZone: null }, accountTimeZone: 'x' })).toBe('UTC');
});

test('a total that crosses upwards raises once, at the crossing', () => {
  const facts = { 'trend.3d': 30 };
  const crossing = (before: number | null, after: number | null, more = facts) =>
    planAlerts(
      ALL,
      planInput({ entry: null, named: [], total: { before, after, ordinal: 8 }, facts: more }),
    ).planned.map(({ key }) => key);
  expect(crossing(74, 75)).toEqual(['17:hot-again:8']);
  expect(crossing(75, 80)).toEqual([]);
  expect(crossing(80, 70)).toEqual([]);
  expect(crossing(null, 80)).toEqual([]);
  expect(crossing(74, null)).toEqual([]);
  expect(crossing(74, 90, { 'trend.3d': 24 })).toEqual([]);
});
