import { expect, test } from '@jest/globals';
import { sentOf } from '../../../src/evaluate/preview/sent.js';

const ROW = { want: {}, sending: null, confirmed: {}, found: {}, refused: [] };
const WANT = { score: '60', stage: 'mql' };

test('only what the CRM neither holds nor is being sent is sent', () => {
  expect(sentOf(WANT, undefined)).toEqual(['score', 'stage']);
  expect(sentOf(WANT, ROW)).toEqual(['score', 'stage']);
  expect(sentOf(WANT, { ...ROW, confirmed: { stage: 'mql' } })).toEqual(['score']);
  expect(sentOf(WANT, { ...ROW, confirmed: WANT })).toEqual([]);
  expect(sentOf(WANT, { ...ROW, sending: { stage: 'mql' } })).toEqual(['score']);
  expect(sentOf({ score: null }, { ...ROW, confirmed: { score: null } })).toEqual([]);
});

test('what somebody else changed is put back, or cleared when it is not wanted', () => {
  const row = { ...ROW, confirmed: WANT, found: { score: '1', grade: 'A' } };
  expect(sentOf(WANT, row)).toEqual(['score', 'grade']);
});

test('what was refused is sent again only with a new value of something refused', () => {
  const row = { ...ROW, want: { score: '50', stage: 'mql' }, refused: ['stage'] };
  expect(sentOf(WANT, row)).toEqual(['score']);
  expect(sentOf(WANT, { ...row, refused: ['score', 'stage'] })).toEqual(['score', 'stage']);
});
