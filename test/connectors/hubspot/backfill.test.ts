import { expect, test } from '@jest/globals';
import { noNetwork } from '../no-network.js';
import { hubspotApi, need, open } from './support.js';

noNetwork();

const record = (id: string, rest: object = {}): object => ({
  id,
  properties: { lastmodifieddate: '2026-11-01T00:00:00Z' },
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-11-01T00:00:00Z',
  archived: false,
  ...rest,
});

test('the list goes by id, a hundred a page, links inline', async () => {
  const query = {
    limit: '100',
    properties: ['email', 'lastmodifieddate', 'hs_merged_object_ids', 'associatedcompanyid'],
    associations: 'companies',
    archived: 'false',
  };
  hubspotApi()
    .get('/crm/objects/2026-09/contacts')
    .query(query)
    .reply(200, {
      results: [
        record('1', {
          associations: {
            companies: {
              results: [
                { id: '201', type: 'contact_to_company' },
                { id: '201', type: 'contact_to_company_unlabeled' },
                { id: '202', type: 'contact_to_company_unlabeled' },
              ],
            },
          },
        }),
        record('2'),
      ],
      paging: { next: { after: '3', link: 'x' } },
    });
  hubspotApi()
    .get('/crm/objects/2026-09/contacts')
    .query({ ...query, after: '3' })
    .reply(200, { results: [record('3')] });
  const { session, taken } = open();
  const contacts = need('contacts', { properties: ['email'], links: ['companies'] });
  const first = await session.backfill(contacts, null);
  expect(first.more).toBe(true);
  expect(first.page.origin).toBe('backfill');
  expect(first.page.snapshots.map((snapshot) => snapshot.links)).toEqual([
    {
      companies: [
        { record: '201', primary: true },
        { record: '202', primary: false },
      ],
    },
    { companies: [] },
  ]);
  const second = await session.backfill(contacts, JSON.parse(JSON.stringify(first.cursor)));
  expect(second.page.snapshots.map((snapshot) => snapshot.record)).toEqual(['3']);
  expect(second.more).toBe(false);
  expect(taken.map((take) => take.priority)).toEqual(['background', 'background']);
});

test('the primary company is the one that the contact names', async () => {
  hubspotApi()
    .get('/crm/objects/2026-09/contacts')
    .query(true)
    .reply(200, {
      results: [
        record('1', {
          properties: { associatedcompanyid: '202' },
          associations: {
            companies: {
              results: [
                { id: '201', type: 'contact_to_company_unlabeled' },
                { id: '202', type: 'contact_to_company_unlabeled' },
              ],
            },
          },
        }),
      ],
    });
  const result = await open().session.backfill(need('contacts', { links: ['companies'] }), null);
  expect(result.page.snapshots[0]?.links?.companies).toEqual([
    { record: '201', primary: false },
    { record: '202', primary: true },
  ]);
});

test('with history fifty a page; more links than fit inline are read apart', async () => {
  hubspotApi()
    .get('/crm/objects/2026-09/deals')
    .query((query) => {
      expect(query.limit).toBe('50');
      expect(query.propertiesWithHistory).toBe('dealstage');
      return true;
    })
    .reply(200, {
      results: [
        record('1', {
          associations: {
            contacts: { results: [{ id: '9' }], paging: { next: { after: 'z', link: 'y' } } },
          },
          propertiesWithHistory: {
            dealstage: [
              { value: 'won', timestamp: '2026-10-01T00:00:00Z', sourceType: 'WORKFLOWS' },
            ],
          },
        }),
      ],
    });
  hubspotApi()
    .post('/crm/associations/2026-09/deals/contacts/batch/read', { inputs: [{ id: '1' }] })
    .reply(200, {
      results: [
        {
          from: { id: '1' },
          to: [
            { toObjectId: 9, associationTypes: [] },
            { toObjectId: 10, associationTypes: [] },
          ],
        },
      ],
    });
  const { session } = open();
  const deals = need('deals', { history: ['dealstage'], links: ['contacts'] });
  const result = await session.backfill(deals, null);
  expect(result.page.snapshots[0]).toMatchObject({
    links: { contacts: [{ record: '9' }, { record: '10' }] },
    history: {
      dealstage: [{ value: 'won', at: Date.UTC(2026, 9, 1), source: { kind: 'automation' } }],
    },
  });
});
