import { expect, test } from '@jest/globals';
import { noNetwork } from '../no-network.js';
import { hubspotApi, NOT_FOUND, NOW, need, open } from './support.js';

noNetwork();

const contacts = need('contacts', {
  properties: ['email', 'jobtitle', 'lifecyclestage'],
  history: ['lifecyclestage'],
  links: ['companies'],
});

function contact(id: string, properties: Record<string, string | null>): object {
  return {
    id,
    properties: { hs_object_id: id, lastmodifieddate: '2026-11-10T08:00:00.123Z', ...properties },
    createdAt: '2026-01-02T03:04:05.006Z',
    updatedAt: '2026-11-10T08:00:01.000Z',
    archived: false,
  };
}

test('a batch read asks for what is needed, with history and links, on the dated paths', async () => {
  hubspotApi()
    .post('/crm/objects/2026-09/contacts/batch/read', {
      inputs: [{ id: '101' }],
      properties: [
        'email',
        'jobtitle',
        'lifecyclestage',
        'lastmodifieddate',
        'hs_merged_object_ids',
        'associatedcompanyid',
      ],
      propertiesWithHistory: ['lifecyclestage'],
    })
    .reply(200, {
      status: 'COMPLETE',
      results: [
        {
          ...contact('101', {
            email: 'ada@acme.example',
            jobtitle: '',
            lifecyclestage: 'lead',
            hs_merged_object_ids: '90;91',
          }),
          propertiesWithHistory: {
            lifecyclestage: [
              {
                value: 'subscriber',
                timestamp: '2026-01-02T03:04:05.006Z',
                sourceType: 'IMPORT',
                sourceId: '55',
              },
              {
                value: 'lead',
                timestamp: '2026-11-10T08:00:00.123Z',
                sourceType: 'CRM_UI',
                sourceId: 'userId:77',
                updatedByUserId: 77,
              },
            ],
          },
        },
      ],
    });
  hubspotApi()
    .post('/crm/associations/2026-09/contacts/companies/batch/read', { inputs: [{ id: '101' }] })
    .reply(200, {
      status: 'COMPLETE',
      results: [
        {
          from: { id: '101' },
          to: [
            {
              toObjectId: 201,
              associationTypes: [
                { category: 'HUBSPOT_DEFINED', typeId: 279, label: null },
                { category: 'HUBSPOT_DEFINED', typeId: 1, label: 'Primary' },
              ],
            },
            {
              toObjectId: '202',
              associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 279, label: null }],
            },
          ],
        },
      ],
    });
  const { session, taken } = open();
  const page = await session.fetch(contacts, ['101', '101'], true, 'background');
  expect(page).toEqual({
    readAt: NOW,
    origin: 'fetch',
    missing: [],
    snapshots: [
      {
        object: 'contacts',
        record: '101',
        modifiedAt: Date.parse('2026-11-10T08:00:00.123Z'),
        createdAt: Date.parse('2026-01-02T03:04:05.006Z'),
        properties: { email: 'ada@acme.example', jobtitle: null, lifecyclestage: 'lead' },
        history: {
          lifecyclestage: [
            {
              value: 'lead',
              at: Date.parse('2026-11-10T08:00:00.123Z'),
              source: { kind: 'person', id: '77' },
            },
            {
              value: 'subscriber',
              at: Date.parse('2026-01-02T03:04:05.006Z'),
              source: { kind: 'import', id: '55' },
            },
          ],
        },
        links: {
          companies: [
            { record: '201', primary: true },
            { record: '202', primary: false },
          ],
        },
        aliases: ['90', '91'],
      },
    ],
  });
  expect(taken).toEqual([
    { budget: 'burst', limit: 98, priority: 'background' },
    { budget: 'burst', limit: 98, priority: 'background' },
  ]);
});

test('an id that the batch does not know is read alone: another id is an alias, 404 is missing', async () => {
  const plain = need('contacts', { properties: ['email'] });
  hubspotApi()
    .post('/crm/objects/2026-09/contacts/batch/read')
    .reply(207, {
      status: 'COMPLETE',
      results: [contact('101', { email: 'a@acme.example' })],
      numErrors: 1,
      errors: [
        {
          status: 'error',
          category: 'OBJECT_NOT_FOUND',
          message: 'Could not get some CONTACT objects',
          context: { ids: ['102', '103'] },
        },
      ],
    });
  const query = {
    properties: ['email', 'lastmodifieddate', 'hs_merged_object_ids'],
  };
  hubspotApi()
    .get('/crm/objects/2026-09/contacts/102')
    .query(query)
    .reply(200, contact('500', { email: 'b@acme.example' }));
  hubspotApi().get('/crm/objects/2026-09/contacts/103').query(query).reply(404, NOT_FOUND);
  const { session, counted } = open();
  const page = await session.fetch(plain, ['101', '102', '103'], false, 'live');
  expect(page.snapshots.map(({ record, aliases }) => ({ record, aliases }))).toEqual([
    { record: '101', aliases: undefined },
    { record: '500', aliases: ['102'] },
  ]);
  expect(page.missing).toEqual([{ object: 'contacts', record: '103' }]);
  expect(counted.map((call) => [call.operation, call.status])).toEqual([
    ['contacts batch read', 207],
    ['contacts read', 200],
    ['contacts read', 404],
  ]);
});

test('with history at most 50 records a call', async () => {
  const sizes: number[] = [];
  hubspotApi()
    .post('/crm/objects/2026-09/contacts/batch/read', (body) => {
      sizes.push(body.inputs.length);
      return true;
    })
    .times(2)
    .reply(200, (_, body) => ({
      results: (body as { inputs: { id: string }[] }).inputs.map(({ id }) => contact(id, {})),
    }));
  const { session } = open();
  const ids = Array.from({ length: 60 }, (_, index) => String(1_000 + index));
  const withHistory = need('contacts', { history: ['lifecyclestage'] });
  const page = await session.fetch(withHistory, ids, true, 'live');
  expect(sizes).toEqual([50, 10]);
  expect(page.snapshots).toHaveLength(60);
});

test('links go on over the pages of one record', async () => {
  hubspotApi()
    .post('/crm/objects/2026-09/deals/batch/read')
    .reply(200, { results: [{ id: '7', properties: {}, updatedAt: '2026-11-01T00:00:00Z' }] });
  hubspotApi()
    .post('/crm/associations/2026-09/deals/contacts/batch/read', { inputs: [{ id: '7' }] })
    .reply(200, {
      results: [
        {
          from: { id: '7' },
          to: [{ toObjectId: 1, associationTypes: [] }],
          paging: { next: { after: 'x1' } },
        },
      ],
    });
  hubspotApi()
    .post('/crm/associations/2026-09/deals/contacts/batch/read', {
      inputs: [{ id: '7', after: 'x1' }],
    })
    .reply(207, {
      results: [{ from: { id: '7' }, to: [{ toObjectId: 2, associationTypes: [] }] }],
      errors: [],
    });
  const { session } = open();
  const page = await session.fetch(need('deals', { links: ['contacts'] }), ['7'], false, 'live');
  expect(page.snapshots[0]).toMatchObject({
    modifiedAt: Date.UTC(2026, 10, 1),
    links: { contacts: [{ record: '1' }, { record: '2' }] },
  });
});
