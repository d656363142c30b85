/** What is left of a record that lives on as one of another object: a lead that became a contact. */
import type { Queryable } from './pool.js';
import type { RecordKey } from './records.js';

export interface Became extends RecordKey {
  readonly into: { readonly object: string; readonly record: string };
}

/** It is written to no more, and its open tasks are those of the record that it became. */
export async function endRecords(db: Queryable, records: readonly Became[]): Promise<void> {
  if (records.length === 0) return;
  const rows = JSON.stringify(
    records.map(({ into, ...key }) => ({ ...key, toObject: into.object, toRecord: into.record })),
  );
  const shape = `n(workspace bigint, account bigint, object text, record text, "toObject" text,
    "toRecord" text)`;
  await db.query(
    `delete from desired where (workspace, account, object, record) in (
       select d.workspace, d.account, d.object, d.record
       from jsonb_to_recordset($1::jsonb) as ${shape}
       join desired d on d.workspace = n.workspace and d.account = n.account
         and d.object = n.object and d.record = n.record
       order by 1, 2, 3, 4 for update of d)`,
    [rows],
  );
  await db.query(
    `update alerts a set object = n."toObject", record = n."toRecord",
       draft = a.draft || jsonb_build_object('object', n."toObject", 'record', n."toRecord")
     from jsonb_to_recordset($1::jsonb) as ${shape}
     where a.workspace = n.workspace and a.account = n.account and a.object = n.object
       and a.record = n.record`,
    [rows],
  );
}
