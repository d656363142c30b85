import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { styleOf } from '../../src/commands/io.js';
import { printStatus, readStatus } from '../../src/commands/status.js';
import { type AppWorld, createAppWorld, waitFor } from '../support/app-world.js';

const PLAIN = styleOf(new PassThrough());

describe.each(['key', 'own-app'] as const)('an account connected by %s', (way) => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await createAppWorld({ way, simulator: { contacts: 12, searchLagMs: 1_500 } });
  });
  afterAll(() => world?.close());

  const acts = () => world.simulator.acts();
  const calls = (operation: string): number =>
    Object.values(world.simulator.requests.summary()[operation] ?? {}).reduce((a, b) => a + b, 0);
  const held = (record: string): Record<string, string | null> =>
    (world.simulator.describe('contacts', record) as { properties: Record<string, string | null> })
      .properties;
  /** Somebody who has a score in the CRM, by number. */
  const scored = async (index: number): Promise<string> => {
    const rows = await world.rows<{ record: string }>(
      `select record from desired where confirmed ->> 'plumbline_score' is not null order by record`,
    );
    return rows[index]?.record ?? '';
  };
  const state = async (record: string) =>
    (
      await world.rows<{ dirty: number; state: string; reason: string | null }>(
        `select w.dirty_seq as dirty, d.state, d.reason
         from desired d join lead_work w on w.lead = d.lead where d.record = $1`,
        [record],
      )
    )[0];
  const listed = async () => (await readStatus(world.app)).accounts[0]?.foreignEdits ?? [];
  /** Whole rounds of polls, each of which would show what the one before had caused. */
  const polls = async (rounds: number): Promise<void> => {
    const [before] = await world.rows<{ at: number }>('select last_poll_at as at from accounts');
    const reads = calls('contacts.search');
    await waitFor('several polls', async () => calls('contacts.search') >= reads + 4 * rounds);
    await waitFor('a poll that tells', async () => {
      const [now] = await world.rows<{ at: number }>('select last_poll_at as at from accounts');
      return (now?.at ?? 0) > (before?.at ?? 0);
    });
    await world.settle();
  };

  test('what we wrote comes back by the polls and causes nothing', async () => {
    // By a lagging search, polls show the person as she was before the write that follows her edit.
    const id = await scored(0);
    const [former, reads] = [held(id).plumbline_score, calls('contacts.batch.read')];
    acts().edit('contacts', id, { jobtitle: 'Chief Executive Officer', country: 'Germany' });
    await waitFor('the new score', async () => held(id).plumbline_score !== former);
    await polls(5);
    // All that is read of a person still fits into one search.
    expect(calls('contacts.batch.read')).toBe(reads);
    expect(await listed()).toEqual([]);
    // It is no value of the person.
    const kept = `select 1 from value_history where property like 'plumbline_%' union all
      select 1 from records, jsonb_object_keys(values) key where key like 'plumbline_%'
      union all select 1 from history_starts where property like 'plumbline_%'`;
    expect(await world.rows(kept)).toEqual([]);
  });

  test('an edit of our score is put back once, listed, and scores nobody anew', async () => {
    const id = await scored(0);
    const [ours, before] = [held(id), await state(id)];
    const writes = calls('contacts.batch.update');
    acts().edit('contacts', id, { plumbline_score: '1', plumbline_grade: 'Z' });
    await waitFor(
      'the score to be put back',
      async () => held(id).plumbline_score === ours.plumbline_score,
    );
    await polls(3);
    expect(held(id)).toMatchObject({
      plumbline_score: ours.plumbline_score,
      plumbline_grade: ours.plumbline_grade,
      plumbline_scored_at: ours.plumbline_scored_at,
    });
    expect(calls('contacts.batch.update')).toBe(writes + 1);
    const after = await state(id);
    expect(after).toMatchObject({ dirty: before?.dirty, state: 'idle' });
    const edit = { records: 1, times: 1, examples: [id], left: 0, lastAt: expect.any(String) };
    expect(await listed()).toEqual([
      { property: 'plumbline_grade', ...edit },
      { property: 'plumbline_score', ...edit },
    ]);
  });

  test('a property of ours that somebody empties is filled again', async () => {
    const id = await scored(1);
    const ours = held(id).plumbline_reasons;
    acts().edit('contacts', id, { plumbline_reasons: '' });
    await waitFor('the reasons', async () => held(id).plumbline_reasons === ours);
    await world.settle();
  });

  test('what edits it again and again is left, with a reason that names the property', async () => {
    const id = await scored(2);
    const ours = held(id).plumbline_score;
    for (const value of ['1', '2', '3']) {
      acts().edit('contacts', id, { plumbline_score: value }, 'automation');
      await waitFor(`${value} to be put back`, async () => held(id).plumbline_score === ours);
      await world.settle();
    }
    const writes = calls('contacts.batch.update');
    acts().edit('contacts', id, { plumbline_score: '4' }, 'automation');
    await waitFor('the parking', async () => (await state(id))?.state === 'parked');
    await polls(2);
    expect(held(id).plumbline_score).toBe('4');
    expect(calls('contacts.batch.update')).toBe(writes);
    const text = printStatus(await readStatus(world.app), PLAIN);
    expect(text).toContain('plumbline_score changed by somebody else 5 times on 2 records');
    expect(text).toContain('left as it is on 1, where it came again and again');
    expect((await state(id))?.reason).toMatch(/^plumbline_score: put back 3 times within an hour/);
  });
});
