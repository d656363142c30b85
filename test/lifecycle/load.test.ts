import { expect, test } from '@jest/globals';
import { loadLifecycle, madeByPoints } from '../../src/lifecycle/load.js';
import { MODEL } from './support.js';

const HEAD = 'lifecycle: test\nversion: 1\ntransitions:\n';

function problems(transition: string, model = true): string {
  try {
    loadLifecycle(`${HEAD}  - ${transition}`, 'lifecycle.yaml', model ? MODEL : undefined);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

const WHEN = 'when: { field: total, gte: 50 }';

test.each([
  [
    `{ id: a, from: [led], to: mql, ${WHEN} }`,
    /:4: transitions\[0\]\.from\[0\]: unknown value "led".*did you mean lead\?/,
  ],
  [`{ id: a, from: [lead], to: mqll, ${WHEN} }`, /transitions\[0\]\.to: .*did you mean mql\?/],
  [
    `{ id: a, from: [lead], to: mql, wen: { field: total, gte: 5 } }`,
    /unknown key "wen" \(did you mean when\?\)/,
  ],
  [
    `{ id: a, from: [lead], to: mql, when: { field: totl, gte: 5 } }`,
    /when\.field: unknown field "totl" \(did you mean total\?\)/,
  ],
  [
    `{ id: a, from: [lead], to: mql, when: { field: dimensions.fitt, gte: 5 } }`,
    /unknown field "dimensions.fitt" \(did you mean dimensions.fit\?\)/,
  ],
  [
    `{ id: a, from: [lead], to: mql, when: { field: reached.mqll, eq: true } }`,
    /did you mean reached.mql\?/,
  ],
  [
    `{ id: a, from: [lead], to: mql, when: { field: country, inList: frends } }`,
    /unknown list "frends" \(did you mean friends\?\)/,
  ],
  [
    `{ id: a, from: [lead], to: mql, when: { field: activity.demo_reqest.count.7d, gte: 1 } }`,
    /did you mean activity.demo_request.count.7d\?/,
  ],
  [
    `{ id: a, from: [lead], to: mql, when: { field: total, startsWith: 5 } }`,
    /"total" is a number/,
  ],
  [`{ id: a, from: [lead], to: mql, ${WHEN}, for: 0d }`, /for: expected a duration/],
  [`{ id: a, from: [], to: mql, ${WHEN} }`, /from/],
  [`{ id: crm, from: [lead], to: mql, ${WHEN} }`, /"crm" is the reason of moves made in the CRM/],
  [`{ id: a, from: [lead, mql], to: mql, ${WHEN} }`, /from\[1\]: moves from mql to itself/],
  [
    `{ id: a, from: [disqualified], to: lead, when: { field: feedback, eq: accepted } }`,
    /only a person takes a lead out/,
  ],
  [
    `{ id: a, from: [customer], to: recycled, ${WHEN} }`,
    /points never move a lead out of customer/,
  ],
  [
    `{ id: a, from: [opportunity], to: recycled, ${WHEN} }`,
    /points never move a lead out of opportunity/,
  ],
  [`{ id: a, from: [sql], to: mql, ${WHEN} }`, /back from sql to mql; write "back: true" if meant/],
  [
    `{ id: a, from: [lead], to: mql, ${WHEN}, reverts: true, restart: true }`,
    /cannot start afresh/,
  ],
])('refuses %s', (transition, message) => {
  expect(problems(transition)).toMatch(message);
});

test('refuses an id used twice, at the second place', () => {
  const one = `{ id: a, from: [lead], to: mql, ${WHEN} }`;
  expect(problems(`${one}\n  - ${one}`)).toMatch(
    /^lifecycle.yaml:5: .*"a" is already transition 0$/,
  );
});

test.each([
  `{ id: a, from: [sql], to: mql, ${WHEN}, back: true }`,
  `{ id: a, from: [sql], to: mql, when: { field: feedback, eq: rejected } }`,
  `{ id: a, from: [mql], to: recycled, ${WHEN}, for: 2w }`,
  `{ id: a, from: [recycled], to: lead, ${WHEN} }`,
  `{ id: a, from: [customer], to: recycled, when: { field: deal.won, eq: 0 } }`,
  `{ id: a, from: [lead], to: mql, when: { field: trend.7d, gte: 20 }, alert: new-mql }`,
  `{ id: a, from: [lead], to: mql, when: { field: country, inList: friends } }`,
])('accepts %s', (transition) => {
  expect(problems(transition)).toBe('');
});

test('without a model, names of dimensions and thresholds are taken as they come', () => {
  const when = '{ any: [ { field: dimensions.x, gte: 1 }, { field: reached.y, eq: true } ] }';
  expect(problems(`{ id: a, from: [lead], to: mql, when: ${when} }`, false)).toBe('');
});

test('warns that a hold time does not delay the way back', () => {
  const text = `${HEAD}  - { id: a, from: [lead], to: disqualified, ${WHEN}, for: 1d, reverts: true }`;
  expect(loadLifecycle(text, 'l.yaml').warnings).toMatchObject([
    { line: 4, path: 'transitions[0].for' },
  ]);
});

test.each([
  [{ field: 'total', gte: 1 }, true],
  [{ field: 'reached.mql', eq: true }, true],
  [{ not: { field: 'trend.7d', lt: 0 } }, true],
  [{ field: 'dimensions.fit', gte: 1 }, true],
  [
    {
      all: [
        { field: 'dimensions.fit', gte: 1 },
        { field: 'country', eq: 'FI' },
      ],
    },
    true,
  ],
  [
    {
      all: [
        { field: 'dimensions.fit', gte: 1 },
        { field: 'activity.chat.count.7d', gte: 1 },
      ],
    },
    false,
  ],
  [
    {
      all: [
        { field: 'total', gte: 1 },
        { field: 'activity.chat.count.7d', gte: 1 },
      ],
    },
    true,
  ],
  [{ field: 'feedback', eq: 'accepted' }, false],
])('whether points make %j: %s', (condition, expected) => {
  expect(madeByPoints(condition)).toBe(expected);
});
