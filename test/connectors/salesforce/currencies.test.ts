import { afterEach, expect, test } from '@jest/globals';
import type { Cursor, ObjectNeed, Session } from '../../../connectors/connector.js';
import { salesforce } from '../../../connectors/salesforce/index.js';
import {
  type Simulator,
  type SimulatorOptions,
  startSalesforceSimulator,
} from '../../../connectors/salesforce/simulator/index.js';
import type { Change, Snapshot } from '../../../src/lead/change.js';
import { need } from './support.js';

let simulator: Simulator;
let calls: string[];
afterEach(() => simulator.close());

async function open(options: SimulatorOptions = {}): Promise<Session> {
  simulator = await startSalesforceSimulator({ people: 20, ...options });
  calls = [];
  return salesforce.open({
    baseUrl: simulator.url,
    portal: simulator.org.id,
    auth: {
      token: async () => simulator.accessToken(simulator.setup.admin),
      refused: async () => {},
    },
    window: () => ({ take: async () => () => {} }),
    clock: simulator.clock.now,
    log: { info: () => {}, warn: () => {} },
    timeoutMs: 20_000,
    count: ({ operation }) => calls.push(operation),
  });
}

const DEAL = need('Opportunity', {
  properties: ['Amount', 'CurrencyIsoCode'],
  history: ['Amount'],
});
const firstOf = (object: string): string => {
  const [id = ''] = simulator.org.records.all(object).keys();
  return id;
};
const read = async (session: Session, of: ObjectNeed, id: string): Promise<Snapshot | undefined> =>
  (await session.fetch(of, [id], of.history.length > 0, 'live')).snapshots[0];

test('amounts in another currency come in the corporate one, however they are read', async () => {
  // One euro is 1.1 dollars there.
  const session = await open({ currencies: ['EUR', 'USD'] });
  const id = firstOf('Opportunity');
  const from = simulator.clock.now();
  simulator.acts.edit('Opportunity', id, { Amount: 7_000 });
  simulator.acts.edit('Opportunity', id, { Amount: 1234.56, CurrencyIsoCode: 'USD' });
  const converted = { Amount: '1122.33', CurrencyIsoCode: 'USD' };
  const fetched = await read(session, DEAL, id);
  expect(fetched?.properties).toEqual(converted);
  // In which currency an amount of the past was, nobody knows.
  expect(fetched?.history?.Amount?.map(({ value }) => value)).toEqual([converted.Amount]);

  simulator.clock.advance(10_000);
  const [feed] = session.feeds([DEAL], false);
  if (!feed) throw new Error('no feed');
  const polled = await session.poll(feed, session.startCursor(feed, from));
  expect(polled.page.snapshots.find(({ record }) => record === id)?.properties).toEqual(converted);

  let cursor: Cursor | null = null;
  const loaded: Snapshot[] = [];
  for (let more = true; more; ) {
    const result = await session.backfill(DEAL, cursor);
    loaded.push(...result.page.snapshots);
    ({ cursor, more } = result);
  }
  expect(loaded.find(({ record }) => record === id)?.properties).toEqual(converted);
  for (const { record, properties } of loaded) {
    if (record === id) continue;
    const { Amount, CurrencyIsoCode } = simulator.org.get('Opportunity', record)?.values ?? {};
    expect(properties).toEqual({ Amount: Amount == null ? null : String(Amount), CurrencyIsoCode });
  }
  // Asked for once, not with each read.
  expect(calls.filter((operation) => operation === 'currencies query')).toHaveLength(1);
});

test('of a parent record it is the parent that says which currency it is', async () => {
  const session = await open({ currencies: ['EUR', 'USD'] });
  const [contact] = [...simulator.org.records.all('Contact').values()];
  const account = String(contact?.values.AccountId);
  simulator.acts.edit('Account', account, { AnnualRevenue: 110, CurrencyIsoCode: 'USD' });
  const of = need('Contact', { properties: ['Account.AnnualRevenue'] });
  expect((await read(session, of, contact?.id ?? ''))?.properties).toEqual({
    'Account.AnnualRevenue': '100',
  });
});

test('a streamed change of an amount, or of its currency, is read', async () => {
  const session = await open({ currencies: ['EUR', 'USD'] });
  const stop = new AbortController();
  const id = firstOf('Opportunity');
  const changes: Change[] = [];
  const options = { needs: [DEAL], position: null, signal: stop.signal };
  for await (const event of session.stream?.(options) ?? []) {
    if (event.kind === 'live' && event.objects.length > 0) {
      simulator.acts.edit('Opportunity', id, { Amount: 500 });
      simulator.acts.edit('Opportunity', id, { CurrencyIsoCode: 'USD' });
    }
    if (event.kind === 'changes') changes.push(...event.changes);
    if (changes.length >= 2) break;
  }
  stop.abort();
  expect(changes.map(({ kind, record }) => [kind, record])).toEqual([
    ['withheld', id],
    ['withheld', id],
  ]);
});

test('an org of one currency is not asked for rates', async () => {
  const session = await open();
  const id = firstOf('Opportunity');
  simulator.acts.edit('Opportunity', id, { Amount: 1234.56 });
  const fetched = await read(session, DEAL, id);
  expect(fetched?.properties).toEqual({ Amount: '1234.56' });
  expect(calls.filter((operation) => /currenc/i.test(operation))).toEqual([]);
});
