/** When the content of person records was last changed at its source. */
import { createHash } from 'node:crypto';
import type { QueuedChange } from '../../store/changes.js';
import type { Queryable } from '../../store/pool.js';
import { type RecordRead, readChanges, saveReads } from '../../store/record-reads.js';
import { keyOf } from '../../store/records.js';
import type { Batch, Touched } from './batch.js';

/** The properties that are the content of a record, by what it is. */
class Contents {
  readonly #known = new Map<string, readonly string[]>();

  of({ account, record: { object } }: Touched): readonly string[] {
    const key = `${account.id}/${object}`;
    const role = account.connector.declaration.objects[object]?.role;
    const content =
      this.#known.get(key) ?? (role === 'person' ? account.mapping.content(object) : []);
    this.#known.set(key, content);
    return content;
  }
}

type Values = Readonly<Record<string, string | null | undefined>>;

/** Equal for equal content; a blank value is none. */
function digestOf(content: readonly string[], values: Values): string {
  const hash = createHash('sha1');
  for (const name of content) {
    const value = values[name] ?? '';
    hash.update(value.trim() === '' ? `${name}\n` : `${name}=${JSON.stringify(value)}\n`);
  }
  return hash.digest('base64url').slice(0, 16);
}

function readsOf(changes: readonly QueuedChange[], batch: Batch, contents: Contents): RecordRead[] {
  return changes.flatMap(({ change, workspace, account }) => {
    if (change.kind !== 'snapshot') return [];
    const { object, record } = change;
    const touched = batch.touched.get(keyOf({ workspace, account, object, record }));
    const content = touched ? contents.of(touched) : [];
    if (!touched || content.length === 0) return [];
    const { modifiedAt: at, properties } = change.snapshot;
    return [{ workspace, record: touched.record.id, at, digest: digestOf(content, properties) }];
  });
}

/** A change by somebody known is told with its time; without one, the next read shows it. */
function toldAt({ learnt }: Touched, content: readonly string[]): number {
  const own = learnt.filter(
    ({ property, source }) =>
      source.kind !== 'unknown' && source.kind !== 'us' && content.includes(property),
  );
  return Math.max(0, ...own.map(({ at }) => at));
}

/**
 * Keeps what the reads of a batch held, and notes with each person record when its content last changed.
 * To be called before the records are saved. @returns those for which it is another moment now.
 */
export async function noteFreshness(
  db: Queryable,
  changes: readonly QueuedChange[],
  batch: Batch,
  now: number,
): Promise<Set<Touched>> {
  const contents = new Contents();
  const read = await saveReads(db, readsOf(changes, batch, contents), now);
  const touched = [...batch.touched.values()];
  const byRead = new Map<number, number>();
  for (const workspace of new Set(touched.map(({ record }) => record.workspace))) {
    const own = touched.filter(({ record }) => record.workspace === workspace);
    const ids = own.map(({ record }) => record.id).filter((id) => read.has(id));
    for (const [id, at] of await readChanges(db, workspace, ids)) byRead.set(id, at);
  }
  const moved = new Set<Touched>();
  for (const one of touched) {
    const { record } = one;
    const before = Math.max(record.readChangeAt ?? 0, record.toldChangeAt ?? 0);
    record.readChangeAt = byRead.get(record.id) ?? record.readChangeAt;
    const told = toldAt(one, contents.of(one));
    if (told > (record.toldChangeAt ?? 0)) record.toldChangeAt = told;
    const after = Math.max(record.readChangeAt ?? 0, record.toldChangeAt ?? 0);
    if (after !== before) moved.add(one);
  }
  return moved;
}
