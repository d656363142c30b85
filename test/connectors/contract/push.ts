import { expect, test } from '@jest/globals';
import type { TaskDraft } from '../../../connectors/connector.js';
import { type Bench, output } from './bench.js';

export function pushContract(bench: Bench, capabilities: { readonly faults: boolean }): void {
  const create = (): Promise<string> =>
    bench.world.create(bench.person, { [bench.world.names.text]: 'someone' });
  const score = (): string => bench.world.connector.declaration.outputName('score');
  const values = (record: string) => bench.world.values(bench.person, record);
  const provide = () => bench.session.provision([output('score', 'number')]);

  test('values are written, and null clears', async () => {
    await provide();
    const [a, b] = [await create(), await create()];
    const write = (record: string, value: string | null) => ({
      record,
      values: { [score()]: value },
    });
    expect(
      await bench.session.push(bench.person, [write(a, '70'), write(b, '30')], 'live'),
    ).toMatchObject([
      { record: a, status: 'written' },
      { record: b, status: 'written' },
    ]);
    expect(Number((await values(a))?.[score()])).toBe(70);
    await bench.session.push(bench.person, [write(a, null)], 'live');
    expect((await values(a))?.[score()] || null).toBeNull();
    expect(Number((await values(b))?.[score()])).toBe(30);
  });

  test('when a write was taken is told by the clock of the records themselves', async () => {
    await provide();
    const record = await create();
    const write = [{ record, values: { [score()]: '12' } }];
    const [outcome] = await bench.session.push(bench.person, write, 'live');
    const at = outcome?.status === 'written' ? outcome.at : undefined;
    const need = {
      object: bench.person,
      properties: [score()],
      rollups: [],
      history: [],
      links: [],
    };
    const { snapshots } = await bench.session.fetch(need, [record], false, 'live');
    // A CRM need not say; one that does names the moment that reads of the record carry from then on.
    if (at !== undefined) expect(snapshots[0]?.modifiedAt).toBe(at);
    expect(Number(snapshots[0]?.properties[score()])).toBe(12);
  });

  test('a refused and a vanished record stand alone; the others are written', async () => {
    await provide();
    const records = [await create(), await create(), await create(), await create()];
    const [good, bad, gone, last] = records as [string, string, string, string];
    await bench.world.remove(bench.person, gone);
    const { list } = bench.world.names;
    const outcomes = await bench.session.push(
      bench.person,
      records.map((record) => ({
        record,
        values: { [score()]: '42', ...(record === bad && { [list.property]: list.badValue }) },
      })),
      'live',
    );
    const status = new Map(outcomes.map((outcome) => [outcome.record, outcome.status]));
    expect(outcomes).toHaveLength(4);
    expect([good, bad, gone, last].map((record) => status.get(record))).toEqual([
      'written',
      'refused',
      'gone',
      'written',
    ]);
    const refusal = outcomes.find((outcome) => outcome.record === bad);
    expect(refusal).toMatchObject({ message: expect.stringMatching(/\S/) });
    expect(Number((await values(last))?.[score()])).toBe(42);
    expect((await values(bad))?.[score()] || null).toBeNull();
  });

  const draft = (record: string, marker: string): TaskDraft => ({
    object: bench.person,
    record,
    owner: null,
    subject: 'Call <today> & listen',
    lines: ['Score 82 <b>hot</b>', 'Asked for "pricing" & demo'],
    due: bench.world.now() + 3_600_000,
    priority: 'high',
    marker,
  });

  test('a task is created and found again by its marker, at its record alone', async () => {
    const [record, other] = [await create(), await create()];
    const since = bench.world.now();
    const id = await bench.session.createTask(draft(record, 'contract-1'));
    await bench.session.createTask(draft(record, 'contract-2'));
    const found = await bench.session.findTasks(bench.person, record, since);
    expect(found.map((task) => task.marker).sort()).toEqual(['contract-1', 'contract-2']);
    expect(found.find((task) => task.marker === 'contract-1')).toMatchObject({
      id,
      completed: false,
    });
    expect(await bench.session.findTasks(bench.person, other, since)).toEqual([]);
  });

  test('the states of tasks are told by id: waiting, moved on, done, deleted', async () => {
    const record = await create();
    const make = (marker: string) => bench.session.createTask(draft(record, marker));
    const [a, b, c, d] = [
      await make('s-1'),
      await make('s-2'),
      await make('s-3'),
      await make('s-4'),
    ];
    const since = bench.world.now();
    await bench.world.setTask(b, 'started');
    await bench.world.setTask(c, 'completed');
    await bench.world.setTask(d, 'gone');
    const states = await bench.session.taskStates([a, b, c, d]);
    const byId = new Map(states.map((task) => [task.id, task]));
    expect(states).toHaveLength(4);
    expect([a, b, c, d].map((id) => byId.get(id)?.state)).toEqual([
      'waiting',
      'started',
      'completed',
      'gone',
    ]);
    for (const id of [b, c]) {
      const at = byId.get(id)?.changedAt;
      if (at !== null) expect(at).toBeGreaterThanOrEqual(since);
    }
  });

  if (!capabilities.faults) return;
  test('a task whose answer is cut off has an unknown outcome, is not repeated, and is found', async () => {
    const record = await create();
    const since = bench.world.now();
    await bench.world.applyThenCut?.();
    await expect(bench.session.createTask(draft(record, 'cut-1'))).rejects.toMatchObject({
      name: 'CrmError',
      kind: 'transient',
      outcome: 'unknown',
    });
    const found = await bench.session.findTasks(bench.person, record, since);
    expect(found.map((task) => task.marker)).toEqual(['cut-1']);
  });

  test('a failure during a write is thrown as unknown; the same write again is harmless', async () => {
    await provide();
    const record = await create();
    const write = [{ record, values: { [score()]: '55' } }];
    await bench.world.applyThenCut?.();
    await expect(bench.session.push(bench.person, write, 'live')).rejects.toMatchObject({
      kind: 'transient',
      outcome: 'unknown',
    });
    expect(await bench.session.push(bench.person, write, 'live')).toMatchObject([
      { record, status: 'written' },
    ]);
  });

  test('a read survives one failure of the CRM by itself', async () => {
    await bench.world.failOnce?.();
    await expect(bench.session.owners()).resolves.toBeDefined();
  });
}
