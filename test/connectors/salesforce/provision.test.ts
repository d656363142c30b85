import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import nock from 'nock';
import type { OutputProperty } from '../../../connectors/connector.js';
import { openOrg } from '../../../connectors/salesforce/org.js';
import { planProvision, provision } from '../../../connectors/salesforce/provision.js';
import { field } from './describe-support.js';
import { HOST, open, REST, refusal } from './support.js';

beforeAll(() => nock.disableNetConnect());
afterAll(() => nock.restore());
afterEach(() => nock.cleanAll());

const USER = '005000000000001AAA';
const SCORE: OutputProperty = {
  name: 'score',
  label: 'Score & more',
  description: 'Points <0-100>',
  type: 'number',
  writtenBy: 'us',
};
const STAGE: OutputProperty = {
  name: 'stage',
  label: 'Stage',
  description: 'Stage',
  type: 'list',
  options: ['lead', 'mql'].map((value) => ({ value, label: value.toUpperCase() })),
  writtenBy: 'us',
};
const OVERRIDE: OutputProperty = { ...SCORE, name: 'override', type: 'text', writtenBy: 'person' };

/** An org as far as fields and permission sets go: SOAP metadata by full name, shown fields, calls. */
interface FakeOrg {
  readonly fields: Map<string, string>;
  /** Full names that the connected user may edit. */
  readonly shown: Set<string>;
  readonly sets: Map<string, string>;
  readonly assigned: string[];
  readonly bodies: string[];
  /** Refuses metadata as a whole. */
  noRights?: boolean;
  /** The message with which the making of a field is refused. */
  refuse?: string;
  noAssignment?: boolean;
}

const described: Readonly<Record<string, string>> = { Number: 'double', Picklist: 'picklist' };
const typeOf = (xml: string) => described[/<type>(\w+)</.exec(xml)?.[1] ?? ''] ?? 'string';
const envelope = (body: string) =>
  `<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="x"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;

function fakeOrg(parts: Partial<FakeOrg> = {}): FakeOrg {
  const org: FakeOrg = {
    fields: new Map(),
    shown: new Set(),
    sets: new Map(),
    assigned: [],
    bodies: [],
    ...parts,
  };
  nock(HOST)
    .persist()
    .post('/services/Soap/m/66.0')
    .matchHeader('soapaction', '""')
    .reply((_, raw) => soap(org, String(raw)));
  for (const object of ['Lead', 'Contact']) {
    nock(HOST)
      .persist()
      .get(`${REST}/sobjects/${object}/describe`)
      .reply(200, () => ({
        name: object,
        queryable: true,
        updateable: true,
        fields: [...org.fields].flatMap(([name, xml]) =>
          name.startsWith(`${object}.`) && org.shown.has(name)
            ? [field(name.slice(object.length + 1), typeOf(xml))]
            : [],
        ),
      }));
  }
  nock(HOST).persist().get('/services/oauth2/userinfo').reply(200, { user_id: USER });
  nock(HOST)
    .persist()
    .get(`${REST}/query`)
    .query(true)
    .reply(200, (uri) => {
      const found = uri.includes('PermissionSetAssignment') ? org.assigned : [...org.sets.keys()];
      const records = found.length > 0 ? [{ Id: '0PS000000000001AAA' }] : [];
      return { totalSize: records.length, done: true, records };
    });
  nock(HOST)
    .persist()
    .post(`${REST}/sobjects/PermissionSetAssignment`)
    .reply((_, body) => {
      if (org.noAssignment) return [400, refusal('FIELD_INTEGRITY_EXCEPTION', 'wrong licence')];
      org.assigned.push((body as { AssigneeId: string }).AssigneeId);
      show(org);
      return [201, { id: '0Pa000000000001AAA', success: true, errors: [] }];
    });
  return org;
}

/** What the integration set allows is to be seen once it is assigned. */
function show(org: FakeOrg): void {
  const set = org.sets.get('Plumbline_Integration') ?? '';
  if (org.assigned.length === 0) return;
  for (const [, name = ''] of set.matchAll(
    /<editable>true<\/editable><field>([\w.]+)<\/field><readable>true/g,
  )) {
    org.shown.add(name);
  }
}

function soap(org: FakeOrg, raw: string): [number, string, Record<string, string>] {
  org.bodies.push(raw);
  const xml = { 'content-type': 'text/xml' };
  if (org.noRights) {
    const fault =
      '<soapenv:Fault><faultcode>sf:INSUFFICIENT_ACCESS</faultcode><faultstring>use of the Metadata API requires a user with the ModifyMetadata permission</faultstring></soapenv:Fault>';
    return [500, envelope(fault), xml];
  }
  if (raw.includes('<readMetadata>')) {
    const records = [...raw.matchAll(/<fullNames>([\w.]+)</g)].map(([, name = '']) => {
      const found = org.fields.get(name) ?? org.sets.get(name);
      return found === undefined
        ? '<records xsi:nil="true"/>'
        : `<records xsi:type="CustomField"><fullName>${name}</fullName>${found}</records>`;
    });
    const body = `<readMetadataResponse><result>${records.join('')}</result></readMetadataResponse>`;
    return [200, envelope(body), xml];
  }
  const how = raw.includes('<createMetadata>') ? 'createMetadata' : 'updateMetadata';
  const results = [
    ...raw.matchAll(
      /<metadata xsi:type="(\w+)"><fullName>([\w.]+)<\/fullName>([\s\S]*?)<\/metadata>/g,
    ),
  ].map(([, type, name = '', rest = '']) => {
    if (type === 'CustomField' && org.refuse !== undefined) {
      return `<result><created>false</created><errors><message>${org.refuse}</message><statusCode>LIMIT_EXCEEDED</statusCode></errors><fullName>${name}</fullName><success>false</success></result>`;
    }
    if (
      org.fields.has(name) || org.sets.has(name)
        ? how !== 'updateMetadata'
        : how !== 'createMetadata'
    ) {
      return `<result><errors><message>wrong call</message></errors><fullName>${name}</fullName><success>false</success></result>`;
    }
    if (type === 'CustomField') org.fields.set(name, rest);
    else org.sets.set(name, rest);
    show(org);
    return `<result><created>true</created><fullName>${name}</fullName><success>true</success></result>`;
  });
  return [200, envelope(`<${how}Response>${results.join('')}</${how}Response>`), xml];
}

const plan = (properties: readonly OutputProperty[]) =>
  planProvision(openOrg(open().api), properties);
const make = (properties: readonly OutputProperty[]) => provision(openOrg(open().api), properties);
const both = (name: string, xml: string): [string, string][] => [
  [`Lead.${name}`, xml],
  [`Contact.${name}`, xml],
];
const NUMBER = '<precision>9</precision><scale>0</scale><type>Number</type>';

test('fields are planned, made on leads and contacts, shown by a permission set, then present', async () => {
  const org = fakeOrg();
  const create = [
    { property: 'Plumbline_Score__c', action: 'create' },
    { property: 'Plumbline_Stage__c', action: 'create' },
  ];
  expect(await plan([SCORE, STAGE])).toEqual(create);
  expect(org.fields.size).toBe(0);
  expect(await make([SCORE, STAGE])).toEqual(create);
  expect([...org.fields.keys()].sort()).toEqual([
    'Contact.Plumbline_Score__c',
    'Contact.Plumbline_Stage__c',
    'Lead.Plumbline_Score__c',
    'Lead.Plumbline_Stage__c',
  ]);
  expect(org.fields.get('Lead.Plumbline_Score__c')).toContain(
    '<description>Points &lt;0-100&gt;</description>',
  );
  expect(org.fields.get('Lead.Plumbline_Stage__c')).toContain('<restricted>true</restricted>');
  expect(org.assigned).toEqual([USER]);
  const before = org.bodies.length;
  expect(await make([SCORE, STAGE])).toEqual(
    create.map((step) => ({ ...step, action: 'present' })),
  );
  expect(org.bodies.slice(before).join()).not.toMatch(/(create|update)Metadata/);
  expect(org.assigned).toEqual([USER]);
});

test('every call carries the token in its envelope, and nothing of a value can leave its element', async () => {
  const org = fakeOrg();
  await make([{ ...SCORE, label: '</label><type>Text</type>', description: '&]]>\u0000' }]);
  expect(org.bodies.length).toBeGreaterThan(0);
  for (const body of org.bodies) expect(body).toContain('<sessionId>token-1</sessionId>');
  const made = org.fields.get('Lead.Plumbline_Score__c') ?? '';
  expect(made.match(/<type>/g)).toHaveLength(1);
  expect(made).toContain('&amp;]]&gt;');
  expect(made).not.toContain('\u0000');
});

test('readers may read what we write and edit what is theirs', async () => {
  const org = fakeOrg();
  await make([SCORE, OVERRIDE]);
  const entry = (name: string, editable: boolean) =>
    `<editable>${editable}</editable><field>Lead.${name}</field><readable>true</readable>`;
  expect(org.sets.get('Plumbline_User')).toContain(entry('Plumbline_Score__c', false));
  expect(org.sets.get('Plumbline_User')).toContain(entry('Plumbline_Override__c', true));
  expect(org.sets.get('Plumbline_Integration')).toContain(entry('Plumbline_Score__c', true));
});

test('a set that is made anew keeps the fields of other models', async () => {
  const org = fakeOrg();
  await make([SCORE]);
  await make([{ ...SCORE, name: 'services_score' }]);
  expect(org.sets.get('Plumbline_Integration')).toContain('Lead.Plumbline_Score__c');
  expect(org.sets.get('Plumbline_Integration')).toContain('Lead.Plumbline_Services_Score__c');
});

test('an existing field of the right kind that is hidden is adopted and shown', async () => {
  const org = fakeOrg({ fields: new Map(both('Plumbline_Score__c', NUMBER)) });
  expect(await make([SCORE])).toMatchObject([
    { action: 'adopt', reason: expect.stringContaining('hidden') },
  ]);
  expect(org.shown.has('Contact.Plumbline_Score__c')).toBe(true);
});

test('a list that lacks a choice gets it and keeps its own', async () => {
  const xml =
    '<type>Picklist</type><valueSet><valueSetDefinition><sorted>false</sorted><value><fullName>MQL</fullName><default>false</default><label>Ready</label></value><value><fullName>own</fullName><label>Own</label></value></valueSetDefinition></valueSet>';
  const org = fakeOrg({ fields: new Map(both('Plumbline_Stage__c', xml)) });
  expect(await make([STAGE])).toMatchObject([{ action: 'adopt' }]);
  const names = [
    ...(org.fields.get('Lead.Plumbline_Stage__c') ?? '').matchAll(/<fullName>(\w+)</g),
  ].map(([, name]) => name);
  expect(names).toEqual(['MQL', 'own', 'lead']);
});

test.each([
  ['another type', '<length>80</length><type>Text</type>', /Text of 80 characters.*Number/],
  ['a formula', `<formula>1</formula>${NUMBER}`, /formula/],
])('a field with %s is refused, naming the object and the way out', async (_, xml, reason) => {
  const org = fakeOrg({ fields: new Map([['Contact.Plumbline_Score__c', xml]]) });
  const [step] = await make([SCORE]);
  expect(step).toMatchObject({ action: 'refuse', reason: expect.stringMatching(reason) });
  expect(step?.reason).toContain('Contact.Plumbline_Score__c');
  expect(step?.reason).toContain('Object Manager');
  expect(org.fields.has('Lead.Plumbline_Score__c')).toBe(false);
});

test('a name that Salesforce cannot have is refused before anything is made', async () => {
  const org = fakeOrg();
  const [step] = await make([{ ...SCORE, name: `${'x'.repeat(40)}_score` }]);
  expect(step).toMatchObject({ action: 'refuse', reason: expect.stringContaining('40') });
  expect(org.fields.size).toBe(0);
});

test('who may not make fields is told what an admin makes by hand; what is there is enough', async () => {
  const org = fakeOrg({ noRights: true });
  expect(await make([SCORE])).toMatchObject([
    { action: 'refuse', reason: expect.stringMatching(/Plumbline_Score__c.*Lead and Contact/) },
  ]);
  for (const [name, xml] of both('Plumbline_Score__c', NUMBER)) {
    org.fields.set(name, xml);
    org.shown.add(name);
  }
  expect(await make([SCORE])).toEqual([{ property: 'Plumbline_Score__c', action: 'present' }]);
});

test('a field that Salesforce does not make is refused in its own words; the others are made', async () => {
  const org = fakeOrg({ fields: new Map(both('Plumbline_Score__c', NUMBER)), refuse: 'Too many' });
  expect(await make([SCORE, STAGE])).toMatchObject([
    { property: 'Plumbline_Score__c', action: 'adopt' },
    { action: 'refuse', reason: expect.stringContaining('Too many') },
  ]);
  expect(org.sets.get('Plumbline_Integration')).not.toContain('Stage');
});

test('where the set cannot be assigned, the admin is told to do it', async () => {
  fakeOrg({ noAssignment: true });
  expect(await make([SCORE])).toMatchObject([
    { action: 'refuse', reason: expect.stringMatching(/Permission Sets.*wrong licence/) },
  ]);
});

test('fields of our package are ours under its names, and nothing is made beside them', async () => {
  const org = fakeOrg();
  for (const [name, xml] of both('plumbline__Score__c', NUMBER)) {
    org.fields.set(name, xml);
    org.shown.add(name);
  }
  const found = { property: 'Plumbline_Score__c', action: 'present' };
  const reason = 'found from the package as plumbline__Score__c.';
  expect(await make([SCORE])).toEqual([{ ...found, reason }]);
  expect(org.fields.size).toBe(2);
  for (const [name, xml] of both('Plumbline_Score__c', NUMBER)) {
    org.fields.set(name, xml);
    org.shown.add(name);
  }
  expect(await plan([SCORE])).toEqual([
    { ...found, reason: expect.stringMatching(/used no more and may be deleted/) },
  ]);
});
