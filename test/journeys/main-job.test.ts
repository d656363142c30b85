import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AppWorld, createAppWorld, waitFor } from '../support/app-world.js';

let world: AppWorld;
beforeAll(async () => {
  world = await createAppWorld({ verbose: Boolean(process.env.VERBOSE) });
}, 60_000);
afterAll(() => world?.close());

test('after the first load every contact is scored, written back, and nobody got a task', async () => {
  const [{ scored, leads } = { scored: 0, leads: 0 }] = await world.rows<{
    scored: number;
    leads: number;
  }>(
    `select (select count(*)::int from scores) as scored, (select count(*)::int from leads) as leads`,
  );
  expect(leads).toBe(40);
  expect(scored).toBe(40);
  const tasks = await world.rows('select * from alerts');
  expect(tasks).toEqual([]);
  const parked = await world.rows(`select record, reason from desired where state = 'parked'`);
  expect(parked).toEqual([]);
});
