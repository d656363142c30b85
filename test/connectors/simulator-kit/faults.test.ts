import { expect, test } from '@jest/globals';
import { FaultPlan } from '../../../connectors/simulator-kit/faults.js';
import { createRandom } from '../../../connectors/simulator-kit/random.js';
import { RequestLog } from '../../../connectors/simulator-kit/requests.js';

const TARGET = {
  method: 'POST',
  path: '/crm/v3/objects/contacts/batch/update',
  operation: 'contacts.batch.update',
};
const plan = () => new FaultPlan(createRandom(1));

test('method, path and operation narrow a fault; skip and count bound it', () => {
  const faults = plan();
  faults.add({ kind: 'cut', method: 'GET' });
  faults.add({ kind: 'cut', path: '/oauth' });
  faults.add({ kind: 'cut', operation: 'tasks' });
  const hit = faults.add({
    kind: 'cut',
    method: 'post',
    path: '/crm',
    operation: 'contacts.batch',
    skip: 1,
    count: 2,
  });
  const struck = [1, 2, 3, 4].map(() => faults.strike(['cut'], TARGET)?.id);
  expect(struck).toEqual([undefined, hit.id, hit.id, undefined]);
  expect(faults.strike(['latency'], TARGET)).toBeUndefined();
});

test('a probability strikes about that often, the same for the same seed', () => {
  const run = () => {
    const faults = plan();
    faults.add({ kind: 'cut', probability: 0.3 });
    return Array.from({ length: 1000 }, () => (faults.strike(['cut'], TARGET) ? 1 : 0));
  };
  const struck = run().reduce((sum: number, one) => sum + one, 0);
  expect(struck).toBeGreaterThan(230);
  expect(struck).toBeLessThan(370);
  expect(run()).toEqual(run());
});

test('the log finds the busiest window', () => {
  let now = 0;
  const log = new RequestLog(() => now);
  for (const at of [0, 10, 20, 1005, 1006, 1019]) {
    now = at;
    log.answer(log.arrive('a'), 200);
  }
  expect(log.busiest(1000)).toBe(4);
  expect(log.busiest(1000, { operation: 'b' })).toBe(0);
  expect(log.total(200)).toBe(6);
});
