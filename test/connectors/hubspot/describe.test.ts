import { expect, test } from '@jest/globals';
import { noNetwork } from '../no-network.js';
import { hubspotApi, NOT_FOUND, open } from './support.js';

noNetwork();

const FORBIDDEN = { status: 'error', category: 'MISSING_SCOPES', message: 'no' };

function account(): void {
  hubspotApi().get('/account-info/2026-03/details').reply(200, {
    portalId: 4711,
    accountType: 'STANDARD',
    timeZone: 'Europe/Berlin',
    uiDomain: 'app-eu1.hubspot.com',
  });
}

function writes(contact: number, schema: number): void {
  hubspotApi()
    .patch('/crm/objects/2026-09/contacts/0', { properties: {} })
    .reply(contact, contact === 403 ? FORBIDDEN : NOT_FOUND);
  hubspotApi()
    .patch('/crm/properties/2026-09/contacts/plumbline_rights_check_only')
    .reply(schema, schema === 403 ? FORBIDDEN : NOT_FOUND);
  hubspotApi().get('/crm/owners/2026-09').query({ limit: '1' }).reply(200, { results: [] });
}

function stage(value: string, displayOrder: number): object {
  return { value, label: value.toUpperCase(), displayOrder, hidden: false };
}

test('who the account is, what it has and in which order its stages stand', async () => {
  account();
  hubspotApi()
    .get('/crm/objects/2026-09/contacts')
    .query({ limit: '1' })
    .reply(200, { results: [] });
  hubspotApi()
    .get('/crm/properties/2026-09/contacts')
    .reply(200, {
      results: [
        {
          name: 'lifecyclestage',
          label: 'Lifecycle stage',
          description: '',
          groupName: 'contactinformation',
          type: 'enumeration',
          fieldType: 'radio',
          options: [
            stage('lead', 1),
            stage('204711', 2),
            stage('other', -1),
            stage('subscriber', 0),
          ],
        },
        {
          name: 'lastmodifieddate',
          label: 'Last modified',
          description: '',
          groupName: 'contactinformation',
          type: 'datetime',
          fieldType: 'date',
          options: [],
          modificationMetadata: { readOnlyValue: true },
        },
      ],
    });
  writes(404, 404);
  const { session } = open({ appId: '50780459' });
  expect(await session.describe(['contacts'])).toEqual({
    portal: '4711',
    name: 'HubSpot account 4711',
    timeZone: 'Europe/Berlin',
    uiDomain: 'app-eu1.hubspot.com',
    scopes: [],
    missing: [],
    missingToWrite: [],
    appId: '50780459',
    stageOrder: ['subscriber', 'lead', '204711', 'other'],
    properties: {
      contacts: [
        {
          name: 'lifecyclestage',
          label: 'Lifecycle stage',
          group: 'contactinformation',
          type: 'enumeration',
          options: [
            { value: 'subscriber', label: 'SUBSCRIBER' },
            { value: 'lead', label: 'LEAD' },
            { value: '204711', label: '204711' },
            { value: 'other', label: 'OTHER' },
          ],
          readOnly: false,
        },
        {
          name: 'lastmodifieddate',
          label: 'Last modified',
          group: 'contactinformation',
          type: 'datetime',
          readOnly: true,
        },
      ],
    },
  });
});

test('rights that are not there become sentences with the scope', async () => {
  account();
  hubspotApi().get('/crm/objects/2026-09/emails').query({ limit: '1' }).reply(403, FORBIDDEN);
  hubspotApi().get('/crm/properties/2026-09/emails').reply(403, FORBIDDEN);
  writes(403, 403);
  const description = await open().session.describe(['emails']);
  expect(description.missing).toEqual([
    expect.stringContaining('sales-email-read'),
    expect.stringContaining('crm.objects.contacts.write'),
    expect.stringContaining('crm.schemas.contacts.write'),
  ]);
  expect(description.missingToWrite).toEqual(description.missing.slice(1));
  expect(description.properties).toEqual({ emails: [] });
  expect(description.stageOrder[0]).toBe('subscriber');
});

test('owners of all pages, the archived ones inactive', async () => {
  const list = (query: object, body: object): void => {
    hubspotApi()
      .get('/crm/owners/2026-09')
      .query({ limit: '100', ...query })
      .reply(200, body);
  };
  const owner = (id: string, rest: object): object => ({
    id,
    type: 'PERSON',
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
    archived: false,
    ...rest,
  });
  list(
    { archived: 'false' },
    {
      results: [
        owner('1', {
          email: 'rep@acme.example',
          firstName: 'Rita',
          lastName: 'Rep',
          userId: 77,
          teams: [{ id: '1', name: 'Inbound', primary: true }],
        }),
      ],
      paging: { next: { after: 'b', link: 'x' } },
    },
  );
  list({ archived: 'false', after: 'b' }, { results: [owner('2', { type: 'QUEUE' })] });
  list({ archived: 'true' }, { results: [owner('3', { firstName: 'Old', archived: true })] });
  expect(await open().session.owners()).toEqual([
    { id: '1', email: 'rep@acme.example', name: 'Rita Rep', active: true, teams: ['Inbound'] },
    { id: '2', email: null, name: '2', active: true, teams: [] },
    { id: '3', email: null, name: 'Old', active: false, teams: [] },
  ]);
});
