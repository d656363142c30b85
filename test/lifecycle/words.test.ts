import { expect, test } from '@jest/globals';
import { decisionFacts, type KnownFacts } from '../../src/lifecycle/facts.js';
import { stageReader } from '../../src/lifecycle/stage-map.js';

const read = stageReader({ mql: 'marketingqualifiedlead', sql: 'salesqualifiedlead' });

test.each([
  ['subscriber', 'subscriber'],
  ['lead', 'lead'],
  ['marketingqualifiedlead', 'mql'],
  ['salesqualifiedlead', 'sql'],
  ['opportunity', 'opportunity'],
  ['customer', 'customer'],
  ['evangelist', undefined],
  ['other', undefined],
  ['mql', undefined],
  ['123456', undefined],
  ['', undefined],
  [null, undefined],
  ['constructor', undefined],
])('the CRM’s stage %j is ours %j', (value, stage) => {
  expect(read(value)).toBe(stage);
});

test('a table may name a custom stage; of two with one value the earlier is meant', () => {
  const custom = stageReader({ sql: '4711', recycled: 'lead' });
  expect(custom('4711')).toBe('sql');
  expect(custom('lead')).toBe('lead');
});

const known: KnownFacts = {
  figures: {
    dimensions: { fit: 20 },
    total: 50,
    grade: 'B2',
    band: 'warm',
    segment: null,
    thresholds: { mql: 50, sql: 100 },
  },
  feedback: { verdict: 'rejected', reason: 'timing', at: 7 },
  touched: false,
  lead: (path) => (path === 'country' ? 'FI' : undefined),
};

test('facts are asked for by name', () => {
  const facts = decisionFacts(known);
  const names = [
    'total',
    'grade',
    'band',
    'dimensions.fit',
    'reached.mql',
    'reached.sql',
    'country',
  ];
  expect(names.map((name) => facts.get(name))).toEqual([50, 'B2', 'warm', 20, true, false, 'FI']);
  expect(facts.get('feedback')).toBe('rejected');
  expect(facts.get('feedback.reason')).toBe('timing');
  expect(facts.get('feedback.at')).toBe(7);
  expect(facts.get('touched')).toBe(false);
});

test('what is not there is unknown, never null or false', () => {
  const outside = decisionFacts({
    ...known,
    figures: {
      dimensions: null,
      total: null,
      grade: null,
      band: null,
      segment: null,
      thresholds: null,
    },
    feedback: null,
    touched: null,
  });
  for (const name of [
    ...['total', 'grade', 'band', 'segment', 'dimensions.fit', 'reached.mql', 'feedback'],
    ...['feedback.reason', 'touched', 'dimensions.constructor'],
  ]) {
    expect(outside.get(name)).toBeUndefined();
  }
  expect(decisionFacts(known).get('reached.gold')).toBeUndefined();
});
