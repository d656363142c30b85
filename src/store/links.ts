import type { Queryable } from './pool.js';
import type { RecordKey } from './records.js';

/** One link as a register: the later (at, tie) wins. */
export interface LinkStamp extends RecordKey {
  readonly toObject: string;
  readonly toRecord: string;
  readonly linked: boolean;
  readonly primary: boolean;
  readonly at: number;
  readonly tie: string;
}

/** All links of one record to one object, as read at a moment: others are unlinked by it. */
export interface LinkSet extends RecordKey {
  readonly toObject: string;
  readonly to: readonly string[];
  readonly at: number;
  readonly tie: string;
}

const KEY = 'workspace bigint, account bigint, object text, record text, "toObject" text';

export async function saveLinks(db: Queryable, links: readonly LinkStamp[]): Promise<void> {
  if (links.length === 0) return;
  const latest = new Map<string, LinkStamp>();
  for (const link of links) {
    const key = [
      link.workspace,
      link.account,
      link.object,
      link.record,
      link.toObject,
      link.toRecord,
    ].join('/');
    const known = latest.get(key);
    if (!known || known.at < link.at || (known.at === link.at && known.tie <= link.tie))
      latest.set(key, link);
  }
  await db.query(
    `insert into links as l (workspace, account, object, record, to_object, to_record, linked, is_primary, at, tie)
     select workspace, account, object, record, "toObject", "toRecord", linked, "primary", at, tie
     from jsonb_to_recordset($1::jsonb) as n(${KEY}, "toRecord" text, linked boolean,
       "primary" boolean, at bigint, tie text)
     order by 1, 2, 3, 4, 5, 6
     on conflict (workspace, account, object, record, to_object, to_record) do update
       set linked = excluded.linked, is_primary = excluded.is_primary, at = excluded.at, tie = excluded.tie
       where (l.at, l.tie, l.linked) < (excluded.at, excluded.tie, excluded.linked)`,
    [JSON.stringify([...latest.values()])],
  );
}

/** What a complete read did not name is no longer linked. */
export async function closeLinkSets(db: Queryable, sets: readonly LinkSet[]): Promise<void> {
  if (sets.length === 0) return;
  await db.query(
    `update links l set linked = false, is_primary = false, at = n.at, tie = n.tie
     from jsonb_to_recordset($1::jsonb) as n(${KEY}, "to" jsonb, at bigint, tie text)
     where l.workspace = n.workspace and l.account = n.account and l.object = n.object
       and l.record = n.record and l.to_object = n."toObject"
       and not n."to" ? l.to_record and (l.at, l.tie) < (n.at, n.tie)`,
    [JSON.stringify(sets)],
  );
}
