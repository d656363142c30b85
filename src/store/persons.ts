import type { Queryable } from './pool.js';
import { ALIAS_OBJECT, type RecordKey } from './records.js';

export type PersonSearch =
  | { readonly email: string }
  | {
      readonly account: number;
      readonly object: string;
      readonly record: string;
    };

export type PersonRecord = RecordKey & { readonly lead: number | null };

/**
 * The records of the leads that an e-mail leads to, or one record with those merged into it. An e-mail
 * finds a lead by its records' addresses and by its present fields.
 */
export async function findPersonRecords(
  db: Queryable,
  workspace: number,
  search: PersonSearch,
): Promise<PersonRecord[]> {
  if ('email' in search) {
    const { rows } = await db.query(
      `with found as (
         select r.lead from record_addresses a join records r on r.id = a.record
         where a.workspace = $1 and a.value = $2
         union
         select id from leads where workspace = $1 and lower(fields ->> 'email') = $2)
       select workspace, account, object, record, lead from records
       where workspace = $1 and lead in (select lead from found) order by id`,
      [workspace, search.email.trim().toLowerCase()],
    );
    return rows as PersonRecord[];
  }
  const { rows } = await db.query(
    `with target as (select ${ALIAS_OBJECT('r')} as object, coalesce(alias_of, record) as record
       from records r where workspace = $1 and account = $2 and object = $3 and record = $4)
     select r.workspace, r.account, r.object, r.record, r.lead from records r, target t
     where r.workspace = $1 and r.account = $2 and ((r.object = t.object and r.record = t.record)
       or (r.alias_of = t.record and ${ALIAS_OBJECT('r')} = t.object))
     order by r.id`,
    [workspace, search.account, search.object, search.record],
  );
  return rows as PersonRecord[];
}
