import { beforeEach, expect, test } from '@jest/globals';
import { Flows } from '../../../../connectors/salesforce/simulator/flows.js';
import { codesOf, type OrgWorld, openOrg } from './org-support.js';

let world: OrgWorld;
let flows: Flows;
let automated: string;
beforeEach(() => {
  world = openOrg();
  automated = world.seller;
  flows = new Flows(world.org, automated);
});

const lead = (fields: Record<string, string> = {}) =>
  world.make('Lead', { LastName: 'A', Company: 'B', ...fields });
const edit = (id: string, fields: Record<string, string>) =>
  world.org.update('Lead', id, fields, world.as(world.admin, { client: 'us/1' }));
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('before the save: one change, with the flow’s value in it', () => {
  flows.add({
    name: 'Rate',
    object: 'Lead',
    kind: 'before-save',
    condition: "Title = 'CEO'",
    set: { Rating: 'Hot' },
  });
  const id = lead();
  world.changes.length = 0;
  edit(id, { Title: 'CEO' });
  expect(world.values('Lead', id).Rating).toBe('Hot');
  expect(world.changes).toHaveLength(1);
  expect(new Set(world.changes[0]?.changed)).toEqual(new Set(['Title', 'Rating']));
  expect(world.values('Lead', lead({ Title: 'CTO' })).Rating ?? null).toBeNull();
});

test('after the save: a second change in the same transaction, as the same user, once', () => {
  flows.add({
    name: 'Move',
    object: 'Lead',
    kind: 'after-save',
    on: 'update',
    condition: "Rating = 'Hot'",
    set: { Status: 'Working - Contacted' },
  });
  const id = lead({ Rating: 'Hot' });
  expect(world.values('Lead', id).Status).toBe('Open - Not Contacted');
  world.changes.length = 0;
  edit(id, { Title: 'CEO' });
  expect(world.values('Lead', id).Status).toBe('Working - Contacted');
  expect(world.changes.map(({ changed, user }) => [changed, user])).toEqual([
    [['Title'], world.admin],
    [['Status'], world.admin],
  ]);
  expect(world.changes[1]?.transactionKey).toBe(world.changes[0]?.transactionKey);
  expect(world.changes[1]?.origin).toContain('client=us/1');
});

test('scheduled: a transaction of its own by the automation user', async () => {
  flows.add({
    name: 'Later',
    object: 'Lead',
    kind: 'scheduled',
    on: 'update',
    set: { Rating: 'Warm' },
  });
  const id = lead();
  await settled();
  world.changes.length = 0;
  edit(id, { Title: 'CEO' });
  expect(world.values('Lead', id).Rating ?? null).toBeNull();
  await settled();
  expect(world.values('Lead', id)).toMatchObject({ Rating: 'Warm', LastModifiedById: automated });
  const [first, second] = world.changes;
  expect(world.changes).toHaveLength(2);
  expect(second).toMatchObject({ user: automated, origin: '' });
  expect(second?.transactionKey).not.toBe(first?.transactionKey);
});

test('a flow that breaks refuses the save', () => {
  const id = lead();
  flows.add({ name: 'Broken', object: 'Lead', kind: 'after-save', fails: 'No such account.' });
  const result = edit(id, { Title: 'CEO' });
  expect(codesOf(result)).toEqual(['CANNOT_EXECUTE_FLOW_TRIGGER']);
  expect(world.values('Lead', id).Title ?? null).toBeNull();
  flows.clear();
  expect(codesOf(edit(id, { Title: 'CEO' }))).toEqual([]);
});

test('a validation rule judges what a flow before the save left', () => {
  flows.add({ name: 'Rate', object: 'Lead', kind: 'before-save', set: { Rating: 'Hot' } });
  world.org.validationRules.push({
    object: 'Lead',
    name: 'No hot ones',
    message: 'not hot',
    matches: (values) => values.Rating === 'Hot',
  });
  expect(
    codesOf(world.org.create('Lead', { LastName: 'A', Company: 'B' }, world.as(world.admin))),
  ).toEqual(['FIELD_CUSTOM_VALIDATION_EXCEPTION']);
});

test('a condition that cannot be read is refused', () => {
  expect(() =>
    flows.add({ name: 'Bad', object: 'Lead', kind: 'before-save', condition: "Colour = 'red'" }),
  ).toThrow();
  expect(flows.list()).toEqual([]);
});
