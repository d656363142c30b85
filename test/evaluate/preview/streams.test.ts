import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connector } from '../../../connectors/connector.js';
import { streamEffects } from '../../../src/evaluate/preview/streams.js';
import { setWrites } from '../../../src/store/accounts.js';
import { createPairWorld, PAIR, type PairWorld } from '../../support/pair-world.js';

const connectorWith = (share?: number): Connector => {
  const limits = share === undefined ? PAIR.limits : { ...PAIR.limits, ownEventsShare: share };
  return { declaration: { ...PAIR, limits } } as Connector;
};
let world: PairWorld;
beforeAll(async () => {
  world = await createPairWorld(() => 0, connectorWith());
  const { workspace, id } = world.account;
  await world.rows(
    `insert into streams (workspace, account, allowed, objects) values ($1, $2, 30, '{Lead}')`,
    [workspace, id],
  );
  // Eleven leads' records, one of them merged into another, and more that no event tells of.
  await world.rows(
    `insert into records (workspace, account, object, record, lead, state, alias)
     select $1, $2, case when n <= 12 then 'Lead' else 'Contact' end, n, n, 'known',
       case when n = 12 then '["1"]'::jsonb end from generate_series(1, 40) n`,
    [workspace, id],
  );
});
afterAll(() => world?.database.drop());

const effect = async (share?: number) =>
  (await streamEffects(world.database.pool, new Map([['pair', connectorWith(share)]]))).get(
    world.account.id,
  );

test('a stream pauses when everybody scored anew is more than its share', async () => {
  const objects = new Set(['Lead']);
  expect(await effect(1 / 3)).toEqual({ objects, limit: 30, pauses: true });
  expect(await effect(11 / 30)).toEqual({ objects, limit: 30, pauses: false });
  await world.rows('update streams set allowed = null');
  expect(await effect(1 / 3)).toEqual({ objects, limit: null, pauses: false });
});

test('before it has told what it hands over, it is all people’s', async () => {
  await world.rows("update streams set allowed = 30, objects = '{}'");
  const objects = new Set(PAIR.personObjects);
  expect(await effect(1 / 3)).toEqual({ objects, limit: 30, pauses: true });
  await world.rows("update streams set objects = '{Lead}'");
});

test('it never does where nothing is written, and is left out where events do not count', async () => {
  await world.rows('update streams set allowed = 30');
  await setWrites(world.database.pool, world.account.id, false);
  expect(await effect(1 / 3)).toMatchObject({ pauses: false });
  expect(await effect()).toBeUndefined();
});
