import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { leadFact } from '../../src/evaluate/facts.js';
import type { Activity } from '../../src/lead/activity.js';
import { DAY } from '../../src/lib/clock.js';
import { loadMapping } from '../../src/mapping/load.js';
import { compileModel } from '../../src/scoring/compile.js';
import { loadModel } from '../../src/scoring/load.js';
import type { ScoreInput } from '../../src/scoring/types.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const iso = (days: number): string => new Date(NOW - days * DAY).toISOString();

const act = (id: string, type: string, days: number, attributes = {}): Activity => ({
  id,
  type,
  occurredAt: NOW - days * DAY,
  attributes,
});

const { model } = loadModel(
  `
model: m
version: 1
dimensions: { fit: {} }
rules:
  - { id: by, dimension: fit, label: By Ann, when: { field: contacted.by, eq: "501" }, points: 1, unknown: -1 }
  - { id: at, dimension: fit, label: Lately, when: { field: lastContactedAt, withinLast: 10d }, points: 10, unknown: -10 }
  - { id: often, dimension: fit, label: Often, when: { field: contacted.count, gte: 2 }, points: 100, unknown: -100 }
`,
  'm.yaml',
);
const scorer = compileModel(model);

const input = (fields: ScoreInput['fields'], ...activities: Activity[]): ScoreInput => ({
  id: '1',
  fields,
  activities,
});

/** The total of the model, and the fields as the lifecycle is told them. */
function known(one: ScoreInput, now = NOW) {
  const fact = leadFact(one, now, scorer);
  const facts = ['contacted.by', 'lastContactedAt', 'contacted.count'].map(fact);
  return { total: scorer.score(one, now).total, facts };
}

test('the owner of the newest contact is who contacted last; a note is no contact', () => {
  const lead = input(
    {},
    act('a', 'call_connected', 8, { owner: '502' }),
    act('b', 'sales_touch', 5, { kind: 'email', owner: '501' }),
    act('c', 'sales_touch', 1, { kind: 'note', owner: '503' }),
    act('d', 'email_reply', 1, { owner: '504' }),
  );
  expect(known(lead)).toEqual({ total: 111, facts: ['501', NOW - 5 * DAY, 2] });
});

test('what the CRM says goes first; a later contact than we know of is by nobody known', () => {
  const call = act('a', 'meeting_held', 5, { owner: '501' });
  const crm = { lastContactedAt: iso(5), 'contacted.count': 7 };
  expect(known(input(crm, call))).toEqual({ total: 111, facts: ['501', iso(5), 7] });
  const later = { ...crm, lastContactedAt: iso(2) };
  expect(known(input(later, call))).toEqual({ total: 109, facts: [undefined, iso(2), 7] });
});

test('without contacts, or an owner, nothing is known', () => {
  expect(known(input({}))).toEqual({
    total: -111,
    facts: [undefined, undefined, undefined],
  });
  expect(known(input({}, act('a', 'call_connected', 5))).facts[0]).toBeUndefined();
});

test('a contact that is still to come counts from its time, and is the next change', () => {
  const lead = input(
    { 'contacted.count': 0 },
    act('a', 'call_connected', 3, { owner: '502' }),
    act('b', 'meeting_held', -2, { owner: '501' }),
  );
  const score = scorer.score(lead, NOW);
  expect(score.total).toBe(10);
  expect(score.nextChangeAt).toBe(NOW + 2 * DAY);
  expect(known(lead, NOW + 2 * DAY).total).toBe(11);
  // The newest contact is ten days old by then.
  expect(scorer.score(lead, NOW + 2 * DAY).nextChangeAt).toBe(NOW + 12 * DAY);
});

test('HubSpot’s calls, meetings, mails and notes carry their owner', () => {
  const file = 'mappings/hubspot.yaml';
  const { mapping } = loadMapping(readFileSync(file, 'utf8'), file);
  const told = (object: string, values: Record<string, string>) =>
    mapping
      .engagement(object, '9', {
        hs_timestamp: iso(1),
        hs_createdate: iso(2),
        hubspot_owner_id: '501',
        ...values,
      })
      .map(({ type, attributes }) => [type, attributes.owner]);
  expect(told('calls', { hs_call_status: 'COMPLETED' })).toEqual([['call_connected', '501']]);
  expect(told('calls', { hs_call_status: 'BUSY' })).toEqual([['sales_touch', '501']]);
  expect(told('notes', {})).toEqual([['sales_touch', '501']]);
  expect(told('emails', { hs_email_direction: 'EMAIL', hs_email_status: 'SENT' })).toEqual([
    ['sales_touch', '501'],
  ]);
  expect(told('meetings', { hs_meeting_outcome: 'COMPLETED' })).toContainEqual([
    'meeting_held',
    '501',
  ]);
});
