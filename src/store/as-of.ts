/** What the database knows of a moment in the past. */
import { type DocumentKind, STORED, type StoredDocument } from './documents.js';
import { type FactRecord, stands } from './lead-facts.js';
import type { Queryable } from './pool.js';
import type { Moment } from './records.js';

/** A record with its present values, and what had become of it by the moment. */
export interface PastRecord extends FactRecord {
  /** The record that it had been merged into. */
  readonly alias: string | null;
}

/** `$3` is the moment. A record that was deleted and restored counts as never deleted. */
const RECORD = `r.id, r.account, a.crm, r.object, r.record, r.values,
  r.state = 'known' and not coalesce(not (r.life ->> 0)::boolean and (r.life ->> 1)::bigint <= $3, false)
    as alive,
  case when (r.alias ->> 1)::bigint <= $3 and not ${stands('r')} then r.alias ->> 0 end as alias`;

/** The records of these leads at the moment, whatever lead they stand for today, in their order of speaking. */
export async function readLeadRecords(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
  at: number,
): Promise<PastRecord[]> {
  const { rows } = await db.query(
    `with own as (
       select id from records where workspace = $1 and lead = any($2::bigint[])
       union select record from record_moves
       where workspace = $1 and lead = any($2::bigint[]) and until > ms($3))
     select t.lead, ${RECORD}
     from own join records r on r.id = own.id join accounts a on a.id = r.account
     cross join lateral (select coalesce((select m.lead from record_moves m
         where m.workspace = $1 and m.record = r.id and m.until > ms($3) order by m.until limit 1),
       r.lead) as lead) t
     where t.lead = any($2::bigint[])
     order by t.lead, a.crm = 'events', r.account, r.object collate "C", length(r.record),
       r.record collate "C"`,
    [workspace, leads, at],
  );
  return rows as PastRecord[];
}

/** Which objects to look for at the far end of a person record's links. */
export interface LinkRoles {
  readonly account: number;
  readonly companies: readonly string[];
  readonly deals: readonly string[];
  readonly engagements: readonly string[];
}

/** The last that was said of a link by the moment. */
export interface PastLink {
  /** Our id of the person record. */
  readonly person: number;
  readonly far: PastRecord;
  readonly linked: boolean;
  readonly primary: boolean;
  readonly at: number;
  readonly tie: string;
}

/** The links of these person records at the moment: to companies, and from deals and engagements. */
export async function readPastLinks(
  db: Queryable,
  workspace: number,
  persons: readonly PastRecord[],
  roles: readonly LinkRoles[],
  { at, known }: Moment,
): Promise<PastLink[]> {
  const list = persons.flatMap(({ id, account, object, record }) => {
    const role = roles.find((one) => one.account === account);
    if (!role) return [];
    const outward = role.companies;
    return [{ id, account, object, record, outward, inward: [...role.deals, ...role.engagements] }];
  });
  if (list.length === 0) return [];
  const { rows } = await db.query<Omit<PastLink, 'far'> & PastRecord>(
    `select n.id as person, s.linked, s.is_primary as primary, s.at, s.tie, 0 as lead, ${RECORD}
     from jsonb_to_recordset($2::jsonb) as n(id bigint, account bigint, object text, record text,
       outward jsonb, inward jsonb)
     cross join lateral (
       select l.*, l.to_object as far_object, l.to_record as far_record from links l
       where l.workspace = $1 and l.account = n.account and l.object = n.object
         and l.record = n.record and n.outward ? l.to_object
       union all
       select l.*, l.object, l.record from links l
       where l.workspace = $1 and l.account = n.account and l.to_object = n.object
         and l.to_record = n.record and n.inward ? l.object) l
     cross join lateral (
       select * from (
         select 1 as now, l.linked, l.is_primary, l.at, l.tie where l.at <= $3 and not $4::boolean
         union all
         select 0, h.linked, h.is_primary, h.at, h.tie from link_history h
         where (h.workspace, h.account, h.object, h.record, h.to_object, h.to_record)
             = (l.workspace, l.account, l.object, l.record, l.to_object, l.to_record)
           and h.at <= $3 and (not $4::boolean or h.learnt_at <= ms($3))) said
       order by at desc, tie collate "C" desc, now desc limit 1) s
     join records r on r.workspace = $1 and r.account = l.account and r.object = l.far_object
       and r.record = l.far_record
     join accounts a on a.id = r.account`,
    [workspace, JSON.stringify(list), at, known === 'learnt'],
  );
  return rows.map(({ person, linked, primary, at: since, tie, ...far }) => ({
    person,
    far,
    linked,
    primary,
    at: since,
    tie,
  }));
}

/** Records by their keys, for those that others were merged into. */
export async function readRecordsNamed(
  db: Queryable,
  workspace: number,
  keys: readonly { readonly account: number; readonly object: string; readonly record: string }[],
  at: number,
): Promise<PastRecord[]> {
  if (keys.length === 0) return [];
  const { rows } = await db.query(
    `select 0 as lead, ${RECORD}
     from jsonb_to_recordset($2::jsonb) as n(account bigint, object text, record text)
     join records r on r.workspace = $1 and r.account = n.account and r.object = n.object
       and r.record = n.record
     join accounts a on a.id = r.account`,
    [workspace, JSON.stringify(keys), at],
  );
  return rows as PastRecord[];
}

/**
 * Since when activities counted for these leads at the moment (milliseconds), by the stage entries that
 * start a lead afresh.
 */
export async function readCountStarts(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
  restarts: readonly string[],
  at: number,
): Promise<Map<number, number | null>> {
  const { rows } = await db.query<{ id: number; since: number | null }>(
    `select l.id, greatest(case when l.count_from <= ms($4) then l.count_from end,
       (select max(h.at) from stage_history h where h.workspace = $1 and h.lead = l.id
          and h.transition = any($3::text[]) and h.at <= ms($4))) as since
     from leads l where l.workspace = $1 and l.id = any($2::bigint[])`,
    [workspace, leads, restarts, at],
  );
  return new Map(rows.map((row) => [row.id, row.since]));
}

/** Of each document the version in force at the moment; one published later counts by its first version. */
export async function readDocumentsAsOf(
  db: Queryable,
  workspace: number,
  at: number,
): Promise<StoredDocument[]> {
  const { rows } = await db.query(
    `select distinct on (kind, name) ${STORED} from documents d where workspace = $1
     order by kind, name, published_at <= ms($2) desc,
       case when published_at <= ms($2) then -version else version end`,
    [workspace, at],
  );
  return rows as StoredDocument[];
}

/** Every version of every document of a kind. */
export async function readAllVersions(
  db: Queryable,
  workspace: number,
  kind: DocumentKind,
): Promise<StoredDocument[]> {
  const { rows } = await db.query(
    'select kind, name, version, text from documents where workspace = $1 and kind = $2',
    [workspace, kind],
  );
  return rows as StoredDocument[];
}

/** The ids of leads, those that were merged into others since included, in their order. */
export async function listLeads(
  db: Queryable,
  workspace: number,
  after: number,
  limit: number,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    'select id from leads where workspace = $1 and id > $2 order by id limit $3',
    [workspace, after, limit],
  );
  return rows.map((row) => row.id);
}

/** Every lead that ever had a record linked to one of these companies, or to what was merged into them. */
export async function readCompanyLeads(
  db: Queryable,
  workspace: number,
  companies: readonly number[],
): Promise<number[]> {
  const { rows } = await db.query<{ lead: number }>(
    `with recursive family as (
       select workspace, account, object, record from records
       where workspace = $1 and id = any($2::bigint[])
       union select r.workspace, r.account, r.object, r.record from family f
         join records r on r.workspace = f.workspace and r.account = f.account
           and r.object = f.object and r.alias_of = f.record),
     person as (
       select r.id, r.lead from family f join links l on l.workspace = f.workspace
         and l.account = f.account and l.to_object = f.object and l.to_record = f.record
       join records r on r.workspace = l.workspace and r.account = l.account
         and r.object = l.object and r.record = l.record)
     select lead from person where lead is not null
     union select m.lead from person p
       join record_moves m on m.workspace = $1 and m.record = p.id
     order by lead`,
    [workspace, companies],
  );
  return rows.map((row) => row.lead);
}
