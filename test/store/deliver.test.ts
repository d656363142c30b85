import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  claimWrites,
  finishWrites,
  pendingWrites,
  releaseExpiredWrites,
  retryWrites,
} from '../../src/store/deliver.js';
import { type Confirmation, confirmValues, wishFor } from '../../src/store/desired.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { makeAccount } from './rows.js';

let database: TestDatabase;
let where: { workspace: number; account: number };
beforeAll(async () => {
  database = await createTestDatabase();
  where = await makeAccount(database.pool);
});
afterAll(() => database?.drop());
beforeEach(() => database.pool.query('truncate desired'));

/** After every write of these tests, whatever the clock of the database. */
const LATER = Date.now() + 3_600_000;

const key = (record = '1') => ({ ...where, object: 'contacts', record });
const wish = (want: Record<string, string | null>, record = '1') =>
  wishFor(database.pool, [{ ...key(record), lead: 1, want, background: false }]);
const claim = (token: string, limit = 10, ms = 60_000) =>
  claimWrites(database.pool, { account: where.account, object: 'contacts', limit }, { token, ms });
const finish = (token: string, status: 'written' | 'refused' | 'gone', more = {}) =>
  finishWrites(database.pool, { ...where, object: 'contacts' }, token, [
    {
      record: '1',
      status,
      message: status === 'refused' ? 'No.' : null,
      properties: null,
      at: null,
      ...more,
    },
  ]);
const tell = (said: Partial<Confirmation>) => {
  const nothing = { values: {}, found: {}, since: {}, drop: [], edits: {}, retry: [], refuse: [] };
  return confirmValues(database.pool, [{ ...key(), ...nothing, reason: null, ...said }]);
};
/** Wished, sent and taken by the CRM at a moment of its clock. */
async function written(want: Record<string, string | null>, at: number): Promise<void> {
  await wish(want);
  await claim('w');
  await finish('w', 'written', { at });
}
const retry = (token: string, unknown: boolean) =>
  retryWrites(database.pool, token, [{ record: '1', waitMs: -1_000 }], {
    unknown,
    reason: 'cut',
    countAttempt: true,
  });
const row = async () =>
  (
    await database.pool.query(
      'select state, want, sending, confirmed, found, edits, refused, reason, attempts, score_sent_at from desired where record = $1',
      ['1'],
    )
  ).rows[0];

test('what differs is sent once and then confirmed; the same wish again is nothing to do', async () => {
  await wish({ score: '70', grade: 'A1' });
  expect(await claim('a')).toMatchObject([{ record: '1', sending: { score: '70', grade: 'A1' } }]);
  await finish('a', 'written');
  expect(await row()).toMatchObject({
    state: 'idle',
    sending: null,
    confirmed: { score: '70', grade: 'A1' },
  });
  await wish({ score: '70', grade: 'A1' });
  expect((await row()).state).toBe('idle');
  await wish({ score: '71', grade: 'A1' });
  expect((await claim('b'))[0]?.sending).toEqual({ score: '71' });
});

test('while one request is under way a newer wish waits, then goes alone', async () => {
  await wish({ score: '70' });
  await claim('a');
  await wish({ score: '71' });
  expect((await row()).state).toBe('sending');
  expect(await claim('b')).toEqual([]);
  await finish('a', 'written');
  expect(await row()).toMatchObject({ state: 'pending', confirmed: { score: '70' } });
  expect((await claim('c'))[0]?.sending).toEqual({ score: '71' });
});

test('a wish taken back during the request is sent again as it was', async () => {
  await wish({ score: '70' });
  await claim('a');
  await finish('a', 'written');
  await wish({ score: '71' });
  await claim('b');
  await wish({ score: '70' });
  await finish('b', 'written');
  expect((await claim('c'))[0]?.sending).toEqual({ score: '70' });
});

test('after an unknown outcome the newest wish is sent, even if it was confirmed before', async () => {
  await wish({ score: '70', grade: 'A1' });
  await claim('a');
  await finish('a', 'written');
  await wish({ score: '71', grade: 'A1' });
  await claim('b');
  await wish({ score: '70', grade: 'A1' });
  await retry('b', true);
  expect((await row()).confirmed).toEqual({ grade: 'A1' });
  expect((await claim('c'))[0]?.sending).toEqual({ score: '70' });
});

test('a request that was surely not applied leaves the confirmed values alone', async () => {
  await wish({ score: '70' });
  await claim('a');
  await finish('a', 'written');
  await wish({ score: '71' });
  await claim('b');
  await wish({ score: '70' });
  await retry('b', false);
  expect(await claim('c')).toEqual([]);
  expect((await row()).state).toBe('idle');
});

test('a refused value is parked with its reason; the same wish stays parked, a new one goes', async () => {
  await wish({ score: '70', stage: 'mql' });
  await claim('a');
  await finish('a', 'refused', { properties: ['stage'] });
  expect(await row()).toMatchObject({ refused: ['stage'], reason: 'No.' });
  expect((await claim('b'))[0]?.sending).toEqual({ score: '70' });
  await finish('b', 'written');
  expect(await row()).toMatchObject({ state: 'parked', reason: 'No.', confirmed: { score: '70' } });
  await wish({ score: '70', stage: 'mql' });
  expect((await row()).state).toBe('parked');
  await wish({ score: '80', stage: 'mql' });
  expect((await claim('c'))[0]?.sending).toEqual({ score: '80' });
  await finish('c', 'written');
  await wish({ score: '80', stage: 'sql' });
  expect((await claim('d'))[0]?.sending).toEqual({ stage: 'sql' });
});

test('without names all that was sent is refused', async () => {
  await wish({ score: '70', stage: 'mql' });
  await claim('a');
  await finish('a', 'refused');
  const { refused, state } = await row();
  expect([refused.sort(), state]).toEqual([['score', 'stage'], 'parked']);
});

test('an outcome that comes after the lease went to another is thrown away', async () => {
  await wish({ score: '70' });
  await claim('a', 10, -1);
  expect(await releaseExpiredWrites(database.pool)).toBe(1);
  await wish({ score: '71' });
  expect((await claim('b'))[0]?.sending).toEqual({ score: '71' });
  await finish('a', 'written');
  expect(await row()).toMatchObject({ state: 'sending', confirmed: {}, sending: { score: '71' } });
  await retry('a', true);
  expect((await row()).state).toBe('sending');
});

test('many workers never have one record twice', async () => {
  const records = Array.from({ length: 40 }, (_, index) => String(index));
  await wishFor(
    database.pool,
    records.map((record) => ({ ...key(record), lead: 1, want: { score: '1' }, background: false })),
  );
  const claims = await Promise.all(records.map((record) => claim(record, 3)));
  const claimed = claims.flat().map((one) => one.record);
  expect(new Set(claimed).size).toBe(claimed.length);
  const rest = await claim('rest', 100);
  expect(claimed.length + rest.length).toBe(records.length);
});

test('live changes are claimed before a mass re-score', async () => {
  await wishFor(database.pool, [{ ...key('1'), lead: 1, want: { score: '1' }, background: true }]);
  await wish({ score: '2' }, '2');
  expect((await claim('a', 1)).map((one) => one.record)).toEqual(['2']);
});

test("a foreign edit of an output is put back; a person's change takes our wish back", async () => {
  await wish({ score: '70', stage: 'mql' });
  await claim('a');
  await finish('a', 'written');
  const values = { score: '5', stage: 'customer' };
  const since = { score: LATER, stage: LATER };
  await tell({ values, since, drop: ['stage'] });
  expect((await claim('b'))[0]?.sending).toEqual({ score: '70' });
});

test('an echo or edit older than our own last write of the property confirms nothing', async () => {
  await wish({ score: '70', stage: 'mql' });
  await claim('a');
  await finish('a', 'written');
  await wish({ score: '71', stage: 'mql' });
  await claim('b');
  await finish('b', 'written');
  await tell({ values: { score: '70' }, since: { score: Date.now() - 60_000 } });
  expect(await row()).toMatchObject({ state: 'idle', confirmed: { score: '71', stage: 'mql' } });
  await tell({ values: { score: '70' }, since: { score: LATER } });
  expect((await claim('c'))[0]?.sending).toEqual({ score: '71' });
});

test('what was not in our last write is confirmed by an edit made before it', async () => {
  await wish({ score: '70' });
  await claim('a');
  await finish('a', 'written');
  const since = { stage: Date.now() - 60_000 };
  await tell({ values: { stage: 'sql' }, since });
  expect((await row()).confirmed).toEqual({ score: '70', stage: 'sql' });
});

const AT = Date.parse('2026-03-01T12:00:00.500Z');

test('what somebody else put into our property is put back, and what we held stays known', async () => {
  await written({ score: '70', grade: 'A1' }, AT);
  await tell({ found: { score: '5' }, since: { score: AT + 1 } });
  expect(await row()).toMatchObject({ state: 'pending', confirmed: { score: '70', grade: 'A1' } });
  expect((await claim('b'))[0]?.sending).toEqual({ score: '70' });
  await finish('b', 'written', { at: AT + 2 });
  expect(await row()).toMatchObject({ state: 'idle', found: {}, confirmed: { score: '70' } });
});

test('a put-back is no new score: the time from which the next fall is counted stays', async () => {
  await written({ score: '70' }, AT);
  await database.pool.query(`update desired set score_sent_at = '2026-01-01'`);
  await tell({ found: { score: '5' }, since: { score: AT + 1 } });
  await claim('b');
  await finish('b', 'written', { at: AT + 2 });
  expect((await row()).score_sent_at).toBe(Date.parse('2026-01-01'));
  await written({ score: '71' }, AT + 3);
  expect((await row()).score_sent_at).toBeGreaterThan(Date.parse('2026-02-01'));
});

test('by the clock of the CRM a read in the second of our write is told from one before it', async () => {
  await written({ score: '70' }, AT);
  const edits = { score: { count: 1, times: [AT] } };
  const refuse = ['score'];
  await tell({ found: { score: '40' }, since: { score: AT - 1 }, edits, refuse, reason: 'No.' });
  expect(await row()).toMatchObject({
    state: 'idle',
    found: {},
    edits: {},
    refused: [],
    reason: null,
  });
  await tell({ found: { score: '40' }, since: { score: AT } });
  expect(await row()).toMatchObject({ state: 'pending', found: { score: '40' } });
});

test('an edit made after our write is put back though it was read before the answer came', async () => {
  await wish({ score: '70' });
  await claim('a');
  await tell({ found: { score: '5' }, since: { score: AT + 1 } });
  await finish('a', 'written', { at: AT });
  expect(await row()).toMatchObject({ state: 'pending', confirmed: { score: '70' } });
  expect((await claim('b'))[0]?.sending).toEqual({ score: '70' });
});

test('an edit made before our write was overwritten by it', async () => {
  await wish({ score: '70' });
  await claim('a');
  await tell({ found: { score: '5' }, since: { score: AT - 1 } });
  await finish('a', 'written', { at: AT });
  expect(await row()).toMatchObject({ state: 'idle', found: {}, confirmed: { score: '70' } });
});

test('what nobody wishes for is cleared where somebody filled it in', async () => {
  await written({ score: '70' }, AT);
  await tell({ found: { grade: 'A9' }, since: { grade: AT + 1 } });
  expect((await claim('b'))[0]?.sending).toEqual({ grade: null });
  await finish('b', 'written', { at: AT + 2 });
  expect(await row()).toMatchObject({ state: 'idle', found: {}, confirmed: { grade: null } });
});

test('what is not put back is parked with its reason, until the value is back or a new one is due', async () => {
  await written({ score: '70', grade: 'A1' }, AT);
  const since = { score: AT + 1 };
  await tell({ found: { score: '5' }, since, refuse: ['score'], reason: 'Again and again.' });
  expect(await row()).toMatchObject({ state: 'parked', reason: 'Again and again.' });
  expect(await claim('b')).toEqual([]);
  await wish({ score: '70', grade: 'A2' });
  expect((await claim('c'))[0]?.sending).toEqual({ grade: 'A2' });
  await finish('c', 'written', { at: AT + 2 });
  expect((await row()).state).toBe('parked');
  await tell({ values: { score: '70' }, since: { score: AT + 3 } });
  expect(await row()).toMatchObject({ state: 'idle', refused: [], reason: null });
  await tell({ found: { score: '5' }, since: { score: AT + 4 }, refuse: ['score'], reason: 'No.' });
  await wish({ score: '71', grade: 'A2' });
  expect((await claim('d'))[0]?.sending).toEqual({ score: '71' });
});

test('an edit after the limit has passed is put back again', async () => {
  await written({ score: '70' }, AT);
  await tell({ found: { score: '5' }, since: { score: AT + 1 }, refuse: ['score'], reason: 'No.' });
  await tell({ found: { score: '6' }, since: { score: AT + 2 }, retry: ['score'] });
  expect(await row()).toMatchObject({ state: 'pending', refused: [] });
  expect((await claim('b'))[0]?.sending).toEqual({ score: '70' });
});

test('accounts that may not be written to have nothing pending', async () => {
  await wish({ score: '70' });
  expect(await pendingWrites(database.pool)).toMatchObject([{ count: 1 }]);
  await database.pool.query('update accounts set writes = false');
  expect(await pendingWrites(database.pool)).toEqual([]);
  await database.pool.query('update accounts set writes = true');
});

test('a stage waits while it is asked who moved it in the CRM; the rest of the records goes', async () => {
  const { pool } = database;
  await wish({ score: '70', lifecyclestage: 'mql' });
  await wish({ score: '71' }, '2');
  await pool.query(
    `insert into signals (workspace, lead, kind, record, value, at, source_kind, asked_at)
     values ($1, 1, 'stage', 1, 'lead', now(), 'unknown', now())`,
    [where.workspace],
  );
  const claimed = async (token: string) => {
    const place = { account: where.account, object: 'contacts', limit: 10 };
    const lease = { token, ms: 60_000 };
    const rows = await claimWrites(pool, { ...place, stage: 'lifecyclestage' }, lease);
    return rows.map(({ record }) => record);
  };
  expect(await claimed('a')).toEqual(['2']);
  // Something that was read is on its way to the record.
  await pool.query('delete from signals');
  await pool.query(
    `insert into deliveries (route, kind, account, body) values ('hubspot', 'page', $1, '')`,
    [where.account],
  );
  expect(await claimed('b')).toEqual([]);
  await pool.query('delete from deliveries');
  await pool.query(
    `insert into changes (workspace, account, object, record, body, delivery, received_at)
     values ($1, $2, 'contacts', '1', '{}', 1, now())`,
    [where.workspace, where.account],
  );
  expect(await claimed('c')).toEqual([]);
  await pool.query('delete from changes');
  await pool.query('insert into lead_work (workspace, lead) values ($1, 1)', [where.workspace]);
  expect(await claimed('d')).toEqual([]);
  await pool.query('update lead_work set scored_seq = dirty_seq');
  expect(await claimed('e')).toEqual(['1']);
});
