import { beforeEach, expect, test } from '@jest/globals';
import type { ApiCall } from '../../../../connectors/salesforce/simulator/call.js';
import { metadataRoute } from '../../../../connectors/salesforce/simulator/metadata-route.js';
import { codesOf, idOf, type OrgWorld, openOrg } from './org-support.js';

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
let world: OrgWorld;
beforeEach(() => {
  world = openOrg();
});

function envelope(body: string, namespace = NAMESPACE): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<soapenv:Header xmlns="${namespace}"><SessionHeader><sessionId>00D!token</sessionId></SessionHeader></soapenv:Header>
<soapenv:Body xmlns="${namespace}">${body}</soapenv:Body></soapenv:Envelope>`;
}

function route(text: string, headers: Record<string, string> = {}, path = '/services/Soap/m/66.0') {
  const found = metadataRoute({
    method: 'POST',
    path,
    query: new URLSearchParams(),
    headers: { 'content-type': 'text/xml', soapaction: '""', ...headers },
    body: Buffer.from(text),
  });
  if (!found) throw new Error('no route');
  return found;
}

/** The answer's text; `user` is who the session belongs to. */
function call(body: string, user = world.admin): { status: number; text: string } {
  const { status, body: text } = route(envelope(body)).handle({ org: world.org, user } as ApiCall);
  return { status, text: String(text) };
}

const component = (type: string, inside: string): string =>
  `<metadata xsi:type="${type}">${inside}</metadata>`;
const field = (name: string, inside: string): string =>
  component(
    'CustomField',
    `<fullName>Lead.${name}</fullName><label>Our ${name.replace('__c', '').slice(0, 30)}</label>${inside}`,
  );
const create = (...components: string[]) =>
  call(`<createMetadata>${components.join('')}</createMetadata>`);
const NUMBER = '<type>Number</type><precision>5</precision><scale>0</scale>';

test('the session is read from the envelope, and wrong ones are refused as a fault', () => {
  const found = route(envelope('<describeMetadata/>'));
  expect(found).toMatchObject({
    operation: 'metadata.describeMetadata',
    version: '66.0',
    sessionId: '00D!token',
  });
  const fault = found.refuse?.(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
  expect(fault?.status).toBe(500);
  expect(fault?.body).toContain('<faultcode>sf:INVALID_SESSION_ID</faultcode>');
  expect(fault?.body).toContain('<faultstring>INVALID_SESSION_ID: Invalid Session ID');
});

test.each([
  ['no XML', 'nonsense', {}, 'soapenv:Client'],
  [
    'another content type',
    envelope('<describeMetadata/>'),
    { 'content-type': 'application/json' },
    'content-type',
  ],
  [
    'another namespace',
    envelope('<describeMetadata/>', 'urn:partner.soap.sforce.com'),
    {},
    'No operation available',
  ],
  ['no body', '<a/>', {}, 'not a SOAP envelope'],
  ['an unknown operation', envelope('<deploy/>'), {}, 'No operation available'],
])('%s is a fault', (_what, text, headers, words) => {
  const answer = route(text, headers as Record<string, string>).handle({
    org: world.org,
    user: world.admin,
  } as ApiCall);
  expect(answer.status).toBe(500);
  expect(answer.body).toContain(words);
});

test('without a SOAPAction there is no call; other paths belong to others', () => {
  const request = {
    method: 'POST',
    path: '/services/Soap/m/66.0',
    query: new URLSearchParams(),
    headers: { 'content-type': 'text/xml' },
    body: Buffer.from(envelope('<describeMetadata/>')),
  };
  const answer = metadataRoute(request)?.handle({ org: world.org, user: world.admin } as ApiCall);
  expect(answer?.body).toContain('no SOAPAction header!');
  expect(metadataRoute({ ...request, path: '/services/Soap/u/66.0' })).toBeUndefined();
});

test('the API needs its right, a component its own', () => {
  const refused = call('<describeMetadata/>', world.seller);
  expect(refused.status).toBe(500);
  expect(refused.text).toContain('<faultcode>sf:INSUFFICIENT_ACCESS</faultcode>');
  world.org.access.give(world.seller, 'ModifyMetadata');
  expect(call('<describeMetadata/>', world.seller).status).toBe(200);
  const { text } = call(`<createMetadata>${field('A__c', NUMBER)}</createMetadata>`, world.seller);
  expect(text).toContain('<statusCode>INSUFFICIENT_ACCESS_OR_READONLY</statusCode>');
  expect(text).toContain('<success>false</success>');
  expect(world.org.definitions.field('Lead', 'A__c')).toBeUndefined();
});

test('fields of all the types that an app of ours makes', () => {
  const { text } = create(
    field(
      'Score__c',
      `${NUMBER}<externalId>false</externalId><inlineHelpText>0 to 100</inlineHelpText>`,
    ),
    field('Grade__c', '<type>Text</type><length>20</length>'),
    field(
      'Reasons__c',
      '<type>LongTextArea</type><length>1000</length><visibleLines>3</visibleLines>',
    ),
    field('At__c', '<type>DateTime</type>'),
    field('Until__c', '<type>Date</type>'),
    field('Release__c', '<type>Checkbox</type><defaultValue>false</defaultValue>'),
    field(
      'Stage__c',
      '<type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted><value><fullName>mql</fullName><default>false</default><label>MQL</label></value><value><fullName>sql</fullName><default>false</default></value></valueSetDefinition></valueSet>',
    ),
  );
  expect(text.match(/<success>true<\/success>/g)).toHaveLength(7);
  const shape = (name: string) => world.org.definitions.field('Lead', name);
  expect(shape('Score__c')).toMatchObject({
    type: 'double',
    precision: 5,
    scale: 0,
    custom: true,
    inlineHelpText: '0 to 100',
  });
  expect(shape('Grade__c')).toMatchObject({ type: 'string', length: 20, label: 'Our Grade' });
  expect(shape('Reasons__c')).toMatchObject({ type: 'textarea', length: 1000, filterable: false });
  expect(shape('At__c')?.type).toBe('datetime');
  expect(shape('Until__c')?.type).toBe('date');
  expect(shape('Release__c')).toMatchObject({ type: 'boolean', defaultValue: false });
  expect(shape('Stage__c')).toMatchObject({
    type: 'picklist',
    restrictedPicklist: true,
    picklistValues: [
      { value: 'mql', label: 'MQL', active: true, defaultValue: false },
      { value: 'sql', label: 'sql', active: true, defaultValue: false },
    ],
  });
});

test.each([
  [
    'a second field of the name',
    'Grade__c',
    '<type>Text</type><length>20</length>',
    'DUPLICATE_DEVELOPER_NAME',
  ],
  ['no type', 'A__c', '', 'REQUIRED_FIELD_MISSING'],
  ['a text without length', 'A__c', '<type>Text</type>', 'REQUIRED_FIELD_MISSING'],
  [
    'a text that is too long',
    'A__c',
    '<type>Text</type><length>256</length>',
    'FIELD_INTEGRITY_EXCEPTION',
  ],
  ['a number with a length', 'A__c', `${NUMBER}<length>5</length>`, 'FIELD_INTEGRITY_EXCEPTION'],
  [
    'a number of 19 digits',
    'A__c',
    '<type>Number</type><precision>19</precision><scale>0</scale>',
    'FIELD_INTEGRITY_EXCEPTION',
  ],
  [
    'a number without scale',
    'A__c',
    '<type>Number</type><precision>5</precision>',
    'REQUIRED_FIELD_MISSING',
  ],
  [
    'a long text without lines',
    'A__c',
    '<type>LongTextArea</type><length>1000</length>',
    'REQUIRED_FIELD_MISSING',
  ],
  [
    'a long text that is short',
    'A__c',
    '<type>LongTextArea</type><length>255</length><visibleLines>3</visibleLines>',
    'FIELD_INTEGRITY_EXCEPTION',
  ],
  ['a checkbox without a default', 'A__c', '<type>Checkbox</type>', 'REQUIRED_FIELD_MISSING'],
  ['a list without values', 'A__c', '<type>Picklist</type>', 'REQUIRED_FIELD_MISSING'],
  [
    'a list with one value twice',
    'A__c',
    '<type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted><value><fullName>x</fullName><default>false</default></value><value><fullName>X</fullName><default>false</default></value></valueSetDefinition></valueSet>',
    'DUPLICATE_VALUE',
  ],
  ['a name without its ending', 'A', NUMBER, 'INVALID_FULL_NAME'],
  ['two underscores', 'A__B__c', NUMBER, 'INVALID_FULL_NAME'],
  ['a digit first', '1A__c', NUMBER, 'INVALID_FULL_NAME'],
  ['a name that is too long', `${'A'.repeat(41)}__c`, NUMBER, 'INVALID_FULL_NAME'],
  ['a unique date', 'A__c', '<type>Date</type><unique>true</unique>', 'FIELD_INTEGRITY_EXCEPTION'],
  ['a type that is not there', 'A__c', '<type>Hologram</type>', 'FUNCTIONALITY_NOT_ENABLED'],
])('%s refuses that component and no other', (_what, name, inside, code) => {
  create(field('Grade__c', '<type>Text</type><length>20</length>'));
  const { status, text } = create(field(name, inside), field('Good__c', NUMBER));
  expect(status).toBe(200);
  expect(text).toContain(`<statusCode>${code}</statusCode>`);
  expect(text).toContain(`<fullName>Lead.${name}</fullName><success>false</success>`);
  expect(text).toContain('<fullName>Lead.Good__c</fullName><success>true</success>');
});

test('what the message form does not allow refuses the whole call', () => {
  const eleven = Array.from({ length: 11 }, (_, at) => field(`F${at}__c`, NUMBER));
  expect(create(...eleven).text).toContain('<faultcode>sf:LIMIT_EXCEEDED</faultcode>');
  expect(create(field('A__c', `${NUMBER}<colour>red</colour>`)).text).toContain(
    'Element {http://soap.sforce.com/2006/04/metadata}colour invalid at this location',
  );
  expect(create(field('A__c', `${NUMBER}<scale>1</scale>`)).text).toContain('is duplicated');
  expect(create(field('A__c', '<type>Text</type><length>many</length>')).text).toContain('xsd:int');
  expect(create('<metadata><fullName>Lead.A__c</fullName></metadata>').text).toContain('xsi:type');
  expect(create(component('Report', '')).text).toContain('INVALID_TYPE');
  expect(
    create(field('A__c', NUMBER), component('PermissionSet', '<fullName>P</fullName>')).text,
  ).toContain('INVALID_TYPE');
  expect(world.org.definitions.field('Lead', 'A__c')).toBeUndefined();
});

test('fields only on objects that take them', () => {
  const on = (object: string) =>
    create(component('CustomField', `<fullName>${object}.A__c</fullName><label>A</label>${NUMBER}`))
      .text;
  expect(on('Contact')).toContain('<success>true</success>');
  expect(on('Nothing')).toContain('INVALID_CROSS_REFERENCE_KEY');
  expect(on('LeadHistory')).toContain('INVALID_CROSS_REFERENCE_KEY');
});

test('a new field is open to nobody until a permission set of the user opens it', () => {
  create(field('Score__c', NUMBER));
  const { org, admin, seller } = world;
  const lead = world.make('Lead', { LastName: 'A', Company: 'B' });
  const write = (user: string) =>
    codesOf(org.update('Lead', lead, { Score__c: 5 }, world.as(user)));
  expect(write(admin)).toEqual(['INVALID_FIELD']);
  const set = (editable: boolean): string =>
    `<fullName>Ours</fullName><label>Ours</label><hasActivationRequired>false</hasActivationRequired><fieldPermissions><editable>${editable}</editable><field>Lead.Score__c</field><readable>true</readable></fieldPermissions>`;
  expect(create(component('PermissionSet', set(false))).text).toContain('<success>true</success>');
  expect(write(admin)).toEqual(['INVALID_FIELD']);
  const [record] = [...org.records.all('PermissionSet').values()];
  const assignment = { AssigneeId: admin, PermissionSetId: record?.id ?? '' };
  idOf(org.create('PermissionSetAssignment', assignment, world.as(admin)));
  expect(write(admin)).toEqual(['INVALID_FIELD_FOR_INSERT_UPDATE']);
  const { text } = call(
    `<updateMetadata>${component('PermissionSet', set(true))}</updateMetadata>`,
  );
  expect(text).toContain('<success>true</success>');
  expect(write(admin)).toEqual([]);
  expect(write(seller)).toEqual(['INVALID_FIELD']);
  const empty = '<fullName>Ours</fullName><label>Ours</label>';
  call(`<updateMetadata>${component('PermissionSet', empty)}</updateMetadata>`);
  expect(write(admin)).toEqual(['INVALID_FIELD']);
});

const permission = (name: string, readable: boolean, editable: boolean): string =>
  `<fieldPermissions><editable>${editable}</editable><field>${name}</field><readable>${readable}</readable></fieldPermissions>`;

test.each([
  [
    'a field that is not there',
    permission('Lead.Nothing__c', true, true),
    'INVALID_CROSS_REFERENCE_KEY',
  ],
  ['a required field', permission('Lead.LastName', true, true), 'FIELD_INTEGRITY_EXCEPTION'],
  ['edit without read', permission('Lead.Title', false, true), 'FIELD_INTEGRITY_EXCEPTION'],
  [
    'edit of what the platform keeps',
    permission('Lead.ConvertedDate', true, true),
    'FIELD_INTEGRITY_EXCEPTION',
  ],
])('a permission set with %s is refused as a whole', (_what, inside, code) => {
  const { text } = create(
    component(
      'PermissionSet',
      `<fullName>Ours</fullName><label>Ours</label>${permission('Lead.Title', true, true)}${inside}`,
    ),
  );
  expect(text).toContain(`<statusCode>${code}</statusCode>`);
  expect(world.org.records.count('PermissionSet')).toBe(0);
});

test('permission sets: names are unique, unknown ones cannot be changed, deleted ones close again', () => {
  create(field('Score__c', NUMBER));
  const set = component(
    'PermissionSet',
    `<fullName>Ours</fullName><label>Ours</label>${permission('Lead.Score__c', true, true)}`,
  );
  create(set);
  expect(create(set).text).toContain('DUPLICATE_DEVELOPER_NAME');
  expect(
    call(`<updateMetadata>${set.replace('>Ours<', '>Theirs<')}</updateMetadata>`).text,
  ).toContain('INVALID_CROSS_REFERENCE_KEY');
  const [record] = [...world.org.records.all('PermissionSet').values()];
  world.make('PermissionSetAssignment', {
    AssigneeId: world.admin,
    PermissionSetId: record?.id ?? '',
  });
  const lead = world.make('Lead', { LastName: 'A', Company: 'B' });
  const write = () =>
    codesOf(world.org.update('Lead', lead, { Score__c: 5 }, world.as(world.admin)));
  expect(write()).toEqual([]);
  const remove =
    '<deleteMetadata><type>PermissionSet</type><fullNames>Ours</fullNames></deleteMetadata>';
  expect(call(remove).text).toContain('<success>true</success>');
  expect(write()).toEqual(['INVALID_FIELD']);
  expect(call(remove).text).toContain('INVALID_CROSS_REFERENCE_KEY');
});

test('reading gives the component back, and nil for what is not there', () => {
  create(field('Score__c', `${NUMBER}<description>a &lt;b&gt; &amp; c</description>`));
  const { text } = call(
    '<readMetadata><type>CustomField</type><fullNames>Lead.Score__c</fullNames><fullNames>Lead.No__c</fullNames></readMetadata>',
  );
  expect(text).toContain('<records xsi:type="CustomField"><fullName>Lead.Score__c</fullName>');
  expect(text).toContain('<precision>5</precision><scale>0</scale>');
  expect(text).toContain('<description>a &lt;b&gt; &amp; c</description>');
  expect(text).toContain('<records xsi:nil="true"/>');
  const set = component(
    'PermissionSet',
    `<fullName>Ours</fullName><label>Ours</label>${permission('Lead.Score__c', true, true)}`,
  );
  create(set);
  const read = call(
    '<readMetadata><type>PermissionSet</type><fullNames>Ours</fullNames></readMetadata>',
  );
  expect(read.text).toContain(
    '<fieldPermissions><editable>true</editable><field>Lead.Score__c</field><readable>true</readable></fieldPermissions>',
  );
});

test('a list names what there is, three questions at a time', () => {
  create(field('Score__c', NUMBER));
  const query = '<queries><type>CustomField</type></queries>';
  const list = (queries: string) =>
    call(`<listMetadata>${queries}<asOfVersion>66.0</asOfVersion></listMetadata>`).text;
  expect(list(query)).toContain('<fullName>Lead.Score__c</fullName>');
  expect(list(query.repeat(4))).toContain('LIMIT_EXCEEDED');
  expect(call('<describeMetadata/>').text).toContain('<xmlName>PermissionSet</xmlName>');
});

test('a field can grow and change its words, not its type', () => {
  create(field('Grade__c', '<type>Text</type><length>20</length>'));
  const update = (inside: string, name = 'Grade__c') =>
    call(`<updateMetadata>${field(name, inside)}</updateMetadata>`).text;
  expect(update('<type>Text</type><length>40</length>')).toContain('<success>true</success>');
  expect(world.org.definitions.field('Lead', 'Grade__c')?.length).toBe(40);
  expect(update('<type>Text</type><length>20</length>')).toContain('FIELD_INTEGRITY_EXCEPTION');
  expect(update(NUMBER)).toContain('FIELD_INTEGRITY_EXCEPTION');
  expect(update(NUMBER, 'No__c')).toContain('INVALID_CROSS_REFERENCE_KEY');
});

test('a deleted field is gone', () => {
  create(field('Score__c', NUMBER));
  const remove =
    '<deleteMetadata><type>CustomField</type><fullNames>Lead.Score__c</fullNames></deleteMetadata>';
  expect(call(remove).text).toContain('<success>true</success>');
  expect(world.org.definitions.field('Lead', 'Score__c')).toBeUndefined();
  expect(call(remove).text).toContain('<success>false</success>');
});
