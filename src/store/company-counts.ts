/** Who is known at a company and what they do: for the leads whose scores count it. */
import { ACTIVITY_CHANNEL, CHANNELS } from '../lead/activity.js';
import type { CompanyActivity } from '../lead/company-activity.js';
import { startFanouts } from './fanouts.js';
import { rootOf } from './lead-facts.js';
import type { Queryable } from './pool.js';
import type { RecordKey } from './records.js';

const INTERESTS = Object.entries(ACTIVITY_CHANNEL)
  .filter(([, channel]) => channel !== 'none')
  .map(([type]) => type);
const CHANNELS_OF_INTEREST = CHANNELS.filter((channel) => channel !== 'none');

/**
 * The people of these company records and what they have done since a moment (milliseconds): whoever has a
 * living record that is linked to the company, or to what was merged into it.
 */
export async function readCompanyActivity(
  db: Queryable,
  workspace: number,
  companies: readonly number[],
  since: number,
): Promise<Map<number, CompanyActivity>> {
  const found = new Map<number, CompanyActivity>();
  if (companies.length === 0) return found;
  const { rows } = await db.query<{
    company: number;
    people: number;
    persons: number[];
    times: number[];
  }>(
    `with recursive family as (
       select id as company, workspace, account, object, record from records
       where workspace = $1 and id = any($2::bigint[])
       union select f.company, r.workspace, r.account, r.object, r.record from family f
         join records r on r.workspace = f.workspace and r.account = f.account
           and r.object = f.object and r.alias_of = f.record),
     said as (
       select distinct on (f.company, l.object, l.record) f.company, l.account, l.object, l.record, l.linked
       from family f join links l on l.workspace = f.workspace and l.account = f.account
         and l.to_object = f.object and l.to_record = f.record
       order by f.company, l.object, l.record, l.at desc, l.tie collate "C" desc, l.linked desc),
     people as (
       select distinct s.company, r.lead from said s join records r on r.workspace = $1
         and r.account = s.account and r.object = s.object and r.record = s.record
       where s.linked and r.lead is not null and r.alias is null and r.state = 'known'
         and coalesce((r.life ->> 0)::boolean, true)),
     acts as (
       select p.company, p.lead, max(a.at) as at from people p
         join activities a on a.workspace = $1 and a.lead = p.lead and a.at > ms($3)
         join records r on r.id = a.record and (r.alias is not null
           or (r.state = 'known' and coalesce((r.life ->> 0)::boolean, true)))
       where a.type = any($4::text[])
         or (a.type like 'custom:%' and a.attributes ->> 'channel' = any($5::text[]))
       group by p.company, p.lead, a.identity)
     select c.company, c.people, coalesce(a.persons, '[]') as persons, coalesce(a.times, '[]') as times
     from (select company, count(*)::int as people from people group by company) c
     left join (select company, json_agg(lead) as persons,
         json_agg((extract(epoch from at) * 1000)::bigint) as times from acts group by company) a
       on a.company = c.company`,
    [workspace, companies, since, INTERESTS, CHANNELS_OF_INTEREST],
  );
  for (const { company, people, persons, times } of rows) {
    const acts = persons.map((person, index) => ({ person, at: times[index] as number }));
    found.set(company, { people, acts });
  }
  return found;
}

/** A lead that came to, left or did something at its companies. */
export interface CompanyCause {
  readonly workspace: number;
  readonly lead: number;
  readonly loud: boolean;
}

/**
 * Notes that the counts of these leads' companies, former ones included, may be others now. However often,
 * a company's people are marked at most once an hour. What a person's record is linked to is a company; were
 * it something else, its people would only be scored once for nothing.
 */
export async function noteCompanyChanges(
  db: Queryable,
  causes: readonly CompanyCause[],
): Promise<void> {
  if (causes.length === 0) return;
  await db.query(
    `insert into company_counts as c (workspace, account, object, record, due_at, loud)
     select k.workspace, k.account, k.object, k.record, ms(0), bool_or(n.loud)
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, lead bigint, loud boolean)
     join records p on p.workspace = n.workspace and p.lead = n.lead
     join links l on l.workspace = p.workspace and l.account = p.account and l.object = p.object
       and l.record = p.record
     join records o on o.workspace = l.workspace and o.account = l.account
       and o.object = l.to_object and o.record = l.to_record
     join records k on k.id = ${rootOf('o')}
     group by 1, 2, 3, 4
     order by 1, 2, 3, 4
     on conflict (workspace, account, object, record) do update set
       due_at = coalesce(c.due_at, c.told_at + interval '1 hour'),
       loud = c.loud or excluded.loud
     where c.due_at is null or (excluded.loud and not c.loud)`,
    [JSON.stringify(causes)],
  );
}

/** Companies taken at once. */
const AT_ONCE = 20;

/** Begins to mark the people of companies whose time has come. @returns how many companies. */
export async function startCompanyFanouts(db: Queryable, now: number): Promise<number> {
  const { rows } = await db.query<RecordKey & { loud: boolean }>(
    `with due as (
       select workspace, account, object, record, loud from company_counts where due_at <= ms($1)
       order by due_at limit $2 for update skip locked)
     update company_counts c set due_at = null, told_at = ms($1), loud = false from due
     where (c.workspace, c.account, c.object, c.record)
       = (due.workspace, due.account, due.object, due.record)
     returning due.workspace, due.account, due.object, due.record, due.loud`,
    [now, AT_ONCE],
  );
  await startFanouts(
    db,
    rows.map(({ loud, ...record }) => ({ record, loud })),
  );
  return rows.length;
}
