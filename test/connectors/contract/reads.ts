import { expect, test } from '@jest/globals';
import type { Cursor, Feed } from '../../../connectors/connector.js';
import type { Snapshot } from '../../../src/lead/change.js';
import { pageSchema } from '../../../src/lead/page.js';
import { type Bench, needOf } from './bench.js';

/** Cursors and pages live in the database between calls. */
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value));

export function readContract(bench: Bench, capabilities: { readonly merge: boolean }): void {
  const need = () => needOf(bench.person, [bench.world.names.text]);
  const text = (snapshot: Snapshot): string | null | undefined =>
    snapshot.properties[bench.world.names.text];
  const create = (value: string): Promise<string> =>
    bench.world.create(bench.person, { [bench.world.names.text]: value });

  test('records are read by id; an unknown and a deleted one are missing', async () => {
    const [kept, deleted] = [await create('kept'), await create('deleted')];
    await bench.world.remove(bench.person, deleted);
    const page = await bench.session.fetch(need(), [kept, deleted], false, 'live');
    expect(page.snapshots.map((snapshot) => [snapshot.record, text(snapshot)])).toEqual([
      [kept, 'kept'],
    ]);
    expect(page.missing).toEqual([{ object: bench.person, record: deleted }]);
    expect(() => pageSchema.parse(stored(page))).not.toThrow();
  });

  test('a snapshot has the time of the modification, not of the read', async () => {
    const record = await create('early');
    const before = bench.world.now();
    await bench.world.settle();
    const page = await bench.session.fetch(need(), [record], false, 'live');
    expect(page.snapshots[0]?.modifiedAt).toBeLessThanOrEqual(before);
  });

  test('a full load delivers every record once', async () => {
    const count = Math.floor(bench.world.connector.declaration.limits.readBatch * 2.2);
    const records: string[] = [];
    for (let index = 0; index < count; index += 1) records.push(await create(`n${index}`));
    await bench.world.settle();
    const found: string[] = [];
    let cursor: Cursor | null = null;
    for (let more = true; more; ) {
      const result = await bench.session.backfill(need(), cursor);
      expect(result.page.origin).toBe('backfill');
      found.push(...result.page.snapshots.map((snapshot) => snapshot.record));
      cursor = stored(result.cursor);
      more = result.more;
    }
    expect(found.filter((record) => records.includes(record)).sort()).toEqual([...records].sort());
  });

  async function drain(
    feed: Feed,
    from: Cursor,
  ): Promise<{ snapshots: Snapshot[]; cursor: Cursor }> {
    const snapshots: Snapshot[] = [];
    let cursor = from;
    for (let turn = 0, more = true; more; turn += 1) {
      if (turn > 50) throw new Error('the feed does not end');
      const result = await bench.session.poll(feed, cursor);
      snapshots.push(...result.page.snapshots);
      cursor = stored(result.cursor);
      more = result.more;
    }
    return { snapshots, cursor };
  }

  test('a feed delivers what changed, once, and goes on where it was', async () => {
    await create('before');
    await bench.world.settle();
    const [feed] = bench.session.feeds([need()], false);
    if (!feed) throw new Error('no feed for the person object');
    const start = await drain(feed, bench.session.startCursor(feed, bench.world.now()));

    const record = await create('first');
    await bench.world.settle();
    const first = await drain(feed, start.cursor);
    expect(first.snapshots.map((snapshot) => [snapshot.record, text(snapshot)])).toEqual([
      [record, 'first'],
    ]);
    const idle = await drain(feed, first.cursor);
    expect(idle.snapshots).toEqual([]);

    await bench.world.update(bench.person, record, { [bench.world.names.text]: 'second' });
    await bench.world.settle();
    const second = await drain(feed, idle.cursor);
    expect(second.snapshots.map(text)).toEqual(['second']);
  });

  test('feeds have names of their own that do not depend on the moment', () => {
    const names = () => bench.session.feeds([need()], true).map((feed) => feed.name);
    expect(names().length).toBeGreaterThan(0);
    expect(new Set(names()).size).toBe(names().length);
    expect(names()).toEqual(names());
  });

  if (!capabilities.merge) return;
  test('the old id of a merged record leads to the record that lives on', async () => {
    const [winner, loser] = [await create('winner'), await create('loser')];
    const living = await bench.world.merge?.(bench.person, winner, loser);
    const old = [winner, loser].filter((record) => record !== living);
    const page = await bench.session.fetch(need(), old, false, 'live');
    expect(page.missing).toEqual([]);
    expect(page.snapshots.map((snapshot) => snapshot.record)).toEqual([living]);
    for (const record of old) expect(page.snapshots[0]?.aliases).toContain(record);
  });
}
