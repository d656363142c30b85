import type { Queryable } from './pool.js';
import type { RecordKey } from './records.js';

/** A changed company or deal: the leads linked to it are to be marked, some at a time. */
export async function startFanouts(
  db: Queryable,
  causes: readonly { record: RecordKey; loud: boolean }[],
): Promise<void> {
  if (causes.length === 0) return;
  const list = causes.map(({ record, loud }) => ({
    workspace: record.workspace,
    account: record.account,
    object: record.object,
    record: record.record,
    loud,
  }));
  await db.query(
    `insert into fanouts as f (workspace, account, object, record, loud)
     select * from jsonb_to_recordset($1::jsonb) as n(workspace bigint, account bigint, object text,
       record text, loud boolean)
     order by 1, 2, 3, 4
     on conflict (workspace, account, object, record) do update set
       after_record = '', seq = f.seq + 1, loud = f.loud or excluded.loud`,
    [JSON.stringify(list)],
  );
}
