import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { timeOf } from '../../../src/mapping/transforms/dates.js';
import { TRANSFORMS } from '../../../src/mapping/transforms/index.js';

function run(name: string, raw: string): unknown {
  const result = TRANSFORMS[name]?.run(raw);
  if (!result) throw new Error(`no transform ${name}`);
  return 'error' in result ? `! ${result.error}` : result.value;
}

const REFUSED = expect.stringMatching(/^! is .+/);

test.each([
  ['number', '12.5', 12.5],
  ['number', '-3', -3],
  ['number', '1.0E7', 10_000_000],
  ['number', '1,200', 1200],
  ['number', '1.234', 1.234],
  ['number', '1.234.567', 1_234_567],
  ['number', '1,234.56', 1234.56],
  ['number', '1.234,56', 1234.56],
  ['number', '12,5', 12.5],
  ['number', '1 200', 1200],
  ['number', "1'200", 1200],
  ['number', '0x10', REFUSED],
  ['number', 'Infinity', REFUSED],
  ['number', '1e99', REFUSED],
  ['number', 'many', REFUSED],
  ['number', '', REFUSED],
  ['integer', '120.0', 120],
  ['integer', '12.5', REFUSED],
  ['integer', '1.200', 1200],
  ['integer', '0.125', REFUSED],
  ['range', '51-200', 51],
  ['range', '500 – 1,000', 500],
  ['range', '50 to 100', 50],
  ['range', '1000+', 1000],
  ['range', '1.200', 1200],
  ['range', '1.001-5.000', 1001],
  ['range', '>= 20', 20],
  ['range', '120', 120],
  ['range', 'large', REFUSED],
  ['money', '1234.5', 1234.5],
  ['money', '€ 1.234,56', 1234.56],
  ['money', '$1,234', 1234],
  ['money', 'US$ 2,000.00', 2000],
  ['money', '1,234 USD', 1234],
  ['money', 'CHF 1’500', 1500],
  ['money', '10k', 10_000],
  ['money', '$2.5M', 2_500_000],
  ['money', '3 Mio. EUR', 3_000_000],
  ['money', '1,5 Mrd', 1_500_000_000],
  ['money', '-20', -20],
  ['money', 'a lot', REFUSED],
  ['money', '5 apples', REFUSED],
  ['boolean', 'TRUE', true],
  ['boolean', 'ja', true],
  ['boolean', '0', false],
  ['boolean', 'nein', false],
  ['boolean', 'maybe', REFUSED],
  ['date', '2026-03-01', '2026-03-01'],
  ['date', '2026-03-01T12:00:00Z', '2026-03-01T12:00:00.000Z'],
  ['date', '2026-03-01T12:00:00.000+0200', '2026-03-01T10:00:00.000Z'],
  ['date', '2020-12-30 3:15:52', '2020-12-30T03:15:52.000Z'],
  ['date', '2020-07-09 11:04:22.087', '2020-07-09T11:04:22.087Z'],
  ['date', '1772366400000', '2026-03-01T12:00:00.000Z'],
  ['date', '1772366400', '2026-03-01T12:00:00.000Z'],
  ['date', '2026-02-30', REFUSED],
  ['date', '0001-01-01', REFUSED],
  ['date', '01/02/2026', REFUSED],
  ['date', 'yesterday', REFUSED],
])('%s reads %j', (name, raw, expected) => {
  expect(run(name, raw)).toEqual(expected);
});

test('a moment survives being written as ISO 8601 and as epoch milliseconds', () => {
  const moments = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2100, 0, 1) });
  fc.assert(
    fc.property(moments, (at) => {
      expect(timeOf(new Date(at).toISOString())).toBe(at);
      expect(timeOf(String(at))).toBe(at);
    }),
  );
});

test('numbers as machines write them are read exactly', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: -1e14, max: 1e14 }), (figure) => {
      expect(run('number', String(figure))).toBe(figure + 0);
    }),
  );
});
