import { expect, test } from '@jest/globals';
import { fillOf } from '../../src/mapping/fill.js';
import { suggestSources } from '../../src/mapping/suggest.js';

const records = Array.from({ length: 10 }, (_, index) => ({
  firstname: `Ann ${index}`,
  jobtitle: 'Head of Sales',
  company_size: index < 8 ? '51-200' : null,
  numemployees: 'many',
  land: 'Germany',
  persona: ['buyer', 'user', 'champion'][index % 3] ?? null,
  note: `something else ${index}`,
  origin: index < 5 ? 'import' : 'form',
}));

const properties = [
  { name: 'firstname', label: 'First Name' },
  { name: 'jobtitle', label: 'Job Title' },
  { name: 'company_size', label: 'Number of employees' },
  { name: 'land', label: 'Countrry' },
  { name: 'persona', label: 'Persona' },
  { name: 'note', label: 'Note' },
  { name: 'origin', label: 'Record source', readOnly: true },
];

test('What is called alike is suggested with the transform that reads its values, and why', () => {
  const document = { fields: { jobTitle: 'jobtitle' } };
  expect(suggestSources(document, 'person', properties, records)).toEqual([
    {
      property: 'firstname',
      field: 'name.first',
      source: 'firstname',
      reasons: [{ kind: 'same-name' }, { kind: 'values-fit', read: 10, of: 10 }],
    },
    {
      property: 'land',
      field: 'country',
      source: 'land',
      reasons: [{ kind: 'similar-name' }, { kind: 'values-fit', read: 10, of: 10 }],
    },
    {
      property: 'company_size',
      field: 'company.employees',
      source: { from: 'company_size', as: 'range' },
      reasons: [{ kind: 'same-name' }, { kind: 'values-fit', read: 8, of: 8 }],
    },
    {
      property: 'persona',
      field: 'custom.persona',
      source: 'persona',
      reasons: [{ kind: 'well-filled', filled: 10, of: 10, different: 3 }],
    },
  ]);
});

test('Values that no transform reads, few values and used properties are no ground for anything', () => {
  const employees = [{ name: 'numemployees', label: 'Employees' }];
  expect(suggestSources({}, 'person', employees, records)).toEqual([]);
  const phone = [{ name: 'phone', label: 'Phone' }];
  expect(suggestSources({}, 'person', phone, [{ phone: '+49 1' }, { phone: null }])).toEqual([]);
  const used = { fields: { 'custom.x': { from: ['firstname'] } } };
  expect(suggestSources(used, 'person', properties.slice(0, 1), records)).toEqual([]);
  expect(suggestSources({}, 'engagement', properties, records)).toEqual([]);
});

test('A company is suggested the fields of a company alone', () => {
  const own = [
    { name: 'industry', label: 'Industry' },
    { name: 'firstname', label: 'First name' },
  ];
  const filled = records.map((one, index) => ({ ...one, industry: `Branch ${index}` }));
  expect(suggestSources({}, 'company', own, filled).map(({ field }) => field)).toEqual([
    'company.industry',
  ]);
});

test('The fill of a property is counted over the sample, the commonest value first', () => {
  const values = [{ a: 'x' }, { a: 'y' }, { a: 'y' }, { a: ' ' }, { a: null }, {}];
  expect(fillOf(values, 'a')).toEqual({ filled: 3, different: 2, samples: ['y', 'x'] });
  expect(fillOf([{ a: 'z'.repeat(200) }], 'a').samples[0]).toHaveLength(80);
  expect(fillOf(values, 'constructor')).toEqual({ filled: 0, different: 0, samples: [] });
});
