import { expect, test } from '@jest/globals';
import { loadMapping } from '../../../src/mapping/load.js';
import { explainSources } from '../../../src/reports/leads/sources.js';
import type { FactRecord } from '../../../src/store/lead-facts.js';

const AT = Date.parse('2026-03-01T12:00:00.000Z');

const { mapping } = loadMapping(
  `crm: hubspot
version: 1
objects:
  contacts:
    fields:
      email: { from: [email, work_email], as: email }
      jobTitle: jobtitle
      source: { from: hs_analytics_source, table: { PAID_SEARCH: paid }, else: other }
      company.name: company
      company.employees: { from: size, as: integer }
  companies:
    link: primary
    fields: { company.name: name }
  deals:
    fields: { deal.open: { from: open, as: boolean } }
`,
  'test.yaml',
);

const record = (id: number, object: string, values: Record<string, string | null>): FactRecord => ({
  lead: 1,
  id,
  account: 7,
  crm: 'hubspot',
  object,
  record: String(id),
  values: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, [value, AT, ''] as const]),
  ),
  alive: true,
});

const first = record(1, 'contacts', {
  email: ' ',
  work_email: 'Ada@Acme.example',
  jobtitle: 'Director of IT',
  hs_analytics_source: 'PAID_SEARCH',
  company: 'Acme Inc',
  size: 'many',
});
const second = record(2, 'contacts', { email: 'ada@home.example', jobtitle: 'Owner' });
const company = record(3, 'companies', { name: 'Acme' });
const deal = record(4, 'deals', { open: 'true' });
const material = { persons: [first, second], company, deals: [deal] };

const explained = (fields: Record<string, unknown>) =>
  explainSources(fields, material, new Map([[7, mapping]]), AT);

const FIELDS = {
  email: 'ada@acme.example',
  jobTitle: 'Director of IT',
  seniority: 'director',
  source: 'paid',
  'company.name': 'Acme',
  'deal.open': 1,
};

test('each field names the record and the steps that made it, in the order in which records speak', () => {
  const { fields } = explained(FIELDS);
  const of = (name: string) => fields.find(({ field }) => field === name);
  expect(of('email')).toMatchObject({
    record: 1,
    others: [{ record: 2, value: 'ada@home.example', error: null }],
  });
  expect(of('email')?.steps.map(({ property, step, value }) => [property, step, value])).toEqual([
    ['email', '', ' '],
    ['work_email', '', 'Ada@Acme.example'],
    ['work_email', 'email', 'ada@acme.example'],
  ]);
  expect(of('source')?.steps.at(-1)).toMatchObject({ step: 'table', value: 'paid' });
  expect(of('company.name')).toMatchObject({ record: 3, others: [{ record: 1 }] });
  expect(of('seniority')).toMatchObject({ record: null, derivedFrom: 'jobTitle', outdated: false });
  expect(of('deal.open')).toMatchObject({ record: null, derivedFrom: null, outdated: false });
});

test('a value that no record says any more is told to be old, one that cannot be read why', () => {
  const { fields } = explained({ ...FIELDS, jobTitle: 'Manager' });
  expect(fields.find(({ field }) => field === 'jobTitle')).toMatchObject({
    record: null,
    outdated: true,
    others: [{ record: 1 }, { record: 2 }],
  });
  const size = fields.find(({ field }) => field === 'company.employees');
  expect(size?.value).toBeNull();
  expect(size?.others[0]?.error).toBeTruthy();
});

test('every stored property says which fields are read from it', () => {
  const { records } = explained(FIELDS);
  expect(records.map(({ id, role }) => [id, role])).toEqual([
    [3, 'company'],
    [1, 'person'],
    [2, 'person'],
    [4, 'deal'],
  ]);
  const values = records.find(({ id }) => id === 1)?.values ?? [];
  expect(values.find(({ property }) => property === 'work_email')?.fields).toEqual(['email']);
  expect(values.map(({ property }) => property)).toEqual(Object.keys(first.values).sort());
});
