import { expect, test } from '@jest/globals';
import { isQueryValid, parseQuery } from '@jetstreamapp/soql-parser-js';
import fc from 'fast-check';
import { count, isFieldName, quoted, select } from '../../../connectors/salesforce/soql.js';

test('a query has its clauses in order', () => {
  expect(
    select({
      fields: ['Id', 'Campaign.Type'],
      from: 'CampaignMember',
      where: [
        { field: 'SystemModstamp', is: '>=', value: new Date('2026-11-10T09:00:00Z') },
        { field: 'IsDeleted', is: '=', value: false },
        { field: 'LeadId', is: '!=', value: null },
        { field: 'Id', in: ['00v1', '00v2'] },
      ],
      order: ['SystemModstamp', 'Id'],
      limit: 2_000,
    }),
  ).toBe(
    'SELECT Id,Campaign.Type FROM CampaignMember WHERE SystemModstamp >= 2026-11-10T09:00:00.000Z ' +
      "AND IsDeleted = false AND LeadId != null AND Id IN ('00v1','00v2') " +
      'ORDER BY SystemModstamp,Id LIMIT 2000',
  );
  expect(count({ from: 'Lead' })).toBe('SELECT COUNT() FROM Lead');
});

/** Values that try to get out. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      "'",
      '"',
      '\\',
      '\n',
      '\u0000',
      '\u2028',
      ' ',
      'O',
      'R',
      '=',
      ')',
      '%',
      '/',
      '*',
    ),
  }),
  fc.constantFrom("x' OR Name != '", "\\' OR Id != '", "') FROM User --", '\\', "'", "\\\\'"),
);

test('no value leaves its quotes', () => {
  fc.assert(
    fc.property(hostile, hostile, (one, two) => {
      const query = select({
        fields: ['Id'],
        from: 'Lead',
        where: [
          { field: 'Name', is: '=', value: one },
          { field: 'Company', in: [two, one] },
        ],
        limit: 1,
      });
      expect(isQueryValid(query)).toBe(true);
      expect(parseQuery(query)).toMatchObject({
        fields: [{ field: 'Id' }],
        sObject: 'Lead',
        where: {
          left: { field: 'Name', operator: '=', value: quoted(one), literalType: 'STRING' },
          operator: 'AND',
          right: { left: { field: 'Company', operator: 'IN', value: [quoted(two), quoted(one)] } },
        },
        limit: 1,
      });
    }),
    { numRuns: 300 },
  );
});

test('a value comes back as it went in', () => {
  const back: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  fc.assert(
    fc.property(hostile, (value) => {
      const read = quoted(value)
        .slice(1, -1)
        .replaceAll(/\\(?:u(.{4})|(.))/gs, (_, code, character) =>
          code ? String.fromCharCode(Number.parseInt(code, 16)) : (back[character] ?? character),
        );
      expect(read).toBe(value);
    }),
  );
});

test.each([
  'Name FROM User',
  "Name'",
  'Id,Name',
  '',
  '1st',
  'A.B.C.D.E.F.G',
  'A..B',
  'Name\n',
  'COUNT()',
  'toLabel(Status)',
  'Ünïcode',
])('%j is no field', (name) => {
  const refused = expect.objectContaining({ kind: 'refused' });
  const thrown = (make: () => unknown): unknown => {
    try {
      return make();
    } catch (error) {
      return error;
    }
  };
  expect(isFieldName(name)).toBe(false);
  expect(thrown(() => select({ fields: [name], from: 'Lead' }))).toEqual(refused);
  expect(
    thrown(() => count({ from: 'Lead', where: [{ field: name, is: '=', value: 1 }] })),
  ).toEqual(refused);
  expect(thrown(() => select({ fields: ['Id'], from: 'Lead', order: [name] }))).toEqual(refused);
  expect(thrown(() => select({ fields: ['Id'], from: `${name} ` }))).toEqual(refused);
});

test.each([
  () => select({ fields: [], from: 'Lead' }),
  () => select({ fields: ['Id'], from: 'Lead', limit: 1.5 }),
  () => select({ fields: ['Id'], from: 'Lead', where: [{ field: 'Id', in: [] }] }),
  () =>
    select({ fields: ['Id'], from: 'Lead', where: [{ field: 'A', is: '=', value: Number.NaN }] }),
  () =>
    select({
      fields: ['Id'],
      from: 'Lead',
      where: [{ field: 'A', is: '=', value: new Date(Number.NaN) }],
    }),
])('what is no literal is no query', (make) => {
  expect(make).toThrow(/Salesforce cannot be asked/);
});
