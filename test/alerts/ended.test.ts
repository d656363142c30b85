import { expect, test } from '@jest/globals';
import { endedTriggers } from '../../src/alerts/ended.js';
import { loadAlerts } from '../../src/alerts/load.js';
import { ALL_TEXT, SCOPE } from './support.js';

const ALL = loadAlerts(ALL_TEXT, 'all.yaml', SCOPE).alerts;
const STAGE = ['hand-raise', 'new-mql'];

test.each([
  ['leaves the stage', { stage: 'sql', moved: true, total: null }, STAGE],
  ['comes to the stage', { stage: 'mql', moved: true, total: null }, []],
  ['stands in another stage for long', { stage: 'sql', moved: false, total: null }, []],
  ['falls', { stage: 'sql', moved: false, total: { before: 80, after: 60 } }, ['hot-again']],
  [
    'falls far',
    { stage: 'sql', moved: false, total: { before: 80, after: 10 } },
    ['hot-again', 'deal-contact-active'],
  ],
  ['falls, but not below', { stage: 'sql', moved: false, total: { before: 90, after: 75 } }, []],
  ['was below', { stage: 'sql', moved: false, total: { before: 40, after: 30 } }, []],
  [
    'has no total any more',
    { stage: 'sql', moved: false, total: { before: 80, after: null } },
    ['hot-again', 'deal-contact-active'],
  ],
  [
    'is scored by another version',
    { stage: 'sql', moved: false, total: { before: null, after: 60 } },
    ['hot-again'],
  ],
] as const)('a lead that %s ends the causes that are over', (_, now, ended) => {
  expect(endedTriggers(ALL, now)).toEqual(ended);
});
