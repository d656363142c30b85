import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type {
  ObjectNeed,
  OutputProperty,
  Session,
  StreamEvent,
} from '../../../connectors/connector.js';
import {
  type Simulator,
  type SimulatorOptions,
  startSalesforceSimulator,
} from '../../../connectors/salesforce/simulator/index.js';
import { furtherProperties, OUTPUT_PROPERTIES } from '../../../src/accounts/outputs.js';
import type { Change } from '../../../src/lead/change.js';
import { packageRoot } from '../../../src/lib/root.js';
import { waitFor } from '../../support/app-world.js';
import { openOn } from './simulated-session.js';

const FOLDER = join(packageRoot(), 'connectors/salesforce/package');
const PACKAGE = { namespace: 'plumbline', folder: FOLDER };
const SCORE = 'Plumbline_Score__c';
const PACKAGED = 'plumbline__Score__c';
const SCORE_ALONE = OUTPUT_PROPERTIES.filter(({ name }) => name === 'score');
const MAKER_RIGHTS = ['CustomizeApplication', 'ModifyMetadata', 'ManageProfilesPermissionsets'];

let simulator: Simulator;
afterEach(() => simulator.close());

async function open(options: SimulatorOptions = {}): Promise<Session> {
  simulator = await startSalesforceSimulator({ people: 0, packages: [PACKAGE], ...options });
  return openOn(simulator);
}

const need = (object: string): ObjectNeed => ({
  object,
  properties: ['Email', SCORE],
  rollups: [],
  history: [],
  links: [],
});

const makeLead = (): string =>
  simulator.acts.create('Lead', { LastName: 'Example', Company: 'Example', Status: 'Open' }).id;
const held = (id: string) => simulator.org.get('Lead', id)?.values;
const customFields = () =>
  ['Lead', 'Contact'].flatMap((object) =>
    [...(simulator.org.definitions.object(object)?.fields.values() ?? [])]
      .filter(({ name }) => /plumbline/i.test(name))
      .map(({ name }) => `${object}.${name}`),
  );
const write = (session: Session, record: string, score: string) =>
  session.push('Lead', [{ record, values: { [SCORE]: score } }], 'live');

/** The admin gives the package's set to the integration user. */
function assign(): void {
  const { org, setup, acts } = simulator;
  const [set] = [...org.records.all('PermissionSet').values()].filter(
    ({ values }) => values.Name === 'Plumbline_Integration' && values.NamespacePrefix !== null,
  );
  acts.create('PermissionSetAssignment', {
    AssigneeId: setup.integration,
    PermissionSetId: set?.id,
  });
}

test('fields of the package are planned, shown by its set, written and read; none is made', async () => {
  const session = await open();
  const before = customFields();
  expect(before).toHaveLength(2 * OUTPUT_PROPERTIES.length);
  expect((await session.describe(['Lead'])).properties.Lead?.map(({ name }) => name)).not.toContain(
    SCORE,
  );
  const plan = await session.planProvision(OUTPUT_PROPERTIES);
  expect(plan.map(({ action }) => action)).toEqual(OUTPUT_PROPERTIES.map(() => 'adopt'));
  expect(plan[0]?.reason).toMatch(/found from the package as plumbline__Score__c;.*permission set/);
  await session.provision(OUTPUT_PROPERTIES);
  const again = await session.provision(OUTPUT_PROPERTIES);
  expect(again.map(({ action }) => action)).toEqual(OUTPUT_PROPERTIES.map(() => 'present'));
  expect(again[0]?.reason).toBe('found from the package as plumbline__Score__c.');
  expect(customFields()).toEqual(before);
  expect(simulator.requests.list({ operation: 'metadata.' })).toEqual([]);

  const { properties, missing } = await session.describe(['Lead']);
  expect(missing.filter((sentence) => /Plumbline/i.test(sentence))).toEqual([]);
  const names = properties.Lead?.map(({ name }) => name) ?? [];
  expect(names).toContain(SCORE);
  expect(names).not.toContain(PACKAGED);
  const lead = makeLead();
  expect(await write(session, lead, '71')).toMatchObject([{ record: lead, status: 'written' }]);
  expect(held(lead)?.[PACKAGED]).toBe(71);
  const { page } = await session.backfill(need('Lead'), null);
  expect(page.snapshots[0]?.properties).toMatchObject({ [SCORE]: '71' });
  const fetched = await session.fetch(need('Lead'), [lead], false, 'live');
  expect(fetched.snapshots[0]?.properties).toMatchObject({ [SCORE]: '71' });
});

test('where the set cannot be given, the admin is told, and the next try finds what was done', async () => {
  const session = await open();
  simulator.fault({
    kind: 'status',
    operation: 'sobjects.create.PermissionSetAssignment',
    status: 403,
    code: 'INSUFFICIENT_ACCESS_OR_READONLY',
  });
  const [refused] = await session.provision(SCORE_ALONE);
  expect(refused).toMatchObject({
    action: 'refuse',
    reason: expect.stringMatching(/came with the package.*Plumbline Integration.*Setup/),
  });
  assign();
  // As turning on does: it looks at the connection first.
  await session.describe([]);
  expect(await session.provision(SCORE_ALONE)).toMatchObject([{ action: 'present' }]);
});

test("the package's field stands for one that was made before, which is told", async () => {
  const session = await open({ packages: [] });
  const { org, setup } = simulator;
  for (const right of MAKER_RIGHTS) org.access.give(setup.integration, right);
  await session.provision(SCORE_ALONE);
  const lead = makeLead();
  await write(session, lead, '12');
  simulator.installPackage(PACKAGE);
  await session.describe([]);
  const [step] = await session.provision(SCORE_ALONE);
  expect(step?.reason).toMatch(/plumbline__Score__c.*Plumbline_Score__c that was there before/);
  await write(session, lead, '34');
  expect(held(lead)).toMatchObject({ [SCORE]: 12, [PACKAGED]: 34 });
  const fetched = await session.fetch(need('Lead'), [lead], false, 'live');
  expect(fetched.snapshots[0]?.properties[SCORE]).toBe('34');
});

test('what the package does not have is made beside it', async () => {
  const session = await open();
  const { org, setup } = simulator;
  for (const right of MAKER_RIGHTS) org.access.give(setup.integration, right);
  const further: OutputProperty[] = furtherProperties('services');
  const steps = await session.provision([...SCORE_ALONE, ...further]);
  expect(steps.map(({ action }) => action)).toEqual(['adopt', 'create', 'create', 'create']);
  expect(customFields()).toContain('Lead.Plumbline_Services_Score__c');
  expect(customFields()).not.toContain(`Lead.${SCORE}`);
  const lead = makeLead();
  const values = { [SCORE]: '50', Plumbline_Services_Score__c: '60' };
  expect(await session.push('Lead', [{ record: lead, values }], 'live')).toMatchObject([
    { status: 'written' },
  ]);
  expect(held(lead)).toMatchObject({ [PACKAGED]: 50, Plumbline_Services_Score__c: 60 });
});

test("the package's channel is listened to, though the org has no selections left", async () => {
  const session = await open({ streamTimeoutMs: 2_000 });
  const { org, setup, platform } = simulator;
  org.access.give(setup.integration, 'ViewSetup');
  org.access.give(setup.integration, 'ViewAllData');
  platform.capture.channels.mostEntities = 0;
  await session.provision(SCORE_ALONE);
  const stop = new AbortController();
  const events: StreamEvent[] = [];
  const stream = session.stream?.({ needs: [need('Lead')], position: null, signal: stop.signal });
  const reading = (async () => {
    for await (const event of stream ?? []) events.push(event);
  })();
  const changes = (): Change[] =>
    events.flatMap((event) => (event.kind === 'changes' ? event.changes : []));
  await waitFor('the stream', async () => events.some(({ kind }) => kind === 'live'));
  const lead = makeLead();
  await write(session, lead, '55');
  simulator.acts.edit('Lead', lead, { [PACKAGED]: 56 });
  await waitFor('both changes', async () => changes().length >= 3);
  stop.abort();
  await reading;
  expect(changes()).toMatchObject([
    { kind: 'created', record: lead },
    { kind: 'value', property: SCORE, value: '55', source: { kind: 'us' } },
    { kind: 'value', property: SCORE, value: '56', source: { kind: 'person' } },
  ]);
  const position = events.find((event) => event.kind === 'changes');
  expect(position).toMatchObject({ position: { channel: '/data/plumbline__Plumbline__chn' } });
});
