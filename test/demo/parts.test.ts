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
