/** Finding leads among a million: by words, in order of total, change or name, behind filters. */
export const search = {
  id: 12,
  name: 'search',
  sql: /* sql */ `
do $$ begin
  create extension if not exists pg_trgm;
exception when insufficient_privilege or undefined_file or feature_not_supported then
  raise exception 'searching for leads needs the extension pg_trgm (part of postgresql-contrib), which this user may not add or the server does not have: let the database''s administrator run "create extension pg_trgm" in this database, then start again';
end $$;

-- What lists are searched, sorted and filtered by. Columns of their own, so that an update of other
-- fields leaves their indexes alone.
alter table leads
  add column sort_name text collate "C" generated always as (lower(btrim(
    coalesce(fields ->> 'name.last', '') || ' ' || coalesce(fields ->> 'name.first', '')))) stored,
  -- a blank stands before each word
  add column search text generated always as (lower(
    ' ' || coalesce(fields ->> 'name.first', '') || ' ' || coalesce(fields ->> 'name.last', '')
    || ' ' || coalesce(fields ->> 'email', '') || ' ' || coalesce(fields ->> 'company.name', ''))) stored,
  add column owner text generated always as (fields ->> 'owner') stored,
  add column source text generated always as (fields ->> 'source') stored,
  add column country text generated always as (fields ->> 'country') stored;
-- room for a row's next version beside it: its indexes then stay as they are
alter table leads set (fillfactor = 80);

create index leads_search on leads using gin (search gin_trgm_ops);

-- Leads in which all patterns are found, up to a number, always by the index above: for words that are
-- common each and never stand together the planner would read the whole table in vain.
create function leads_like(in_workspace bigint, patterns text[], most integer) returns setof bigint
  language plpgsql stable
  set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off as $$
begin
  return query execute (select 'select id from leads where workspace = $1 and '
    || string_agg(format('search like %L', p), ' and ') || ' limit $2' from unnest(patterns) p)
    using in_workspace, most;
end $$;

create index leads_by_name on leads (workspace, sort_name, id);
create index leads_by_owner on leads (workspace, owner);
create index leads_by_stage on leads (workspace, stage);
create index leads_by_source on leads (workspace, source);
create index leads_by_country on leads (workspace, country);

-- when a published figure changed last
alter table scores add column changed_at timestamptz(3) not null default now();
update scores s set changed_at = coalesce((select max(h.at) from score_history h
  where h.workspace = s.workspace and h.lead = s.lead and h.model = s.model), s.scored_at);
-- what lists are filtered by stands beside the order: whoever walks it need not visit each row
create index scores_best on scores (workspace, model, total desc nulls last, lead desc)
  include (band, grade, segment, changed_at);
drop index scores_ranked;
create index scores_changed on scores (workspace, model, changed_at desc, lead desc);

create index stage_history_at on stage_history (workspace, to_stage, at) include (lead);

create table saved_views (
  workspace bigint not null references workspaces,
  id bigint generated always as identity,
  name text not null,
  -- filters, search and order of the list, as in its address
  query jsonb not null,
  -- others of the workspace see it too
  shared boolean not null default false,
  -- kind and id of whoever saved it
  owner text not null,
  saved_at timestamptz(3) not null default now(),
  primary key (workspace, id)
);
create unique index saved_views_name on saved_views (workspace, owner, name);
`,
};
