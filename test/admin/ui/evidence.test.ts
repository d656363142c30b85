import { expect, test } from '@jest/globals';
import { describeEvidence } from '../../../src/admin/ui/lib/evidence.js';
import { keyReasons } from '../../../src/admin/ui/lib/reasons.js';

test('a field and its value are named', () => {
  expect(describeEvidence({ field: 'Job title', value: 'Head of Sales' })).toEqual([
    'Job title: Head of Sales',
  ]);
  expect(describeEvidence({ field: 'Refuses calls', value: true })).toEqual(['Refuses calls: yes']);
  expect(describeEvidence({ field: 'Country', value: null })).toEqual(['Country: unknown']);
});

test('activities say what, how often and when', () => {
  const once = describeEvidence({ path: '/pricing', count: 1, newest: '2026-02-24T10:00:00.000Z' });
  expect(once.slice(0, 2)).toEqual(['/pricing', 'once']);
  expect(once[2]).toMatch(/^on .*24/);
  const thrice = describeEvidence({
    count: 3,
    newest: '2026-02-24T10:00:00.000Z',
    oldest: '2026-02-11T10:00:00.000Z',
  });
  expect(thrice[0]).toBe('3 times');
  expect(thrice[1]).toMatch(/^last on .*24/);
  expect(thrice[2]).toMatch(/^since .*11/);
});

test('keys without words of ours are shown with their names', () => {
  expect(describeEvidence({ days: 32 })).toEqual(['nothing for 32 days']);
  expect(describeEvidence({ region: ['north', 'west'], odd: -2.5 })).toEqual([
    'region: north, west',
    'odd: \u22122.5',
  ]);
});

test('lines of the same name keep apart', () => {
  const line = (rule: string | null) => ({ rule, label: 'capped at 30', points: -1, evidence: {} });
  expect(keyReasons([line(null), line('a'), line(null)]).map(({ key }) => key)).toEqual([
    '= capped at 30',
    'a',
    '= capped at 30 #2',
  ]);
});
