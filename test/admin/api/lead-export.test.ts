import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvCell, csvHead, csvRow } from '../../../src/admin/api/routes/lead-export.js';

/** A cell as a reader of RFC 4180 takes it. */
const read = (cell: string): string =>
  cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;

test('a cell is read back as the text, with an apostrophe before what would be a formula', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const said = read(csvCell(text));
      expect(said === text || said === `'${text}`).toBe(true);
      expect(said).not.toMatch(/^\s*[=+\-@]/);
    }),
  );
});

test('formulas are disarmed wherever they begin; numbers stay numbers', () => {
  expect(csvCell('=1+1')).toBe("'=1+1");
  expect(csvCell('@SUM(A1)')).toBe("'@SUM(A1)");
  expect(csvCell(' -2+3')).toBe("' -2+3");
  expect(csvCell('\t=cmd')).toBe("'\t=cmd");
  expect(csvCell('a,"b"\n')).toBe('"a,""b""\n"');
  expect(csvCell(-12)).toBe('-12');
  expect(csvCell(null)).toBe('');
});

test('every row has as many cells as the head', () => {
  const lead = {
    id: '1',
    name: 'Ada',
    email: null,
    jobTitle: null,
    company: null,
    owner: { id: '5', name: '+Bo' },
    source: null,
    country: null,
    stage: 'lead' as const,
    stageSince: null,
    total: -3,
    grade: null,
    band: null,
    segment: null,
    changedAt: '2026-03-01T12:00:00.000Z',
    topReason: null,
    crms: ['hubspot', 'events'],
  };
  expect(csvRow(lead).split(',')).toHaveLength(csvHead().split(',').length);
  expect(csvRow(lead)).toContain(",'+Bo,");
});
