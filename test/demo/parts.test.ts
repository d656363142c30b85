import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from '@jest/globals';
import { generatePopulation } from '../../connectors/simulator-kit/population.js';
import type { ActName, ActRun } from '../../src/admin/api/contract.js';
import { DEMO_PROPERTY, demoMapping } from '../../src/demo/mapping.js';
import { percentile } from '../../src/demo/once.js';
import { CONTACTS } from '../../src/demo/run.js';
import { SEED as SALESFORCE_SEED } from '../../src/demo/salesforce.js';
import { type Act, createStageHands } from '../../src/demo/stage-hands.js';
import { createTap } from '../../src/demo/tap.js';
import { until } from '../../src/demo/unfinished.js';
import {
  type Deed,
  type Scene,
  startVisitors,
  type VisitorsOptions,
} from '../../src/demo/visitors.js';
import { SEED as HUBSPOT_SEED } from '../../src/demo/world.js';
import { PlumblineError } from '../../src/lib/errors.js';
import { loadMapping } from '../../src/mapping/load.js';

test('the demo’s mapping is the shipped one with a demo request by the portal’s own property', () => {
  const text = readFileSync('mappings/hubspot.yaml', 'utf8');
  const { mapping } = loadMapping(demoMapping(text), 'mappings/hubspot.yaml', {});
  const at = Date.UTC(2026, 2, 1);
  const found = mapping.activities(
    { object: 'contacts', record: '1', property: DEMO_PROPERTY, value: String(at), at: at + 50 },
    () => null,
  );
  expect(found).toMatchObject([{ type: 'demo_request', at, attributes: { form: 'Book a demo' } }]);
});

test('nobody is in both simulated CRMs', () => {
  const now = Date.UTC(2026, 2, 1);
  for (const count of [24, CONTACTS]) {
    const [ours = [], theirs = []] = [HUBSPOT_SEED, SALESFORCE_SEED].map((seed) =>
      generatePopulation({ seed, count, now }).people.map(({ email }) => email.toLowerCase()),
    );
    expect([ours.length, theirs.length]).toEqual([count, count]);
    expect(ours.filter((email) => theirs.includes(email))).toEqual([]);
  }
});

test('percentiles are values that occurred', () => {
  expect(percentile([], 0.5)).toBeNull();
  expect(percentile([9, 1, 5], 0.5)).toBe(5);
  expect(percentile([9, 1, 5], 0.99)).toBe(9);
  expect(percentile([7], 0.5)).toBe(7);
});

function deliver(tap: ReturnType<typeof createTap>, body: string, statusCode: number): void {
  const request = new EventEmitter();
  const response = Object.assign(new EventEmitter(), { statusCode });
  tap.hook(request as IncomingMessage, response as unknown as ServerResponse);
  request.emit('data', Buffer.from(body));
  response.emit('finish');
}

test('the door counts what was stored, knows repeats and keeps the bytes', () => {
  const tap = createTap(
    () => true,
    () => 1_000,
  );
  const event = (attemptNumber: number) =>
    JSON.stringify([{ eventId: 1, objectId: 77, propertyName: 'phone', attemptNumber }]);
  deliver(tap, event(0), 204);
  expect([tap.accepted, tap.repeats]).toEqual([1, 0]);
  // A retry differs in its attempt alone; what was refused does not count.
  deliver(tap, event(1), 204);
  deliver(tap, event(2), 401);
  expect([tap.accepted, tap.repeats]).toEqual([2, 1]);
  expect(tap.newestOf('77')?.body.toString()).toBe(event(1));
  expect(tap.newestOf('78')).toBeNull();
});

test('one act at a time; a failed one says why and makes room', async () => {
  const told: ActRun[] = [];
  let fail: (error: Error) => void = () => undefined;
  const acts: Partial<Record<ActName, Act>> = {
    'demo-request': ({ step }) => {
      step('sent', 130);
      return new Promise((_resolve, reject) => {
        fail = reject;
      });
    },
    'repeat-and-kill': async () => ({ sent: 3, ignored: 3, doubled: 0, lost: 0 }),
  };
  const hands = createStageHands(
    (name) => acts[name] ?? null,
    (run) => told.push(run),
    () => 100,
  );
  const run = hands.play('demo-request');
  expect(run).toMatchObject({ state: 'running', steps: [] });
  expect(() => hands.play('repeat-and-kill')).toThrow('Another act');
  expect(() => hands.play('conversion')).toThrow('Its lead is not there yet');
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  fail(new PlumblineError('no-webhook', 'no webhook came'));
  await hands.idle();
  expect(told).toMatchObject([
    { run: run.run, state: 'running', steps: [{ step: 'sent', afterMs: 30 }] },
    {
      run: run.run,
      state: 'failed',
      problem: { code: 'no-webhook', message: 'no webhook came' },
    },
  ]);
  hands.play('repeat-and-kill');
  await hands.idle();
  expect(hands.runs()).toMatchObject([
    { act: 'demo-request', state: 'failed' },
    { act: 'repeat-and-kill', state: 'done', verdict: { doubled: 0 } },
  ]);
});

/** People 0 to 19; what they did, in its order. */
function sceneOf(label: string, done: string[], act?: Deed<number>['act']): Scene<number> {
  const deed = (what: string, suits?: (person: number) => boolean): Deed<number> => ({
    what,
    weight: 1,
    ...(suits && { suits }),
    act: async (person, number, faker) => {
      await act?.(person, number, faker);
      done.push(`${label} ${person} ${what}`);
    },
  });
  const people = async () => Array.from({ length: 20 }, (_, person) => person);
  return { label, people, deeds: [deed('reads'), deed('rises', (one) => one > 17)] };
}

const visit = (scenes: readonly Scene[], options: Partial<VisitorsOptions> = {}) =>
  startVisitors({
    scenes: () => scenes,
    busy: () => false,
    paceMs: 0,
    most: 40,
    failed: (scene, reason) => {
      throw new Error(`${scene}: ${reason}`);
    },
    ...options,
  });

test('visitors do the same in every demo, in both CRMs in turn, and then rest', async () => {
  const runs = await Promise.all(
    [0, 1].map(async () => {
      const done: string[] = [];
      await visit([sceneOf('A', done), sceneOf('B', done)]).ended;
      return done;
    }),
  );
  const [first = [], second] = runs;
  expect(first).toEqual(second);
  expect(first.map((one) => one[0]).join('')).toBe('AB'.repeat(20));
  const people = first.map((one) => Number(one.split(' ')[1]));
  const rise = first.filter((one) => one.endsWith('rises'));
  expect(rise.length).toBeGreaterThan(10);
  expect(rise.every((one) => Number(one.split(' ')[1]) > 17)).toBe(true);
  // The first come more often than others, and not alone.
  expect(people.filter((person) => person < 8).length).toBeGreaterThan(8);
  expect(new Set(people).size).toBeGreaterThan(8);
});

test('visitors rest while an act is played, pass over what fails, and end when told to', async () => {
  const done: string[] = [];
  const failed: string[] = [];
  let busy = true;
  const looks = { busy: 0 };
  const refuse = async (_person: number, number: number) => {
    if (number === 1) throw new Error('refused');
  };
  const visiting = visit([sceneOf('A', done, refuse)], {
    busy: () => {
      looks.busy += 1;
      return busy;
    },
    most: 1_000_000,
    failed: (scene, reason) => failed.push(`${scene}: ${reason}`),
  });
  await until(async () => (looks.busy > 1 ? true : null), 10_000);
  expect(done).toEqual([]);
  busy = false;
  await until(async () => (done.length > 2 ? true : null), 10_000);
  expect(failed).toEqual(['A: refused']);
  await visiting.close();
  const count = done.length;
  expect(count).toBeGreaterThan(2);
  // A long pause is cut short.
  await visit([sceneOf('A', done)], { paceMs: 3_600_000 }).close();
  expect(done).toHaveLength(count);
});
