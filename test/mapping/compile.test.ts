import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileMapping } from '../../src/mapping/compile.js';
import { loadMapping } from '../../src/mapping/load.js';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 2, 1, 12);

function load(body: string) {
  return loadMapping(`crm: hubspot\nversion: 3\nobjects:\n${body}`, 'test.yaml').mapping;
}

const CONTACTS = `
  contacts:
    fields:
      email: email
      name.first: firstname
      jobTitle: jobtitle
      country: { from: [country, ip_country], as: country }
      source: { from: hs_analytics_source, table: { ORGANIC_SEARCH: organic, PAID_SEARCH: paid }, else: other }
      leadStatus: { from: hs_lead_status, table: { OPEN: open } }
      company.employees: { from: size, as: range }
      company.name: company
      custom.interest: { from: interest, as: list, table: { a: Alpha, b: Beta } }
      crmStage: lifecyclestage
      owner: hubspot_owner_id
`;
const COMPANIES = `
  companies:
    link: primary
    fields: { company.name: name, company.domain: domain, company.employees: numberofemployees }
`;
const DEALS = `
  deals:
    fields:
      deal.stage: dealstage
      deal.amount: amount
      deal.open: { from: closed, table: { true: false, false: true } }
      deal.won: won
`;
const EVENTS = `
  contacts:
    fields: { email: email, crmStage: lifecyclestage, owner: owner }
    activities:
      - { type: email_open, when: last_open, at: value, set: { seen: last_open } }
      - type: { from: form_name, match: { free demo: trial_start, demo: demo_request, price: pricing_request }, else: form_submit }
        when: form_date
        at: value
        set: { form: form_name, page: { from: form_url, as: url_path }, kind: { value: web } }
      - { type: unsubscribe, when: optout, if: { optout: true } }
      - { type: custom:vote, when: voted, at: vote_date, set: { channel: { value: social }, message: ballot } }
  meetings:
    activities:
      - { type: meeting_held, at: started, if: { outcome: [COMPLETED, done] }, set: { title: subject } }
      - { type: meeting_booked, at: created, if: { outcome: ['', SCHEDULED] } }
`;

function fieldsOf(body: string, values: Record<string, string | null>) {
  return load(body).fields('contacts', values);
}

test('the first value that can be read wins, and what could not be read is told', () => {
  expect(fieldsOf(CONTACTS, { country: ' ', ip_country: 'Finland' }).fields.country).toBe('FI');
  expect(fieldsOf(CONTACTS, { country: 'Sweden', ip_country: 'FI' }).fields.country).toBe('SE');
  const { fields, problems } = fieldsOf(CONTACTS, { country: 'nowhere', ip_country: 'FI' });
  expect(fields.country).toBe('FI');
  expect(problems).toEqual([
    { object: 'contacts', field: 'country', property: 'country', message: 'is not a country' },
  ]);
});

test('a table takes the whole value, with else for any other; without else it is missing', () => {
  expect(fieldsOf(CONTACTS, { hs_analytics_source: ' organic_search ' }).fields.source).toBe(
    'organic',
  );
  expect(fieldsOf(CONTACTS, { hs_analytics_source: 'OFFLINE' }).fields.source).toBe('other');
  expect(fieldsOf(CONTACTS, { hs_analytics_source: '' }).fields).not.toHaveProperty('source');
  expect(fieldsOf(CONTACTS, { hs_lead_status: 'WON' })).toEqual({ fields: {}, problems: [] });
  expect(fieldsOf(CONTACTS, { interest: 'b;c;a' }).fields['custom.interest']).toEqual([
    'Beta',
    'Alpha',
  ]);
});

test('fields read by their own nature unless the document says otherwise', () => {
  const mapping = load(`
  contacts:
    fields: { email: mail, createdAt: created, doNotCall: nocall, company.revenue: revenue, country: land, deal.stage: x }
    role: person`);
  const values = {
    mail: 'A@B.example',
    created: '2026-01-02',
    nocall: 'yes',
    revenue: '1M',
    land: 'Finnland',
  };
  expect(mapping.fields('contacts', values).fields).toEqual({
    email: 'a@b.example',
    createdAt: '2026-01-02',
    doNotCall: true,
    'company.revenue': 1_000_000,
    country: 'FI',
  });
});

test('a lead takes each field from the first person with a value, the company from its own record', () => {
  const mapping = load(CONTACTS + COMPANIES + DEALS);
  const { fields } = mapping.lead({
    persons: [
      {
        object: 'contacts',
        values: { firstname: 'Ann', email: '', company: 'Typed', size: '1000+' },
      },
      {
        object: 'contacts',
        values: { firstname: 'Anna', email: 'ann@acme.example', jobtitle: 'CFO' },
      },
    ],
    company: { object: 'companies', values: { name: 'Acme', domain: 'acme.example' } },
    deals: [],
  });
  expect(fields).toEqual({
    'name.first': 'Ann',
    email: 'ann@acme.example',
    jobTitle: 'CFO',
    'company.name': 'Acme',
    'company.domain': 'acme.example',
    'company.employees': 1000,
    'deal.open': 0,
    'deal.won': 0,
    'deal.amount': 0,
    seniority: 'c_level',
    department: 'finance',
    emailKind: 'business',
  });
});

test('deals are counted, the open ones summed, the newest gives its stage', () => {
  const mapping = load(CONTACTS + DEALS);
  const deal = (
    dealstage: string,
    amount: string,
    closed: string,
    won: string,
    createdAt: number,
  ) => ({
    object: 'deals',
    values: { dealstage, amount, closed, won },
    createdAt,
  });
  const lead = (deals: ReturnType<typeof deal>[]) => mapping.lead({ persons: [], deals }).fields;
  expect(
    lead([
      deal('won', '100', 'true', 'true', 1),
      deal('late', '20.10', 'false', 'false', 3),
      deal('early', '30.20', 'false', 'false', 2),
      deal('lost', '500', 'true', 'false', 0),
    ]),
  ).toEqual({ 'deal.open': 2, 'deal.won': 1, 'deal.amount': 50.3, 'deal.stage': 'late' });
  expect(lead([deal('late', '5', '', 'false', 3)])).toEqual({
    'deal.won': 0,
    'deal.stage': 'late',
  });
  const unknown = lead([deal('late', '', 'false', 'false', 3)]);
  expect(unknown).toEqual({ 'deal.open': 1, 'deal.won': 0, 'deal.stage': 'late' });
});

test('a company or deal field is nowhere invented', () => {
  const { fields } = load(CONTACTS).lead({
    persons: [{ object: 'contacts', values: { email: 'ann@acme.example' } }],
    deals: [],
  });
  expect(fields).toEqual({ email: 'ann@acme.example', emailKind: 'business' });
});

test('what a record says of a derived field stays', () => {
  const mapping = load(`
  contacts:
    fields: { jobTitle: title, seniority: { from: level, table: { boss: c_level } }, email: email }`);
  const lead = (level: string) =>
    mapping.lead({
      persons: [{ object: 'contacts', values: { title: 'Sales intern', level } }],
      deals: [],
    }).fields.seniority;
  expect(lead('boss')).toBe('c_level');
  expect(lead('')).toBe('intern');
});

function change(property: string, value: string | null, at = NOON) {
  return { object: 'contacts', record: '7', property, value, at };
}

test('a change of a date property is an activity at that date', () => {
  const mapping = load(EVENTS);
  const never = () => null;
  expect(mapping.activities(change('last_open', '2026-02-20T08:00:00Z'), never)).toEqual([
    {
      type: 'email_open',
      at: Date.UTC(2026, 1, 20, 8),
      attributes: { seen: '2026-02-20T08:00:00Z' },
      property: 'last_open',
    },
  ]);
  expect(mapping.activities(change('last_open', String(NOON - DAY)), never)[0]?.at).toBe(
    NOON - DAY,
  );
  expect(mapping.activities(change('last_open', null), never)).toEqual([]);
  expect(mapping.activities(change('email', 'ann@acme.example'), never)).toEqual([]);
  expect(
    mapping.activities({ ...change('last_open', '2026-02-20'), object: 'meetings' }, never),
  ).toEqual([]);
});

test('an unreadable or absurd time is a problem, not an activity', () => {
  const mapping = load(EVENTS);
  for (const value of ['soon', '1970-01-01', '9999-01-01', '1234']) {
    const problems: unknown[] = [];
    const found = mapping.activities(
      change('last_open', value),
      () => null,
      (one) => problems.push(one),
    );
    expect([value, found]).toEqual([value, []]);
    expect(problems).toEqual([
      {
        object: 'contacts',
        field: 'at',
        property: 'last_open',
        message: 'is not a date and time that an activity can have',
      },
    ]);
  }
});

test('the first word of match that the value contains decides, and set is looked up two seconds later', () => {
  const mapping = load(EVENTS);
  const at = Date.UTC(2026, 1, 20);
  const asked: [string, number][] = [];
  const submit = (name: string | null) =>
    mapping.activities(change('form_date', '2026-02-20'), (property, moment) => {
      asked.push([property, moment]);
      return property === 'form_name' ? name : 'https://acme.example/contact/';
    })[0];
  expect(submit('Price list or DEMO')?.type).toBe('demo_request');
  expect(submit('Free Demo')?.type).toBe('trial_start');
  expect(submit('Newsletter')).toEqual({
    type: 'form_submit',
    at,
    attributes: { form: 'Newsletter', page: '/contact', kind: 'web' },
    property: 'form_date',
  });
  expect(submit(null)?.type).toBe('form_submit');
  expect(new Set(asked.map(([, moment]) => moment))).toEqual(new Set([at + 2_000]));
});

test('without at the change itself is the time; at may be another property; conditions hold back', () => {
  const mapping = load(EVENTS);
  expect(mapping.activities(change('optout', 'TRUE'), () => null)).toEqual([
    { type: 'unsubscribe', at: NOON, attributes: {}, property: 'optout' },
  ]);
  expect(mapping.activities(change('optout', 'false'), () => null)).toEqual([]);
  const values: Record<string, string> = { vote_date: '2026-02-01', ballot: 'b1' };
  const asked: [string, number][] = [];
  const valueAt = (name: string, at: number) => {
    asked.push([name, at]);
    return values[name] ?? null;
  };
  const voted = mapping.activities(change('voted', 'yes'), valueAt);
  expect(asked).toEqual([
    ['vote_date', NOON + 2_000],
    ['ballot', Date.UTC(2026, 1, 1) + 2_000],
  ]);
  expect(voted).toEqual([
    {
      type: 'custom:vote',
      at: Date.UTC(2026, 1, 1),
      attributes: { channel: 'social', message: 'b1' },
      property: 'voted',
      message: 'b1',
    },
  ]);
});

test('an engagement is the activities whose conditions its values meet', () => {
  const mapping = load(EVENTS);
  const values = {
    started: '2026-02-20T10:00:00Z',
    created: '2026-02-01T00:00:00Z',
    subject: 'Hi',
  };
  expect(mapping.engagement('meetings', 'm1', { ...values, outcome: 'completed' })).toEqual([
    {
      type: 'meeting_held',
      at: Date.UTC(2026, 1, 20, 10),
      attributes: { title: 'Hi' },
      property: '',
      engagement: 'm1',
    },
  ]);
  const booked = mapping.engagement('meetings', 'm1', { ...values, outcome: null });
  expect(booked.map(({ type }) => type)).toEqual(['meeting_booked']);
  expect(mapping.engagement('meetings', 'm1', { ...values, outcome: 'NO_SHOW' })).toEqual([]);
  expect(mapping.engagement('meetings', 'm1', { outcome: 'done', started: 'x' })).toEqual([]);
  expect(mapping.engagement('contacts', '7', values)).toEqual([]);
});

test('roll-ups, companions and channels follow from the activities', () => {
  const mapping = load(EVENTS);
  expect([...mapping.rollups('contacts')]).toEqual([
    ['last_open', []],
    ['form_date', ['form_name', 'form_url']],
  ]);
  expect(mapping.rollups('meetings').size).toBe(0);
  expect(mapping.rollups('unknown').size).toBe(0);
  expect([...mapping.companions('contacts')]).toEqual([
    'form_name',
    'form_url',
    'vote_date',
    'ballot',
  ]);
  expect([...mapping.channels()].sort()).toEqual([
    'email',
    'none',
    'product',
    'sales',
    'social',
    'web',
  ]);
});

test('the properties that lead fields are read from are told', () => {
  const mapping = load(EVENTS + COMPANIES + DEALS);
  expect(mapping.sources('contacts', ['email', 'name.first'])).toEqual(['email']);
  expect(mapping.sources('nothing', ['email'])).toEqual([]);
});

test('needs name each property once, history what must be known over time, links what belongs together', () => {
  const mapping = load(EVENTS + COMPANIES + DEALS);
  const needs = Object.fromEntries(
    mapping
      .needs(() => ({ properties: ['plumbline_score'], history: ['plumbline_feedback'] }))
      .map((need) => [need.object, need]),
  );
  expect(needs.contacts).toEqual({
    object: 'contacts',
    properties: [
      'email',
      'lifecyclestage',
      'owner',
      'last_open',
      'form_date',
      'form_name',
      'form_url',
      'optout',
      'voted',
      'vote_date',
      'ballot',
      'plumbline_score',
      'plumbline_feedback',
    ],
    rollups: ['last_open', 'form_date'],
    history: [
      'last_open',
      'form_date',
      'form_name',
      'form_url',
      'optout',
      'voted',
      'vote_date',
      'ballot',
      'lifecyclestage',
      'owner',
      'plumbline_feedback',
    ],
    links: ['companies'],
  });
  expect(needs.meetings).toEqual({
    object: 'meetings',
    properties: ['started', 'subject', 'outcome', 'created'],
    rollups: [],
    history: [],
    links: ['contacts'],
  });
  expect(needs.companies?.links).toEqual([]);
  expect(needs.deals).toMatchObject({
    properties: ['dealstage', 'amount', 'closed', 'won'],
    links: ['contacts'],
  });
});

test('a stage written into the property that the CRM stage is read from is the CRM stage', () => {
  const { mapping } = loadMapping(
    `crm: hubspot
version: 1
objects: { contacts: { fields: { crmStage: lifecyclestage } } }
writes:
  score: { to: s, minChange: 5, settle: 24h }
  stage: { to: lifecyclestage, table: { mql: marketingqualifiedlead } }
`,
    'test.yaml',
  );
  expect(mapping.writes).toEqual({
    score: { property: 's', gate: { minChange: 5, riseAtOnce: true, settle: DAY } },
    crmStage: { property: 'lifecyclestage', table: { mql: 'marketingqualifiedlead' } },
  });
});

test('nothing throws whatever a CRM holds, and the same values give the same answers', () => {
  const mapping = load(`${EVENTS}${COMPANIES}${DEALS}`);
  const contacts = load(CONTACTS);
  const names = fc.constantFrom(
    'email',
    'country',
    'jobtitle',
    'size',
    'interest',
    'form_date',
    'form_name',
    'form_url',
    'last_open',
    'started',
    'created',
    'outcome',
    'name',
    'amount',
    'closed',
    'constructor',
    '__proto__',
    'toString',
  );
  const raw = fc.option(
    fc.oneof(
      fc.string(),
      fc.constantFrom('2026-01-01', '1e400', '-1', '9'.repeat(40), 'true', '\u0000'),
    ),
  );
  const record = fc.dictionary(names, raw);
  fc.assert(
    fc.property(record, fc.integer(), (values, at) => {
      const answer = () => [
        contacts.fields('contacts', values),
        contacts.lead({ persons: [{ object: 'contacts', values }], deals: [] }),
        mapping.lead({
          persons: [{ object: 'nowhere', values }],
          company: { object: 'companies', values },
          deals: [{ object: 'deals', values }],
        }),
        mapping.engagement('meetings', 'm', values),
        Object.entries(values).map(([property, value]) =>
          mapping.activities({ object: 'contacts', record: 'r', property, value, at }, (name) =>
            Object.hasOwn(values, name) ? (values[name] ?? null) : null,
          ),
        ),
      ];
      expect(answer()).toEqual(answer());
    }),
    { numRuns: 300 },
  );
});

test('the order in which properties arrive does not matter', () => {
  const mapping = load(CONTACTS);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(['email', 'country', 'ip_country', 'jobtitle', 'company'], {
        minLength: 5,
      }),
      (order) => {
        const values = Object.fromEntries(
          order.map((name) => [name, name === 'country' ? 'FI' : `${name}@a.example`]),
        );
        expect(mapping.fields('contacts', values).fields).toEqual(
          mapping.fields('contacts', Object.fromEntries(Object.entries(values).sort())).fields,
        );
      },
    ),
  );
});

test('a document may be compiled without its text', () => {
  const mapping = compileMapping({ crm: 'x', version: 2, objects: {} });
  expect([mapping.crm, mapping.version, mapping.needs(), mapping.channels()]).toEqual([
    'x',
    2,
    [],
    [],
  ]);
});

test('the shipped HubSpot mapping tells how often and when somebody was contacted last', () => {
  const path = 'mappings/hubspot.yaml';
  const { mapping } = loadMapping(readFileSync(path, 'utf8'), path);
  const values = { num_contacted_notes: '3', notes_last_contacted: '2026-02-27T09:30:00Z' };
  const { fields } = mapping.lead({ persons: [{ object: 'contacts', values }], deals: [] });
  expect(fields['contacted.count']).toBe(3);
  expect(fields.lastContactedAt).toBe('2026-02-27T09:30:00.000Z');
});
