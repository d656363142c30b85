/** Ingest jobs against the simulated org, which reads the CSV as Salesforce does. */
import { afterEach, expect, test } from '@jest/globals';
import type { MassWrites, Write, WriteOutcome } from '../../../connectors/connector.js';
import { convertLead } from '../../../connectors/salesforce/simulator/conversion.js';
import {
  type Simulator,
  startSalesforceSimulator,
} from '../../../connectors/salesforce/simulator/index.js';
import { openOn } from './simulated-session.js';

let simulator: Simulator;
afterEach(() => simulator.close());

async function open(): Promise<MassWrites> {
  simulator = await startSalesforceSimulator({
    people: 0,
    customFields: [
      { name: 'Plumbline_Score__c', type: 'double', object: 'Lead' },
      { name: 'Plumbline_Reasons__c', type: 'textarea', object: 'Lead' },
    ],
  });
  const { mass } = openOn(simulator);
  if (!mass) throw new Error('no mass writes');
  return mass;
}

const lead = (fields: Record<string, unknown> = {}): string =>
  simulator.acts.create('Lead', { LastName: 'Byron', Company: 'Acme', ...fields }).id;
const held = (record: string, field: string) =>
  simulator.org.get('Lead', record)?.values[`Plumbline_${field}__c`];
const write = (record: string, score: string, reasons?: string | null): Write => ({
  record,
  values: {
    Plumbline_Score__c: score,
    ...(reasons !== undefined && { Plumbline_Reasons__c: reasons }),
  },
});

async function ended(mass: MassWrites, job: string): Promise<readonly WriteOutcome[]> {
  for (;;) {
    const outcomes = await mass.outcomes(job, 'Lead', { end: false });
    if (outcomes) return outcomes;
    simulator.clock.advance(1_000);
  }
}

async function run(mass: MassWrites, writes: readonly Write[]): Promise<readonly WriteOutcome[]> {
  const job = await mass.open('Lead');
  await mass.begin(job, 'Lead', writes);
  return ended(mass, job);
}

test('texts of any kind arrive as they were sent, nothing is moved or assigned, and null clears', async () => {
  const mass = await open();
  const texts = ['=cmd|calc', '+20 "demo",;\t\'', 'two\nlines', '-1', '@x', '#N/A!', '`^|'];
  const leads = texts.map(() => lead({ Plumbline_Reasons__c: 'old' }));
  const owners = leads.map((id) => simulator.org.get('Lead', id)?.values.OwnerId);
  const untouched = lead({ Plumbline_Reasons__c: 'old' });
  const cleared = lead({ Plumbline_Reasons__c: 'old' });
  const outcomes = await run(mass, [
    ...leads.map((id, index) => write(id, String(index), texts[index])),
    write(untouched, '1'),
    write(cleared, '2', null),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(Array(9).fill('written'));
  expect(leads.map((id) => held(id, 'Reasons'))).toEqual(texts);
  expect(leads.map((id) => held(id, 'Score'))).toEqual(texts.map((_, index) => index));
  expect([held(untouched, 'Score'), held(untouched, 'Reasons')]).toEqual([1, 'old']);
  expect(held(cleared, 'Reasons') ?? null).toBeNull();
  expect(leads.map((id) => simulator.org.get('Lead', id)?.values.OwnerId)).toEqual(owners);
});

test('what stands in the way of a record is told of that record alone', async () => {
  const mass = await open();
  const [good, gone, converted] = [lead(), lead(), lead()];
  simulator.acts.delete('Lead', gone);
  convertLead(simulator.org, { lead: converted }, simulator.acts.context());
  const outcomes = await run(mass, [write(good, '1'), write(gone, '1'), write(converted, '1')]);
  const of = (record: string) => outcomes.find((outcome) => outcome.record === record);
  expect(of(good)).toEqual({ record: good, status: 'written' });
  expect(of(gone)).toEqual({ record: gone, status: 'gone' });
  expect(of(converted)).toMatchObject({
    status: 'refused',
    message: expect.stringContaining('goes on on the contact'),
  });
});

test('a job without rows is given up, and one that runs, when it is told to end', async () => {
  const mass = await open();
  const empty = await mass.open('Lead');
  expect(await mass.outcomes(empty, 'Lead', { end: false })).toEqual([]);
  await expect(mass.begin(empty, 'Lead', [write(lead(), '1')])).rejects.toThrow();
  const record = lead();
  const job = await mass.open('Lead');
  await mass.begin(job, 'Lead', [write(record, '1')]);
  expect(await mass.outcomes(job, 'Lead', { end: true })).toBeNull();
  const told = await ended(mass, job);
  expect(told.length).toBe(held(record, 'Score') === 1 ? 1 : 0);
});
