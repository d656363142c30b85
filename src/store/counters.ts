import type { Queryable } from './pool.js';

/** Adds to named counters; sorted, so that two workers never wait for each other in a circle. */
export async function addCounters(
  db: Queryable,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  const names = Object.keys(counts)
    .filter((name) => counts[name])
    .sort();
  if (names.length === 0) return;
  await db.query(
    `insert into counters as c (name, value) select * from unnest($1::text[], $2::bigint[])
     on conflict (name) do update set value = c.value + excluded.value`,
    [names, names.map((name) => counts[name])],
  );
}

/** Sets named figures that are no sums: what was told last. */
export async function setFigures(
  db: Queryable,
  figures: Readonly<Record<string, number>>,
): Promise<void> {
  const names = Object.keys(figures).sort();
  if (names.length === 0) return;
  await db.query(
    `insert into counters as c (name, value) select * from unnest($1::text[], $2::bigint[])
     on conflict (name) do update set value = excluded.value`,
    [names, names.map((name) => figures[name])],
  );
}

export async function readCounters(db: Queryable): Promise<Record<string, number>> {
  const { rows } = await db.query<{ name: string; value: number }>(
    'select name, value from counters order by name',
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.value]));
}
