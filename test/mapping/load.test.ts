import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { DocumentError, printProblem } from '../../src/language/document.js';
import { mappingJsonSchema } from '../../src/mapping/json-schema.js';
import { type LoadOptions, loadMapping } from '../../src/mapping/load.js';
import { tryMapping } from '../../src/mapping/try.js';

const SHIPPED = new URL('../../mappings/hubspot.yaml', import.meta.url);

function problems(text: string, options?: LoadOptions): string[] {
  try {
    loadMapping(text, 'm.yaml', options);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof DocumentError)) throw thrown;
    return thrown.problems.map(printProblem);
  }
}

function document(contacts: string, rest = ''): string {
  return `crm: hubspot\nversion: 1\nobjects:\n  contacts:\n    ${contacts}\n${rest}`;
}

test.each([
  [
    'fields: { emial: email }',
    'm.yaml:5: objects.contacts.fields.emial: unknown lead field "emial"; own ones are custom.<name> (did you mean email?)',
  ],
  [
    'fields: { country: { from: country, as: contry } }',
    'm.yaml:5: objects.contacts.fields.country.as: unknown transform "contry" (did you mean country?)',
  ],
  [
    'fields: { country: { from: country, as: [trim, contry] } }',
    'm.yaml:5: objects.contacts.fields.country.as[1]: unknown transform "contry" (did you mean country?)',
  ],
  [
    'fields: { company.employees: { from: size, as: lower } }',
    'm.yaml:5: objects.contacts.fields.company.employees.as: gives text, but the field is number: use integer, number, range, money',
  ],
  [
    'fields: { doNotCall: { from: x, table: { a: nope } } }',
    'm.yaml:5: objects.contacts.fields.doNotCall.table.a: is string, but the field is boolean',
  ],
  [
    'fields: { source: { as: lower } }',
    'm.yaml:5: objects.contacts.fields.source: needs either "from" (a property) or "value" (always the same)',
  ],
  [
    'fields: { source: { from: a, table: { x: y }, match: { x: y } } }',
    'm.yaml:5: objects.contacts.fields.source.match: "table" and "match" exclude each other',
  ],
  [
    'fields: { source: { from: a, else: y } }',
    'm.yaml:5: objects.contacts.fields.source.else: "else" needs "table" or "match"',
  ],
  [
    'fields: { source: { from: a, match: {} } }',
    'm.yaml:5: objects.contacts.fields.source.match: is empty',
  ],
  [
    'activities: [{ type: email_opne, when: x, at: value }]',
    'm.yaml:5: objects.contacts.activities[0].type: unknown activity type "email_opne"; own ones are custom:<name> (did you mean email_open?)',
  ],
  [
    'activities: [{ type: { from: f, match: { demo: demo_reqest } }, when: x }]',
    'm.yaml:5: objects.contacts.activities[0].type: unknown activity type "demo_reqest"; own ones are custom:<name> (did you mean demo_request?)',
  ],
  [
    'activities: [{ type: email_open, when: x, set: { path: { from: y, as: urlpath } } }]',
    'm.yaml:5: objects.contacts.activities[0].set.path.as: unknown transform "urlpath" (did you mean url_path?)',
  ],
  [
    'activities: [{ type: email_open, at: value }]',
    'm.yaml:5: objects.contacts.activities[0].at: "value" means the value of "when", which is missing',
  ],
  [
    'activities: [{ type: email_open }]',
    'm.yaml:5: objects.contacts.activities[0].at: is missing: an activity without "when" needs the property that holds its time',
  ],
  [
    '{ fields: { email: e }, activities: [{ type: email_open, at: x }] }',
    'm.yaml:5: objects.contacts.activities[0].when: is missing: an activity of a person is a change of a property',
  ],
  ['feilds: {}', 'm.yaml:5: objects.contacts.feilds: unknown key "feilds" (did you mean fields?)'],
  [
    '{ link: primary, fields: { email: e } }',
    'm.yaml:5: objects.contacts.fields.email: a company has the fields company.* and custom.* alone',
  ],
])('%s is refused with its place', (contacts, expected) => {
  expect(problems(document(contacts))).toEqual([expected]);
});

test('results must be known, go to a property of their own, and only a score has a gate', () => {
  const rest =
    'writes: { skore: a, grade: b, band: { to: b, settle: 24h }, product-x_score: { to: c, settle: 3 days } }\n';
  expect(problems(document('fields: {}', rest.replace('3 days', '3d')))).toEqual([
    'm.yaml:6: writes.skore: unknown result "skore" (did you mean score?)',
    'm.yaml:6: writes.band: "b" already takes grade',
    'm.yaml:6: writes.band.settle: only a score has a write gate',
  ]);
  expect(problems(document('fields: {}', rest))).toHaveLength(1);
});

const ACCOUNT = {
  contacts: ['email', 'firstname', 'ip_country', 'opened'].map((name) => ({ name })),
};

test('a property that the account does not have is refused, beside others only warned of', () => {
  const contacts = `{ fields: { email: emial, country: { from: [country, ip_country] } },
      activities: [{ type: email_open, when: opend, at: value, set: { form: frm } }] }`;
  expect(problems(document(contacts), { properties: ACCOUNT })).toEqual([
    'm.yaml:5: objects.contacts.fields.email: the account has no property "emial" of contacts (did you mean email?)',
    'm.yaml:6: objects.contacts.activities[0].when: the account has no property "opend" of contacts (did you mean opened?)',
    'm.yaml:6: objects.contacts.activities[0].set.form: the account has no property "frm" of contacts',
  ]);
  const { warnings, mapping } = loadMapping(
    document('fields: { country: { from: [country, ip_country] } }'),
    'm.yaml',
    { properties: ACCOUNT },
  );
  expect(warnings.map(printProblem)).toEqual([
    'm.yaml:5: objects.contacts.fields.country.from[0]: the account has no property "country" of contacts (did you mean ip_country?)',
  ]);
  expect(mapping.needs()[0]?.properties).toEqual(['ip_country']);
});

test('a shipped document drops what an account lacks instead of failing', () => {
  const contacts = `{ fields: { email: email, phone: phone },
      activities: [{ type: email_open, when: opened, at: value, set: { form: frm } },
        { type: { from: frm, match: { a: demo_request }, else: form_submit }, when: opened, at: value },
        { type: email_click, when: clicked, at: value }, { type: chat, when: opened, if: { x: 1 } }] }`;
  const { warnings, mapping } = loadMapping(document(contacts), 'm.yaml', {
    properties: ACCOUNT,
    missing: 'drop',
  });
  expect(warnings).toHaveLength(5);
  expect(mapping.needs()).toEqual([
    {
      object: 'contacts',
      properties: ['email', 'opened'],
      rollups: ['opened'],
      history: ['opened'],
      links: [],
    },
  ]);
  const change = {
    object: 'contacts',
    record: '1',
    property: 'opened',
    value: '2026-01-01',
    at: 0,
  };
  expect(mapping.activities(change, () => null).map(({ type }) => type)).toEqual([
    'email_open',
    'form_submit',
  ]);
});

test('an object that the account told nothing of is left as it is', () => {
  expect(problems(document('fields: { email: anything }'), { properties: {} })).toEqual([]);
});

test('words of digits in a match are warned of, because they come first', () => {
  const { warnings } = loadMapping(
    document('fields: { source: { from: a, match: { x: y, 24: z } } }'),
    'm.yaml',
  );
  expect(warnings.map(({ message }) => message)).toEqual([
    'words of digits alone (24) are tried before all others',
  ]);
});

test('the shipped HubSpot mapping loads without a warning and knows its roll-ups', () => {
  const { mapping, warnings } = loadMapping(readFileSync(SHIPPED, 'utf8'), 'mappings/hubspot.yaml');
  expect(warnings).toEqual([]);
  expect(mapping.crm).toBe('hubspot');
  expect(mapping.rollups('contacts').get('recent_conversion_date')).toEqual([
    'recent_conversion_event_name',
  ]);
  expect(mapping.needs().map(({ object }) => object)).toEqual([
    'contacts',
    'companies',
    'deals',
    'meetings',
    'calls',
    'emails',
    'notes',
  ]);
  expect([...mapping.channels()].sort()).toEqual([
    'email',
    'event',
    'none',
    'product',
    'sales',
    'web',
  ]);
  expect(Object.keys(mapping.writes)).toEqual([
    'score',
    'grade',
    'band',
    'reasons',
    'scored_at',
    'stage',
    'model',
    'release',
    'crmStage',
  ]);
});

test.each([
  ['Request a Demo: pricing page', 'demo_request'],
  ['Get a quote', 'pricing_request'],
  ['Kontaktformular', 'contact_request'],
  ['Webinar: contact centre trends', 'webinar_registered'],
  ['Newsletter sign-up', 'form_submit'],
])('HubSpot form %j is %s', (name, type) => {
  const { mapping } = loadMapping(readFileSync(SHIPPED, 'utf8'), 'mappings/hubspot.yaml');
  const change = {
    object: 'contacts',
    record: '1',
    property: 'recent_conversion_date',
    value: '2026-02-01T10:00:00.000Z',
    at: Date.UTC(2026, 1, 1, 11),
  };
  expect(mapping.activities(change, () => name)).toEqual([
    {
      type,
      at: Date.UTC(2026, 1, 1, 10),
      attributes: { form: name },
      property: 'recent_conversion_date',
    },
  ]);
});

test('a mapping tried on a record shows every step, the derived fields and the activities', () => {
  const { mapping } = loadMapping(readFileSync(SHIPPED, 'utf8'), 'mappings/hubspot.yaml');
  const tried = tryMapping(
    mapping,
    'contacts',
    {
      email: ' Ann@Acme.example ',
      country: 'Nowhere',
      jobtitle: 'CFO',
      hs_email_last_open_date: 'soon',
      hs_sales_email_last_opened: '2026-02-01',
      hs_analytics_source: 'OTHER',
    },
    Date.UTC(2026, 2, 1),
  );
  const field = (name: string) => tried.fields.find((one) => one.field === name);
  expect(field('email')).toEqual({
    field: 'email',
    steps: [
      { property: 'email', raw: ' Ann@Acme.example ', step: '' },
      { property: 'email', raw: ' Ann@Acme.example ', step: 'email', value: 'ann@acme.example' },
    ],
    value: 'ann@acme.example',
  });
  expect(field('country')).toMatchObject({ error: 'is not a country' });
  expect(field('country')?.steps[1]).toEqual({
    property: 'country',
    raw: 'Nowhere',
    step: 'country',
    error: 'is not a country',
  });
  expect(field('source')?.steps.map(({ step, value }) => [step, value])).toEqual([
    ['', undefined],
    ['trim', 'OTHER'],
    ['table', null],
    ['else', 'other'],
  ]);
  expect(tried.derived).toEqual({
    seniority: 'c_level',
    department: 'finance',
    emailKind: 'business',
  });
  expect(tried.activities.map(({ type }) => type)).toEqual(['email_open']);
  expect(tried.problems.map(({ property }) => property)).toEqual(['hs_email_last_open_date']);
});

test('the JSON Schema takes the shapes of the document', () => {
  const schema = mappingJsonSchema() as { required: string[]; properties: Record<string, unknown> };
  expect(schema.required).toEqual(['crm', 'version', 'objects']);
  expect(Object.keys(schema.properties)).toEqual([
    '$schema',
    'crm',
    'version',
    'objects',
    'writes',
  ]);
});
