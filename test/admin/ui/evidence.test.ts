import { expect, test } from '@jest/globals';
import type { Evidence } from '../../../src/admin/api/contract.js';
import { describeEvidence as describe } from '../../../src/admin/ui/lib/evidence.js';
import { createFormats } from '../../../src/admin/ui/lib/formats.js';
import { keyReasons, labelOf } from '../../../src/admin/ui/lib/reasons.js';
import { fieldValues } from '../../../src/admin/ui/texts/en/field-values.js';
import { lead } from '../../../src/admin/ui/texts/en/lead.js';

const describeEvidence = (evidence: Evidence): string[] =>
  describe(evidence, { ...lead.evidence, fields: {}, values: fieldValues }, createFormats('en'));

test('lead fields are named by their labels, with their values', () => {
  expect(describeEvidence({ jobTitle: 'Head of Sales', 'company.employees': 2400 })).toEqual([
    'Job title: Head of Sales',
    'Company employees: 2,400',
  ]);
  expect(describeEvidence({ seniority: 'c_level', doNotCall: true, country: null })).toEqual([
    'Seniority: C-level',
    'Refuses calls: yes',
    'Country: unknown',
  ]);
});

test('activities say what, how often and when', () => {
  const once = describeEvidence({ path: '/pricing', count: 1, newest: '2026-02-24T10:00:00.000Z' });
  expect(once.slice(0, 2)).toEqual(['/pricing', 'once']);
  expect(once[2]).toMatch(/^on .*24/);
  const thrice = describeEvidence({ count: 3, newest: '2026-02-24T10:00:00.000Z' });
  expect(thrice[0]).toBe('3 times');
  expect(thrice[1]).toMatch(/^last on .*24/);
});

test('sequences and silence say when', () => {
  const sequence = { first: '2026-02-11T10:00:00.000Z', last: '2026-02-14T10:00:00.000Z' };
  expect(describeEvidence(sequence)).toEqual([expect.stringMatching(/11.* to .*14/)]);
  expect(describeEvidence({ since: '2026-01-03T10:00:00.000Z' })).toEqual([
    expect.stringMatching(/^nothing since .*3/),
  ]);
});

test('lines that keep a sum within its bounds say which', () => {
  expect(describeEvidence({ group: 'content' })).toEqual(['Group: content']);
  expect(describeEvidence({ total: true })).toEqual([]);
});

test('keys without words of ours are shown with their names', () => {
  expect(describeEvidence({ region: ['north', 'west'], odd: -2.5, constructor: 'x' })).toEqual([
    'region: north, west',
    'odd: \u22122.5',
    'constructor: x',
  ]);
});

test('lines of the same name keep apart', () => {
  const line = (rule: string | null) => ({ rule, label: 'capped at 30', points: -1, evidence: {} });
  expect(keyReasons([line(null), line('a'), line(null)]).map(({ key }) => key)).toEqual([
    '= capped at 30',
    'a',
    '= capped at 30 #2',
  ]);
  expect(labelOf(line(null))).toBe('Capped at 30');
});
