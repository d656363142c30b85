import type { Queryable } from './pool.js';

export interface NewActivity {
  readonly workspace: number;
  readonly lead: number | null;
  readonly record: number;
  readonly identity: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Where it comes from: the property, or `object/id` of an engagement. */
  readonly property: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A stretch of a record's activities that was derived anew: what is not among the new ones goes. */
export interface DerivedStretch {
  readonly workspace: number;
  readonly record: number;
  readonly properties: readonly string[];
  /** From this moment on, milliseconds since the epoch. */
  readonly from: number;
  readonly activities: readonly NewActivity[];
}

/** @returns the ids of the records whose activities are others now. */
export async function replaceActivities(
  db: Queryable,
  stretches: readonly DerivedStretch[],
): Promise<Set<number>> {
  const touched = new Set<number>();
  if (stretches.length === 0) return touched;
  const list = stretches.map((stretch) => ({
    workspace: stretch.workspace,
    record: stretch.record,
    properties: stretch.properties,
    from_s: Math.floor(stretch.from / 1000),
    kept: stretch.activities.map((activity) => activity.identity),
  }));
  const gone = await db.query<{ record: number }>(
    `delete from activities a using jsonb_to_recordset($1::jsonb)
       as n(workspace bigint, record bigint, properties jsonb, from_s bigint, kept jsonb)
     where a.workspace = n.workspace and a.record = n.record and n.properties ? a.property
       and a.at_s >= n.from_s and not n.kept ? a.identity
     returning a.record`,
    [JSON.stringify(list)],
  );
  for (const row of gone.rows) touched.add(row.record);
  const unique = new Map<string, NewActivity>();
  for (const stretch of stretches) {
    for (const one of stretch.activities) unique.set(`${one.record}/${one.identity}`, one);
  }
  if (unique.size === 0) return touched;
  const made = await db.query<{ record: number }>(
    `insert into activities as a (workspace, lead, at, record, identity, at_s, property, type, attributes)
     select workspace, lead, ms(at), record, identity, floor(at / 1000.0), property, type, attributes
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, lead bigint, at bigint, record bigint,
       identity text, property text, type text, attributes jsonb)
     order by workspace, record, identity
     on conflict (workspace, record, identity, at_s) do update
       set attributes = excluded.attributes, at = excluded.at
       where (a.attributes, a.at) is distinct from (excluded.attributes, excluded.at)
     returning record`,
    [JSON.stringify([...unique.values()])],
  );
  for (const row of made.rows) touched.add(row.record);
  return touched;
}
