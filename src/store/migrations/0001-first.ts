/** The first shape of the database. Every key begins with the workspace, save those that cannot know it. */
export const first = {
  id: 1,
  name: 'first',
  sql: /* sql */ `
-- milliseconds since the epoch -> time
create function ms(bigint) returns timestamptz language sql immutable parallel safe
  as 'select to_timestamp($1::double precision / 1000)';

create table workspaces (
  id bigint generated always as identity primary key,
  name text not null,
  -- marks our outputs, so that a second Plumbline on the same portal is told apart
  instance text not null default left(replace(gen_random_uuid()::text, '-', ''), 6),
  created_at timestamptz(3) not null default now()
);

create table accounts (
  workspace bigint not null references workspaces,
  id bigint generated always as identity unique,
  crm text not null,
  portal text not null,
  way text not null check (way in ('key', 'own-app', 'listed-app')),
  name text not null default '',
  app_id text,
  base_url text not null,
  ui_domain text,
  time_zone text not null default 'UTC',
  scopes text[] not null default '{}',
  stage_order text[] not null default '{}',
  -- object -> names of the properties that the account has
  properties jsonb not null default '{}',
  credentials text,
  state text not null default 'connected' check (state in ('connected', 'reconnect', 'left')),
  problem text,
  writes boolean not null default false,
  push_secret text,
  connected_at timestamptz(3) not null default now(),
  backfilled_at timestamptz(3),
  last_push_at timestamptz(3),
  last_poll_at timestamptz(3),
  primary key (workspace, id)
);
create unique index accounts_portal on accounts (crm, portal);

create table documents (
  workspace bigint not null references workspaces,
  kind text not null check (kind in ('mapping', 'model', 'lifecycle', 'alerts')),
  name text not null,
  version integer not null,
  text text not null,
  published_at timestamptz(3) not null default now(),
  who text not null,
  reason text not null,
  primary key (workspace, kind, name, version)
);

-- The only table with customer data and no workspace; the splitter alone reads it.
create table deliveries (
  id bigint generated always as identity primary key,
  route text not null,
  kind text not null check (kind in ('hook', 'page', 'events')),
  account bigint,
  body bytea not null,
  at timestamptz(3) not null default clock_timestamp(),
  priority smallint not null default 0
);
create index deliveries_order on deliveries (priority, id);

create table parked_deliveries (
  id bigint primary key,
  route text not null,
  kind text not null,
  sealed text not null,
  reason text not null,
  at timestamptz(3) not null,
  parked_at timestamptz(3) not null default now()
);

create table changes (
  workspace bigint not null,
  id bigint generated always as identity,
  account bigint not null,
  object text not null,
  record text not null,
  body jsonb not null,
  delivery bigint not null,
  received_at timestamptz(3) not null,
  priority smallint not null default 0,
  quiet boolean not null default false,
  primary key (workspace, id)
);
create index changes_order on changes (priority, id);

create table parked_changes (
  workspace bigint not null,
  id bigint not null,
  account bigint not null,
  object text not null,
  record text not null,
  sealed text not null,
  reason text not null,
  parked_at timestamptz(3) not null default now(),
  primary key (workspace, id)
);

create table leads (
  workspace bigint not null references workspaces,
  id bigint generated always as identity unique,
  fields jsonb not null default '{}',
  problems jsonb not null default '[]',
  stage text,
  stage_since timestamptz(3),
  pin jsonb,
  held jsonb not null default '{}',
  memory jsonb not null default '{"revert": null, "crmAt": null}',
  mql_at timestamptz(3),
  count_from timestamptz(3),
  override text not null default 'none',
  override_until timestamptz(3),
  merged_into bigint,
  created_at timestamptz(3) not null default now(),
  primary key (workspace, id)
);

create table lead_keys (
  workspace bigint not null,
  kind text not null,
  value text not null,
  lead bigint not null,
  primary key (workspace, kind, value)
);
create index lead_keys_lead on lead_keys (workspace, lead);

create table records (
  workspace bigint not null,
  account bigint not null,
  object text not null,
  record text not null,
  id bigint generated always as identity unique,
  -- property -> [value, true from (ms), tie-break]; the later wins
  values jsonb not null default '{}',
  -- [alive, since (ms), tie-break]
  life jsonb,
  -- linked object -> time (ms) of the last complete read of the links to it
  link_reads jsonb not null default '{}',
  modified_at timestamptz(3),
  state text not null default 'wanted' check (state in ('wanted', 'known', 'gone')),
  -- [surviving id, since (ms), tie-break]
  alias jsonb,
  alias_of text generated always as (alias ->> 0) stored,
  lead bigint,
  seen_at timestamptz(3) not null default now(),
  primary key (workspace, account, object, record)
);
create index records_lead on records (workspace, lead) where lead is not null;
create index records_alias on records (workspace, account, object, alias_of) where alias_of is not null;

create table links (
  workspace bigint not null,
  account bigint not null,
  object text not null,
  record text not null,
  to_object text not null,
  to_record text not null,
  linked boolean not null,
  is_primary boolean not null default false,
  at bigint not null,
  tie text not null default '',
  primary key (workspace, account, object, record, to_object, to_record)
);
create index links_back on links (workspace, account, to_object, to_record, object, record);

create table value_history (
  workspace bigint not null,
  record bigint not null,
  property text not null,
  at timestamptz(3) not null,
  value text,
  learnt_at timestamptz(3) not null,
  source_kind text not null default 'unknown',
  source_id text,
  digest text generated always as (md5(coalesce(value, ''))) stored,
  primary key (workspace, record, property, at, digest)
);

create table activities (
  workspace bigint not null,
  -- null until the record's lead is known
  lead bigint,
  at timestamptz(3) not null,
  id bigint generated always as identity,
  record bigint not null,
  -- the same act told by two records of one person carries one identity
  identity text not null,
  at_s bigint not null,
  property text not null,
  type text not null,
  attributes jsonb not null default '{}',
  learnt_at timestamptz(3) not null default now(),
  primary key (workspace, record, identity, at_s)
);
create index activities_lead on activities (workspace, lead, at, id);
create index activities_property on activities (workspace, record, property, at_s);

create table signals (
  workspace bigint not null,
  id bigint generated always as identity,
  lead bigint not null,
  kind text not null,
  value text,
  at timestamptz(3) not null,
  source_kind text not null,
  primary key (workspace, lead, id)
);

create table fetches (
  workspace bigint not null,
  account bigint not null,
  object text not null,
  record text not null,
  history boolean not null default false,
  priority smallint not null default 0,
  seq integer not null default 1,
  lease timestamptz(3),
  token text,
  attempts integer not null default 0,
  retry_at timestamptz(3),
  reason text,
  wanted_at timestamptz(3) not null default now(),
  primary key (workspace, account, object, record)
);
create index fetches_groups on fetches (account, object, history, priority, wanted_at);

create table fanouts (
  workspace bigint not null,
  account bigint not null,
  object text not null,
  record text not null,
  after_object text not null default '',
  after_record text not null default '',
  loud boolean not null default false,
  seq integer not null default 1,
  at timestamptz(3) not null default now(),
  primary key (workspace, account, object, record)
);

create table lead_work (
  workspace bigint not null,
  lead bigint not null,
  dirty_seq bigint not null default 1,
  scored_seq bigint not null default 0,
  -- the last change that may cause a task; quiet when not above scored_seq
  loud_seq bigint not null default 0,
  -- when it was received
  loud_at timestamptz(3),
  background boolean not null default false,
  due_at timestamptz(3),
  received_at timestamptz(3),
  attempts integer not null default 0,
  error text,
  retry_at timestamptz(3),
  primary key (workspace, lead)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create index lead_work_dirty on lead_work (background, lead) where dirty_seq > scored_seq;
create index lead_work_due on lead_work (due_at) where due_at is not null;

create table scores (
  workspace bigint not null,
  lead bigint not null,
  model text not null,
  version integer not null,
  total integer,
  grade text,
  band text,
  segment text,
  dimensions jsonb,
  thresholds jsonb,
  disqualified text,
  outside text,
  -- [rule or null, label where the rule is null, hundredths, evidence]
  reasons jsonb not null,
  scored_at timestamptz(3) not null,
  next_change_at timestamptz(3),
  primary key (workspace, lead, model)
) with (fillfactor = 80);
create index scores_ranked on scores (workspace, model, total desc nulls last, lead);

create table score_history (
  workspace bigint not null,
  lead bigint not null,
  model text not null,
  at timestamptz(3) not null,
  version integer not null,
  total integer,
  grade text,
  band text,
  dimensions jsonb,
  primary key (workspace, lead, model, at)
);

create table stage_history (
  workspace bigint not null,
  lead bigint not null,
  entry integer not null,
  at timestamptz(3) not null,
  from_stage text,
  to_stage text not null,
  transition text not null,
  why text not null,
  quiet boolean not null,
  primary key (workspace, lead, entry)
);

create table desired (
  workspace bigint not null,
  account bigint not null,
  object text not null,
  record text not null,
  lead bigint not null,
  want jsonb not null default '{}',
  want_v integer not null default 0,
  sending jsonb,
  sending_v integer not null default 0,
  sending_since timestamptz(3),
  confirmed jsonb not null default '{}',
  -- property -> when the request began that wrote it last (ms)
  sent jsonb not null default '{}',
  state text not null default 'idle' check (state in ('idle', 'pending', 'sending', 'parked')),
  refused text[] not null default '{}',
  lease timestamptz(3),
  token text,
  attempts integer not null default 0,
  retry_at timestamptz(3),
  reason text,
  pending_since timestamptz(3),
  background boolean not null default false,
  score_sent_at timestamptz(3),
  primary key (workspace, account, object, record)
) with (fillfactor = 70);
create index desired_pending on desired (account, background, pending_since) where state = 'pending';
create index desired_sending on desired (lease) where state = 'sending';
create index desired_lead on desired (workspace, lead);

create table alerts (
  workspace bigint not null,
  key text not null,
  lead bigint not null,
  trigger text not null,
  account bigint not null,
  object text not null,
  record text not null,
  owner text,
  draft jsonb not null,
  marker text not null,
  state text not null default 'planned'
    check (state in ('planned', 'sending', 'unknown', 'open', 'closed', 'parked')),
  attempts integer not null default 0,
  attempt_at timestamptz(3),
  checks integer not null default 0,
  lease timestamptz(3),
  token text,
  retry_at timestamptz(3),
  task text,
  reason text,
  cooldown_until timestamptz(3),
  created_at timestamptz(3) not null,
  closed_at timestamptz(3),
  primary key (workspace, key)
);
create unique index alerts_one_open on alerts (workspace, lead, trigger)
  where state not in ('closed', 'parked');
create index alerts_work on alerts (account, state) where state in ('planned', 'sending', 'unknown');
create index alerts_lead on alerts (workspace, lead);
create index alerts_created on alerts (workspace, created_at);
create index alerts_cooling on alerts (cooldown_until) where state = 'open';

create table cursors (
  workspace bigint not null,
  account bigint not null,
  kind text not null check (kind in ('poll', 'backfill', 'sweep')),
  name text not null,
  cursor jsonb,
  done boolean not null default false,
  records bigint not null default 0,
  lease timestamptz(3),
  token text,
  attempts integer not null default 0,
  next_at timestamptz(3) not null default now(),
  reason text,
  primary key (workspace, account, kind, name)
);

create table erasures (
  workspace bigint not null,
  account bigint not null,
  object text not null,
  record text not null,
  -- deliveries up to this one must be split first
  after_delivery bigint not null,
  asked_at timestamptz(3) not null default now(),
  primary key (workspace, account, object, record)
);

create table tombstones (
  workspace bigint not null,
  hash text not null,
  at timestamptz(3) not null,
  primary key (workspace, hash)
);

create table owners (
  workspace bigint not null,
  account bigint not null,
  owner text not null,
  name text not null,
  active boolean not null,
  seen_at timestamptz(3) not null default now(),
  primary key (workspace, account, owner)
);

create table counters (
  name text primary key,
  value bigint not null
);

create table audit (
  workspace bigint not null,
  id bigint generated always as identity,
  at timestamptz(3) not null default now(),
  who text not null,
  what text not null,
  about text not null,
  details jsonb not null default '{}',
  primary key (workspace, id)
);
`,
};
