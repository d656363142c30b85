/** Since when a lead is as it is in the CRM: what is read again or written by us is no change. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DAY } from '../../src/lib/clock.js';
import { createIntakeWorld, type IntakeWorld, PORTAL } from '../support/intake-world.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
let world: IntakeWorld;
beforeAll(async () => {
  world = await createIntakeWorld(() => NOW);
});
afterAll(() => world?.database.drop());

type Told = (record: string) => Promise<void>;

const read =
  (days: number, jobtitle: string | null): Told =>
  (record) =>
    world.page({
      readAt: NOW - days * DAY + 1,
      origin: 'fetch',
      snapshots: [
        {
          object: 'contacts',
          record,
          modifiedAt: NOW - days * DAY,
          properties: { email: 'someone@buyer.example', jobtitle },
        },
      ],
      missing: [],
    });

const event =
  (days: number, propertyValue: string): Told =>
  (record) =>
    world.hook([
      {
        eventId: days,
        subscriptionType: 'contact.propertyChange',
        portalId: Number(PORTAL),
        objectId: Number(record),
        propertyName: 'jobtitle',
        propertyValue,
        occurredAt: NOW - days * DAY,
      },
    ]);

let records = 100;

/** Days since the record last changed, when it was told of in this order. */
async function changed(told: readonly Told[]): Promise<number | null> {
  records += 1;
  const record = String(records);
  for (const one of told) {
    await one(record);
    await world.drain();
  }
  const [row] = await world.rows<{ at: number | null }>(
    `select changed_at as at from records where object = 'contacts' and record = $1`,
    [record],
  );
  return row?.at ? (NOW - row.at) / DAY : null;
}

test('a read that tells nothing new is no change, a value that is another one is', async () => {
  expect(await changed([read(30, 'Intern')])).toBe(30);
  expect(await changed([read(30, 'Intern'), read(20, 'Intern')])).toBe(30);
  expect(await changed([read(30, 'Intern'), read(20, 'Buyer')])).toBe(20);
  expect(await changed([read(30, 'Intern'), read(20, 'Buyer'), read(10, null)])).toBe(10);
});

test('the order of learning does not matter', async () => {
  const first = read(40, 'Intern');
  const change = event(30, 'Buyer');
  const later = read(20, 'Buyer');
  const orders = [
    [first, change, later],
    [later, first, change],
    [later, change, first],
    [change, later, first],
  ];
  for (const order of orders) expect(await changed(order)).toBe(30);
});
