import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from '../../src/lead/page.js';
import { APP, PORTAL } from '../support/intake-world.js';
import { type Cut, converges, type Law, PATIENCE, runOnce } from './convergence-law.js';
import { createScoringWorld, type Picture, type ScoringWorld } from './convergence-world.js';
import { NOW, type Statement, statements, twoAccounts } from './statements.js';

let clock = NOW;
let world: ScoringWorld;
beforeAll(async () => {
  world = await createScoringWorld(() => clock);
});
afterAll(() => world?.database.drop());

async function tell(statement: Statement): Promise<void> {
  if (statement.kind === 'event') return;
  const page = statement.page as unknown as Page;
  await (statement.other ? world.otherPage(page) : world.page(page));
}

const law = (): Law<Statement, Record<string, unknown>> => ({
  world,
  setClock: (at) => {
    clock = at;
  },
  shared: (statement) => (statement.kind === 'event' ? [statement.event] : undefined),
  send: (events) => world.hook(events),
  tell,
});
const run = (told: readonly Statement[], cuts: readonly Cut[]): Promise<Picture> =>
  runOnce(law(), told, cuts);

test(
  'any order, repetition and division of the same statements ends in the same leads, scores and suggestions',
  () => converges(law(), statements, 30),
  PATIENCE + 60_000,
);

test(
  'people whom two accounts know by one address are the same people in any order',
  () => converges(law(), twoAccounts, 15),
  PATIENCE + 60_000,
);

/** A page of one record, read at a step of the test. */
function page(
  step: number,
  object: string,
  record: string,
  properties: Record<string, string>,
  links?: Record<string, { record: string; primary?: boolean }[]>,
): Statement {
  const at = NOW - 3_600_000 + step * 1000;
  const snapshot = { object, record, modifiedAt: at, properties, ...(links && { links }) };
  return {
    kind: 'page',
    page: { readAt: at, origin: 'fetch', snapshots: [snapshot], missing: [] },
  };
}

const fields = (picture: Picture): Record<string, unknown> =>
  (picture.leads[0] as { fields: Record<string, unknown> }).fields;

/** Scored after each statement, and told in the other order: both must know the same. */
async function bothWays(told: readonly Statement[]): Promise<Picture> {
  const picture = await run(told, ['score']);
  expect(await run([...told].reverse(), ['score'])).toEqual(picture);
  return picture;
}

test("a merged company's people have the company that lives on", async () => {
  const merge: Statement = {
    kind: 'event',
    event: {
      eventId: 1,
      subscriptionId: 1,
      portalId: Number(PORTAL),
      appId: Number(APP),
      occurredAt: NOW - 60_000,
      attemptNumber: 0,
      changeSource: 'CRM_UI',
      sourceId: 'userId:9',
      subscriptionType: 'company.merge',
      primaryObjectId: 51,
      mergedObjectIds: [50],
      newObjectId: 51,
    },
  };
  const picture = await bothWays([
    page(1, 'companies', '50', { name: 'Old' }),
    page(2, 'companies', '51', { name: 'New' }),
    page(3, 'contacts', '1', { email: 'a@acme.example' }, { companies: [{ record: '50' }] }),
    merge,
  ]);
  expect(fields(picture)['company.name']).toBe('New');
});

test('who is no longer named by a deal has it no longer', async () => {
  const deal = { dealstage: 'appointmentscheduled', hs_is_closed: 'false' };
  const picture = await bothWays([
    page(1, 'contacts', '1', { email: 'a@acme.example' }),
    page(2, 'deals', '90', deal, { contacts: [{ record: '1' }] }),
    page(3, 'deals', '90', deal, { contacts: [] }),
  ]);
  expect(fields(picture)['deal.open']).toBe(0);
});

test('of what is said of one person’s several records the latest counts at once', async () => {
  const deal = { dealstage: 'appointmentscheduled', hs_is_closed: 'false' };
  const unlinked: Statement = {
    kind: 'event',
    event: {
      eventId: 1,
      subscriptionId: 1,
      portalId: Number(PORTAL),
      appId: Number(APP),
      occurredAt: NOW - 60_000,
      attemptNumber: 0,
      changeSource: 'CRM_UI',
      sourceId: 'userId:9',
      subscriptionType: 'deal.associationChange',
      associationType: 'DEAL_TO_CONTACT',
      fromObjectId: 90,
      toObjectId: 3,
      associationRemoved: true,
    },
  };
  const survivor = page(1, 'contacts', '9', { email: 'a@acme.example' });
  if (survivor.kind === 'page') {
    const [snapshot] = survivor.page.snapshots as { aliases?: string[] }[];
    if (snapshot) snapshot.aliases = ['1', '3'];
  }
  const picture = await bothWays([
    survivor,
    page(2, 'deals', '90', deal, { contacts: [{ record: '1' }] }),
    unlinked,
  ]);
  expect(fields(picture)['deal.open']).toBe(0);
});

test('of two acts of one second the same one stays', async () => {
  const opened = (ms: string) => ({
    email: 'a@acme.example',
    hs_email_last_open_date: `2026-03-01T11:00:00.${ms}Z`,
  });
  const picture = await bothWays([
    page(1, 'contacts', '1', opened('100')),
    page(2, 'contacts', '1', opened('900')),
  ]);
  expect(picture.activities).toHaveLength(1);
});

test('who shares an address now is suggested, whatever came first', async () => {
  const picture = await bothWays([
    page(1, 'contacts', '1', { email: 'ann@acme.example' }),
    page(2, 'contacts', '2', { email: 'bo@acme.example' }),
    page(3, 'contacts', '2', { email: 'ann@acme.example' }),
    page(4, 'contacts', '3', { hs_additional_emails: 'bo@acme.example;ann@acme.example' }),
    page(5, 'contacts', '4', { email: 'bo@acme.example' }),
    page(6, 'contacts', '4', { email: 'di@acme.example' }),
  ]);
  const account = String(world.account.id);
  const pair = (a: string, b: string) => ({
    pair: [`${account}/${a}`, `${account}/${b}`],
    reason: 'address',
  });
  expect(picture.suggestions).toEqual([pair('1', '2'), pair('1', '3'), pair('2', '3')]);
});
