import { expect, test } from '@jest/globals';
import { changesBetween, lineOf } from '../../../src/admin/ui/screens/audit/changes.js';

test('only what differs is listed, by its path', () => {
  const before = { name: 'Ann', role: 'viewer', limits: { mql: 50, sql: 80 }, tags: ['a'] };
  const after = { name: 'Ann', role: 'editor', limits: { mql: 60, sql: 80 }, tags: ['a', 'b'] };
  expect(changesBetween(before, after)).toEqual([
    { path: 'role', before: 'viewer', after: 'editor' },
    { path: 'limits.mql', before: 50, after: 60 },
    { path: 'tags', before: ['a'], after: ['a', 'b'] },
  ]);
});

test('what came or went has one side', () => {
  expect(changesBetween(undefined, { role: 'viewer' })).toEqual([
    { path: 'role', before: undefined, after: 'viewer' },
  ]);
  expect(changesBetween({ role: 'viewer' }, undefined)).toEqual([
    { path: 'role', before: 'viewer', after: undefined },
  ]);
  expect(changesBetween(undefined, undefined)).toEqual([]);
  expect(changesBetween('old', 'new')).toEqual([{ path: '', before: 'old', after: 'new' }]);
});

test('a value is one line', () => {
  expect([lineOf('as it is'), lineOf(['a', 1]), lineOf(false)]).toEqual([
    'as it is',
    '["a",1]',
    'false',
  ]);
});
