import { afterEach, expect, test } from '@jest/globals';
import type { JobLog, Wakes } from '../../src/jobs/queue.js';
import { Gate, recordedLog } from './support.js';

/** What every engine must do. `make` gives one process's end of the same queue; undefined: not installed here. */
export function describeWakes(
  make: (log: JobLog) => Wakes | undefined,
  options: { readonly acrossProcesses: boolean },
): void {
  const opened: Wakes[] = [];

  function open(log: JobLog = recordedLog()): Wakes | undefined {
    const wakes = make(log);
    if (wakes !== undefined) opened.push(wakes);
    return wakes;
  }

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((wakes) => wakes.close()));
  });

  test('a step runs at the start, and at each later wake', async () => {
    const wakes = open();
    if (wakes === undefined) return;
    const gate = new Gate();
    wakes.on('score', gate.handler);
    await wakes.start();
    await gate.begun(1);
    wakes.wake('score');
    await gate.begun(2);
    const runs = gate.runs;
    wakes.wake('score');
    await gate.begun(runs + 1);
  });

  test('wakes before the start are not lost', async () => {
    const wakes = open();
    if (wakes === undefined) return;
    const gate = new Gate();
    wakes.on('score', gate.handler);
    wakes.wake('score');
    await wakes.start();
    await gate.begun(1);
  });

  test('wakes during a run cause a run after it, not one each', async () => {
    const wakes = open();
    if (wakes === undefined) return;
    const gate = new Gate();
    gate.closedGate = true;
    wakes.on('score', gate.handler);
    await wakes.start();
    await gate.begun(1);
    for (let wake = 0; wake < 500; wake++) wakes.wake('score');
    expect(gate.runs).toBe(1);
    gate.open();
    await gate.begun(2);
    await wakes.close();
    expect(gate.runs).toBeLessThan(20);
  });

  test('a failing run is logged and the step goes on', async () => {
    const log = recordedLog();
    const wakes = open(log);
    if (wakes === undefined) return;
    const gate = new Gate();
    wakes.on('score', async (signal) => {
      await gate.handler(signal);
      throw new Error(`run ${gate.runs} went wrong`);
    });
    await wakes.start();
    await gate.begun(1);
    wakes.wake('score');
    await gate.begun(2);
    expect(log.lines.join()).toContain('run 1 went wrong');
  });

  test('steps do not wait for each other', async () => {
    const wakes = open();
    if (wakes === undefined) return;
    const slow = new Gate();
    slow.closedGate = true;
    const quick = new Gate();
    wakes.on('fetch', slow.handler);
    wakes.on('score', quick.handler);
    await wakes.start();
    await slow.begun(1);
    wakes.wake('score');
    await quick.begun(2);
    slow.open();
  });

  test('closing tells the run, waits for it and begins no other', async () => {
    const wakes = open();
    if (wakes === undefined) return;
    const gate = new Gate();
    gate.closedGate = true;
    wakes.on('score', gate.handler);
    await wakes.start();
    await gate.begun(1);
    wakes.wake('score');
    const closing = wakes.close();
    expect(gate.signal?.aborted).toBe(true);
    gate.open();
    await closing;
    expect([gate.runs, gate.ended]).toEqual([1, 1]);
    expect(() => wakes.wake('score')).not.toThrow();
    expect(gate.runs).toBe(1);
  });

  test('a step nobody handles may be woken; one registered twice is refused', async () => {
    const wakes = open();
    if (wakes === undefined) return;
    expect(() => wakes.wake('unknown')).not.toThrow();
    wakes.on('score', new Gate().handler);
    expect(() => wakes.on('score', new Gate().handler)).toThrow('score');
    await wakes.start();
    expect(() => wakes.on('late', new Gate().handler)).toThrow('after the start');
  });

  if (!options.acrossProcesses) return;

  test('a wake reaches the process that handles the step', async () => {
    const web = open();
    const worker = open();
    if (web === undefined || worker === undefined) return;
    const gate = new Gate();
    worker.on('score', gate.handler);
    await worker.start();
    await web.start();
    await gate.begun(1);
    for (let run = gate.runs + 1; run < 5; run++) {
      web.wake('score');
      await gate.begun(run);
    }
  });
}
