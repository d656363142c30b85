import { expect, test } from '@jest/globals';
import type { Connector } from '../../connectors/connector.js';
import type { Evaluated, LeadMaterial } from '../../src/evaluate/evaluate.js';
import { planRecords } from '../../src/evaluate/outputs.js';
import { loadMapping } from '../../src/mapping/load.js';
import type { Account } from '../../src/store/accounts.js';
import type { FactRecord } from '../../src/store/lead-facts.js';
import { PAIR, PAIR_MAPPING } from '../support/pair-world.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const { mapping } = loadMapping(
  `${PAIR_MAPPING}  crmStage: { to: status, table: { mql: done } }\n`,
  'mappings/pair.yaml',
);

const person = (object: string, more: Partial<FactRecord> = {}): FactRecord => ({
  lead: 1,
  id: object === 'Lead' ? 1 : 2,
  account: 5,
  crm: 'pair',
  object,
  record: `${object}-1`,
  values: {},
  alive: true,
  ...more,
});

const evaluated = {
  scores: [
    {
      model: { model: { model: 'm' }, state: 'live', scorer: { model: 'm', version: 1 } },
      score: { total: 50, grade: 'A', band: 'hot', reasons: [], dimensions: [] },
    },
  ],
  decision: { stage: 'mql' },
} as unknown as Evaluated;

function wishes(...persons: FactRecord[]) {
  const account = { id: 5, crm: 'pair', writes: true, stageOrder: [], backfilledAt: 1 };
  const material = { lead: { id: 1, workspace: 1, background: false }, persons };
  return planRecords(material as unknown as LeadMaterial, evaluated, {
    accounts: new Map([[5, account as unknown as Account]]),
    connectors: new Map([['pair', { declaration: PAIR } as Connector]]),
    mappings: new Map([[5, mapping]]),
    confirmed: new Map(),
    instance: 'here',
    now: NOW,
  }).wishes.map(({ object, want }) => [object, want]);
}

test('every person object is written to, the CRM’s own stage only where the object has one', () => {
  expect(wishes(person('Lead'), person('Contact'))).toEqual([
    ['Lead', { x_score: '50', status: 'done' }],
    ['Contact', { x_score: '50' }],
  ]);
});

test('a record that became another one is not written to, though it still speaks', () => {
  const into = { object: 'Contact', record: 'C1' };
  expect(wishes(person('Lead', { into }))).toEqual([]);
});
