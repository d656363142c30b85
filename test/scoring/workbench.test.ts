/** What a model editor asks of the scoring: sentences, curves, single matches, what is missing, pinned leads. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { compileModel } from '../../src/scoring/compile.js';
import { decayCurve } from '../../src/scoring/curve.js';
import { loadModel } from '../../src/scoring/load.js';
import { asksFieldsAlone, compileAsk } from '../../src/scoring/matching.js';
import { notSetUp } from '../../src/scoring/needs.js';
import { pinExample } from '../../src/scoring/pin.js';
import { modelWords } from '../../src/scoring/words/model.js';
import { ago, DAY, NOW, oneDimension } from './support.js';

const DEFAULT = readFileSync('config/scoring/b2b-default.yaml', 'utf8');

test('a curve has the scorer’s own points, ends where nothing counts, and is never long', () => {
  const half = decayCurve({ halfLife: '30d' }, 50);
  expect(half[0]).toEqual([0, 50]);
  expect(half.find(([day]) => day === 30)?.[1]).toBe(25);
  expect(decayCurve({ halfLife: '30d' }, 50, '10d').at(-1)?.[0]).toBe(10);
  expect(decayCurve({ linear: '60d' }, -10).at(-1)?.[1]).toBe(0);
  expect(decayCurve({ step: '1w', points: 3 }, 10).find(([day]) => day === 15)?.[1]).toBe(4);
  expect(decayCurve({ halfLife: '900w' }, 1).length).toBeLessThanOrEqual(122);
});

test('sentences stay where they can be read, whatever is wrong beside them', () => {
  const words = modelWords(parse(DEFAULT));
  expect(words.rules[0]).toEqual({
    sentence: 'seniority is c_level, vp or director',
    size: '+15',
    points: 15,
  });
  const broken = modelWords({ rules: [{ id: 'a' }, 7, { when: { field: 'x', eq: 1 } }], lists: 3 });
  expect(broken.rules).toEqual([null, null, null]);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(modelWords(value).rules).toBeInstanceOf(Array);
    }),
    { numRuns: 40 },
  );
});

test('a rule pays exactly those whom it is counted for, whatever it is worth', () => {
  const input = { id: '1', fields: { country: 'FI' }, activities: [ago(3 * DAY, 'page_view')] };
  const matches = (rule: Record<string, unknown>) => compileAsk({ rule }, {}, {})(input, NOW);
  expect(matches({ activity: { type: 'page_view' }, points: 0, cap: 0 })).toBe(true);
  // Half a thousandth of a point is left: it still counts.
  expect(matches({ activity: { type: 'page_view' }, points: 1, decay: { linear: '3d' } })).toBe(
    true,
  );
  expect(matches({ activity: { type: 'page_view' }, atLeast: 2, points: 5 })).toBe(false);
  expect(matches({ when: { field: 'country', eq: 'SE' }, points: 5, else: 3, unknown: 2 })).toBe(
    false,
  );
  expect(asksFieldsAlone({ predicate: { field: 'country', eq: 'FI' } })).toBe(true);
  expect(asksFieldsAlone({ predicate: { field: 'activity.chat.count.7d', gte: 1 } })).toBe(false);
  expect(asksFieldsAlone({ rule: { idle: { first: '3d' } } })).toBe(false);
  for (const field of ['company.people', 'contacted.by', 'lastContactedAt', 'trend.7d']) {
    expect(asksFieldsAlone({ predicate: { any: [{ field, exists: true }] } })).toBe(false);
  }
  expect(asksFieldsAlone({ predicate: { field: 'company.employees', gte: 5 } })).toBe(true);
});

test('what nothing fills is named with the place that asks for it', () => {
  const { model } = loadModel(
    oneDimension(
      `points: 1, when: { any: [{ field: country, eq: FI }, { field: custom.plan, eq: pro }] }
points: 1, activity: { type: [chat, "custom:quiz"] }
points: 1, idle: { channel: product, first: 30d }
points: 1, when: { field: activity.demo_request.count.7d, gte: 1 }`,
      'segments: [{ id: s, when: { field: custom.tier, eq: a } }]',
    ),
    'm.yaml',
  );
  const supply = {
    fields: new Set(['country']),
    types: new Set(['chat']),
    channels: new Set(['web']),
  };
  expect(
    notSetUp(model, supply).map(({ path, missing, idle }) => [
      path.join('.'),
      missing.map(({ name }) => name),
      idle,
    ]),
  ).toEqual([
    ['rules.0', ['custom.plan'], false],
    ['rules.1', ['custom:quiz'], false],
    ['rules.2', ['product'], true],
    ['rules.3', ['demo_request'], true],
    ['segments.0', ['custom.tier'], true],
  ]);
});

test('a pinned lead keeps its figures and of its personal data only what the model looks at', () => {
  const { model } = loadModel(
    oneDimension(
      `points: 10, when: { field: email, endsWith: "@rival.example" }
points: 5, when: { field: name.first, exists: true }
points: 7, activity: { type: page_view, where: { path: { startsWith: /pricing } } }, decay: { halfLife: 30d }`,
      'total: {}',
    ),
    'm.yaml',
  );
  const scorer = compileModel(model);
  const input = {
    id: '7',
    fields: {
      email: 'ann.lee@rival.example',
      'name.first': 'Ann',
      'name.last': 'Lee',
      phone: '+358401234567',
      jobTitle: 'Buyer',
    },
    activities: [
      ago(20 * DAY + 60_000, 'page_view', {
        path: '/pricing?mail=ann.lee@rival.example',
        ip: '1.2.3.4',
      }),
      ago(2 * DAY, 'email_open', { message: 'Hello Ann' }),
    ],
  };
  const { example, same, notes } = pinExample(model, scorer, input, NOW, 'A buyer');
  expect(same).toBe(true);
  expect(example.lead).toEqual({ email: 'person@rival.example', 'name.first': 'First' });
  expect(example.activities).toEqual([
    { type: 'page_view', daysAgo: 20, attributes: { path: '/pricing' } },
  ]);
  expect(example.expect).toEqual({ total: scorer.totals(input, NOW).total });
  expect(notes).toEqual(['email: the part that the model looks at was kept']);
});

test('a pinned lead keeps the numbers of its company, and so its score', () => {
  const { model } = loadModel(
    oneDimension('points: 7, when: { field: company.active30d, gte: 2 }'),
    'm.yaml',
  );
  const acts = [
    { person: 1, at: NOW - DAY },
    { person: 2, at: NOW - 29 * DAY },
  ];
  const input = { id: '1', fields: {}, activities: [], company: { people: 3, acts } };
  const pinned = pinExample(model, compileModel(model), input, NOW, 'Busy company');
  expect(pinned.example.lead).toEqual({ 'company.active30d': 2 });
  expect(pinned.same).toBe(true);
  expect(pinned.example.expect.total).toBe(7);
});
