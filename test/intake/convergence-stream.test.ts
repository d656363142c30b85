/** An org's change events and reads: any order and repetition of the same gives the same. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ObjectNeed } from '../../connectors/connector.js';
import { changeEventOf } from '../../connectors/salesforce/change-event.js';
import { createApi } from '../../connectors/salesforce/client.js';
import { declaration } from '../../connectors/salesforce/definition.js';
import { type Org, openOrg } from '../../connectors/salesforce/org.js';
import {
  type Simulator,
  startSalesforceSimulator,
} from '../../connectors/salesforce/simulator/index.js';
import { changesOf } from '../../connectors/salesforce/stream-changes.js';
import type { Page } from '../../src/lead/page.js';
import { HOUR } from '../../src/lib/clock.js';
import { loadMapping } from '../../src/mapping/load.js';
import { alwaysNeeded } from '../../src/mapping/needs.js';
import { contextOn } from '../connectors/salesforce/simulated-session.js';
import {
  type ChangeMessage,
  LEADS,
  type StreamStatement,
  samePeople,
  streamStatements,
  type Users,
} from './change-events.js';
import { converges, type Law, PATIENCE, runOnce } from './convergence-law.js';
import { createScoringWorld, type ScoringWorld } from './convergence-world.js';
import { NOW } from './statements.js';

let clock = NOW;
let world: ScoringWorld;
let simulator: Simulator;
let org: Org;
let needs: readonly ObjectNeed[];
beforeAll(async () => {
  simulator = await startSalesforceSimulator({ people: 0 });
  world = await createScoringWorld(() => clock, 'salesforce');
  org = openOrg(createApi({ ...contextOn(simulator), portal: world.account.portal }));
  const file = 'mappings/salesforce.yaml';
  needs = loadMapping(readFileSync(file, 'utf8'), file).mapping.needs((object) =>
    alwaysNeeded(declaration, object),
  );
});
afterAll(async () => {
  await simulator?.close();
  await world?.database.drop();
});

const law = (): Law<StreamStatement, ChangeMessage> => ({
  world,
  setClock: (at) => {
    clock = at;
  },
  shared: (statement) => (statement.kind === 'messages' ? statement.messages : undefined),
  async send(messages) {
    const events = messages.flatMap((message) => changeEventOf(message) ?? []);
    expect(events).toHaveLength(messages.length);
    const { changes } = await changesOf(org, needs, events);
    await world.streamed(changes);
  },
  async tell(statement) {
    if (statement.kind === 'page') await world.page(statement.page as unknown as Page);
  },
});

function users(): Users {
  const { owners, integration } = simulator.setup;
  return { person: owners[0] ?? '', integration };
}

test(
  'any order, repetition and division of change events and reads ends in the same leads and scores',
  () => converges(law(), streamStatements(users()), 15),
  PATIENCE + 60_000,
);

test(
  'a lead and a contact of one address are the same person in any order',
  () => converges(law(), samePeople(users()), 8),
  PATIENCE + 60_000,
);

test('who was deleted is read when a gap hides that she is back', async () => {
  const [record = ''] = LEADS;
  const at = NOW - HOUR;
  const page = (step: number, found: object): StreamStatement => ({
    kind: 'page',
    page: { readAt: at + step, origin: 'fetch', snapshots: [], missing: [], ...found },
  });
  const header = { entityName: 'Lead', recordIds: [record], changeType: 'GAP_UNDELETE' };
  const commitTimestamp = at + 3;
  const told: StreamStatement[] = [
    page(1, { snapshots: [{ object: 'Lead', record, modifiedAt: at, properties: {} }] }),
    page(2, { missing: [{ object: 'Lead', record }] }),
    {
      kind: 'messages',
      messages: [
        {
          payload: { ChangeEventHeader: { ...header, commitTimestamp } },
          event: { replayId: 7 },
        },
      ],
    },
  ];
  await runOnce(law(), told, ['score']);
  expect(await world.rows('select object, record from fetches')).toEqual([
    { object: 'Lead', record },
  ]);
});
