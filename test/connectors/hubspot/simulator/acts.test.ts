import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/hubspot/simulator/index.js';
import { call, start } from './support.js';

let simulator: Simulator;
let id = '';
beforeEach(async () => {
  simulator = await start({
    contacts: 5,
    customProperties: [{ name: 'demo_requested_at', type: 'datetime' }],
  });
  id = simulator.acts().createContact({ email: 'subject@new.example' }).id;
  simulator.clock.advance(60_000);
});
afterEach(() => simulator.close());

const record = () => {
  const found = simulator.data().store.get('contacts', id);
  if (!found) throw new Error('gone');
  return found;
};
const stage = () => record().values.lifecyclestage;
const write = (lifecyclestage: string) =>
  call(simulator, 'PATCH', `/crm/objects/2026-09/contacts/${id}`, {
    properties: { lifecyclestage },
  });

test('an app moves the stage forward only: 200 with the value unchanged, or 400 by the setting', async () => {
  expect((await write('marketingqualifiedlead')).body.properties.lifecyclestage).toBe(
    'marketingqualifiedlead',
  );
  const back = await write('lead');
  expect([back.status, back.body.properties.lifecyclestage]).toEqual([
    200,
    'marketingqualifiedlead',
  ]);
  simulator.gateway.settings.backwardStage = 'refuse';
  expect((await write('lead')).status).toBe(400);
  expect((await write('')).status).toBe(200);
  expect((await write('lead')).body.properties.lifecyclestage).toBe('lead');
});

test('a person may move it back; the date of each stage is kept', () => {
  simulator.acts().changeStage(id, 'salesqualifiedlead');
  simulator.acts().changeStage(id, 'lead');
  expect(stage()).toBe('lead');
  expect(record().values.hs_lifecyclestage_salesqualifiedlead_date).toBeDefined();
});

test('a deal moves the contact to opportunity, a won one to customer, by automation', () => {
  const deal = simulator.acts().createDeal(id, { amount: '5000' });
  expect(stage()).toBe('opportunity');
  expect(record().values.num_associated_deals).toBe('1');
  const [newest] = simulator.data().store.historyOf(record(), 'lifecyclestage');
  expect(newest?.source.type).toBe('AUTOMATION_PLATFORM');
  simulator.acts().moveDeal(deal.id, 'closedlost');
  expect(stage()).toBe('opportunity');
  simulator.acts().moveDeal(deal.id, 'closedwon');
  expect(stage()).toBe('customer');
  expect(simulator.data().store.get('deals', deal.id)?.values).toMatchObject({
    hs_is_closed: 'true',
    hs_is_closed_won: 'true',
  });
});

test('roll-ups do not move lastmodifieddate, unless the setting says so', () => {
  const before = record().updatedAt;
  const open = () => {
    simulator.clock.advance(1000);
    simulator
      .acts()
      .behave(id, { kind: 'email_open', at: simulator.clock.now(), campaign: 'news' });
  };
  open();
  expect(record().values).toMatchObject({
    hs_email_open: '1',
    hs_email_last_open_date: expect.any(String),
  });
  expect(record().updatedAt).toBe(before);
  simulator.gateway.settings.rollupsMoveModified = true;
  open();
  expect(record().values.hs_email_open).toBe('2');
  expect(record().updatedAt).toBeGreaterThan(before);
});

test('behaviour shows in conversions, page views and engagement records', () => {
  simulator.acts().fillForm(id, 'demo', 'demo_requested_at');
  expect(record().values).toMatchObject({
    num_conversion_events: '1',
    recent_conversion_event_name: 'Example site: Book a demo',
    demo_requested_at: expect.any(String),
  });
  const at = simulator.clock.now();
  simulator.acts().behave(id, { kind: 'page_view', at, page: '/pricing' });
  simulator.acts().behave(id, { kind: 'page_view', at: at + 60_000, page: '/docs' });
  expect(record().values).toMatchObject({
    hs_analytics_num_page_views: '2',
    hs_analytics_num_visits: '1',
    hs_analytics_last_url: 'https://www.seller.example/docs',
  });
  const meeting = simulator
    .acts()
    .behave(id, { kind: 'meeting', at, outcome: 'COMPLETED', title: 'Demo' });
  expect(meeting?.values).toMatchObject({ hs_meeting_outcome: 'COMPLETED' });
  expect(simulator.data().linked('contacts', id, 'meetings')).toEqual([meeting]);
  expect(record().values.notes_last_contacted).toBeDefined();
});

test('a company edit is a company change; its stage is copied only by the setting', () => {
  const [company] = simulator.data().store.page('companies', 0, 1, false).records;
  const contact = simulator.acts().createContact({ email: 'c@new.example' }, company?.id);
  simulator
    .acts()
    .edit('companies', company?.id ?? '', { lifecyclestage: 'opportunity', name: 'New name' });
  expect(contact.values.lifecyclestage).toBe('lead');
  simulator.gateway.settings.companyStageSync = true;
  simulator.acts().edit('companies', company?.id ?? '', { lifecyclestage: 'customer' });
  expect(contact.values.lifecyclestage).toBe('customer');
});

test('with the setting a merge makes a third record and both old ids lead to it', async () => {
  simulator.gateway.settings.mergeMakesNewId = true;
  const other = simulator.acts().createContact({ email: 'other@new.example' });
  const merged = simulator.acts().merge('contacts', id, other.id);
  expect([id, other.id]).not.toContain(merged.id);
  for (const old of [id, other.id]) {
    const answer = await call(simulator, 'GET', `/crm/objects/2026-09/contacts/${old}`);
    expect(answer.body.id).toBe(merged.id);
  }
});
