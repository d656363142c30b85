import { afterEach, expect, test } from '@jest/globals';
import type { ObjectNeed, Session } from '../../../connectors/connector.js';
import { hubspot } from '../../../connectors/hubspot/index.js';
import type { Simulator } from '../../../connectors/hubspot/simulator/index.js';
import { CrmError } from '../../../src/lead/crm-error.js';
import { contactIds, NOW, start } from './simulator/support.js';

const OPENED = 'hs_email_last_open_date';
const MINUTE = 60_000;

let simulator: Simulator;
afterEach(() => simulator.close());

function open(timeZone: string, clock = simulator.clock.now): Session {
  return hubspot.open({
    baseUrl: simulator.url,
    portal: simulator.portal,
    timeZone,
    auth: { token: async () => simulator.serviceKey, refused: async () => {} },
    window: () => ({ take: async () => () => {} }),
    clock,
    log: { info: () => {}, warn: () => {} },
    timeoutMs: 5_000,
    count: () => {},
  });
}

test('opens between two polls are told one by one, and none from before', async () => {
  let now = NOW;
  simulator = await start({ clock: () => now, limitClock: () => now });
  const session = open('Europe/Berlin');
  const need: ObjectNeed = {
    object: 'contacts',
    properties: ['email'],
    rollups: [OPENED],
    history: [OPENED],
    links: [],
  };
  const feed = session.feeds([need], false).find(({ property }) => property === OPENED);
  if (!feed) throw new Error('no feed of the roll-up');
  const [contact = ''] = contactIds(simulator, 1);
  const mailOpened = (): number => {
    now += MINUTE;
    const at = simulator.clock.now();
    simulator.acts().behave(contact, { kind: 'email_open', at, campaign: 'news' });
    return at;
  };
  mailOpened();
  now += MINUTE;
  const cursor = session.startCursor(feed, now);
  const moments = [mailOpened(), mailOpened(), mailOpened()];
  const { page } = await session.poll(feed, cursor);
  expect(page.snapshots.map(({ record }) => record)).toEqual([contact]);
  const told = page.snapshots[0]?.history?.[OPENED] ?? [];
  expect(told.map(({ value }) => Date.parse(value ?? ''))).toEqual(moments.reverse());
  expect(page.snapshots[0]).not.toHaveProperty('perhapsSeveral');
});

test("after the wait for a day's limit the account is open again, and not a day late", async () => {
  let now = NOW;
  const timeZone = 'America/New_York';
  simulator = await start({
    clock: () => now,
    limitClock: () => now,
    timeZone,
    limits: { daily: 2 },
  });
  const session = open(timeZone, () => now);
  await session.owners();
  const refusal = await session.owners().then(
    () => null,
    (error: unknown) => error as CrmError,
  );
  expect(refusal).toBeInstanceOf(CrmError);
  expect(refusal).toMatchObject({ kind: 'wait', outcome: 'not-applied' });
  now += (refusal?.waitMs ?? 0) - 2 * MINUTE;
  await expect(session.owners()).rejects.toMatchObject({ kind: 'wait' });
  now += 2 * MINUTE;
  await session.owners();
});
