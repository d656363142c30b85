import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Session } from '../../../connectors/connector.js';
import { type Bench, output } from './bench.js';
import { hookContract } from './hooks.js';
import { pushContract } from './push.js';
import { readContract } from './reads.js';
import type { MakeWorld } from './world.js';

/**
 * What every connector keeps, run against a CRM. `capabilities` leaves out what the CRM cannot do.
 */
export function connectorContract(
  name: string,
  makeWorld: MakeWorld,
  capabilities: { readonly hooks: boolean; readonly merge: boolean; readonly faults: boolean },
): void {
  describe(`${name} keeps the connector contract`, () => {
    const bench = {} as Bench;

    beforeEach(async () => {
      bench.world = await makeWorld();
      bench.session = bench.world.open();
      [bench.person] = bench.world.connector.declaration.personObjects;
    });
    afterEach(() => bench.world.close());

    test('the declaration fits itself', () => {
      const { declaration } = bench.world.connector;
      const persons = Object.entries(declaration.objects).filter(
        ([, one]) => one.role === 'person',
      );
      expect([...declaration.personObjects].sort()).toEqual(persons.map(([name]) => name).sort());
      expect(declaration.personObjects).toEqual(
        expect.arrayContaining([...declaration.stage.objects]),
      );
      expect(declaration.ways.length).toBeGreaterThan(0);
      expect(declaration.ways.some((way) => way.push)).toBe(declaration.capabilities.push);
      expect(new Set(declaration.stage.order).size).toBe(declaration.stage.order.length);
      const names = ['score', 'grade', 'reasons'].map((name) => declaration.outputName(name));
      expect(new Set(names).size).toBe(3);
      const limits = Object.values(declaration.limits).flatMap((limit): number[] =>
        typeof limit === 'object' ? Object.values(limit) : [limit],
      );
      for (const limit of limits) expect(limit).toBeGreaterThan(0);
    });

    test('a connection describes the account and lacks nothing', async () => {
      const description = await bench.session.describe([bench.person]);
      expect(description.portal).toBe(bench.world.portal);
      expect(description.missing).toEqual([]);
      expect(description.timeZone).not.toBe('');
      expect(description.stageOrder.length).toBeGreaterThan(1);
      const properties = description.properties[bench.person]?.map((property) => property.name);
      expect(properties).toContain(bench.world.names.text);
      expect(properties).toContain(bench.world.names.list.property);
    });

    test('properties are planned, created once and then present', async () => {
      const outputs = [output('score', 'number'), output('reasons', 'long-text')];
      const actions = async (steps: ReturnType<Session['provision']>) =>
        (await steps).map((step) => step.action);
      expect(await actions(bench.session.planProvision(outputs))).toEqual(['create', 'create']);
      expect(await actions(bench.session.planProvision(outputs))).toEqual(['create', 'create']);
      expect(await actions(bench.session.provision(outputs))).toEqual(['create', 'create']);
      expect(await actions(bench.session.provision(outputs))).toEqual(['present', 'present']);
    });

    test('owners have ids and names', async () => {
      for (const owner of await bench.session.owners()) {
        expect(owner.id).not.toBe('');
        expect(owner.name).not.toBe('');
      }
    });

    test('dead credentials ask to connect again, after a fresh token was asked for', async () => {
      await bench.world.revoke();
      const refused: string[] = [];
      const session = bench.world.open({
        auth: { token: async () => 'dead', refused: async (token) => void refused.push(token) },
      });
      await expect(session.owners()).rejects.toMatchObject({
        name: 'CrmError',
        kind: 'reconnect',
        outcome: 'not-applied',
      });
      expect(refused).toEqual(['dead']);
    });

    test('every request is counted and takes its place in a window first', async () => {
      let taken = 0;
      let released = 0;
      let counted = 0;
      const session = bench.world.open({
        window: () => ({
          take: async () => {
            taken += 1;
            return () => {
              released += 1;
            };
          },
        }),
        count: () => {
          counted += 1;
        },
      });
      await session.owners();
      expect(counted).toBeGreaterThan(0);
      expect({ taken, released }).toEqual({ taken: counted, released: counted });
    });

    readContract(bench, capabilities);
    pushContract(bench, capabilities);
    if (capabilities.hooks) hookContract(bench);
  });
}
