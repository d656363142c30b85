import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type pg from 'pg';
import { createCallCounter } from '../../src/accounts/call-counter.js';
import type { Logger } from '../../src/lib/logger.js';
import type { Account } from '../../src/store/accounts.js';

test('closing waits for what is being stored', async () => {
  let begun = 0;
  let ended = false;
  const query = async () => {
    if (ended) throw new Error('the pool has ended');
    begun += 1;
    await setTimeout(20);
    return { rows: [] };
  };
  const warnings: unknown[] = [];
  const log = { warn: (...said: unknown[]) => warnings.push(said) } as unknown as Logger;
  const counter = createCallCounter({ query } as unknown as pg.Pool, () => 0, log);
  counter.count({ id: 1, workspace: 1 } as Account, { operation: 'owners list', status: 200 });
  counter.day({ id: 1, workspace: 1 } as Account, { limit: 10, remaining: 9 });
  while (begun === 0) await setTimeout(5);
  await counter.close();
  ended = true;
  const stored = begun;
  await setTimeout(200);
  expect(warnings).toEqual([]);
  expect(stored).toBe(3);
  expect(begun).toBe(stored);
});
