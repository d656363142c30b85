/** Documents in the making and on their way: drafts, their saved texts, publications, pilots. */
export const drafts = {
  id: 13,
  name: 'drafts',
  sql: /* sql */ `
-- a version that only the leads of a condition follow; the others follow the version named
alter table documents add column pilot jsonb;
alter table documents add column otherwise integer;
alter table documents add constraint documents_pilot check ((pilot is null) = (otherwise is null));

create table drafts (
  workspace bigint not null references workspaces,
  kind text not null,
  name text not null,
  -- counts every save and every end, also over drafts that follow one another
  revision integer not null,
  -- the published version it was begun from; null for a new document
  base_version integer,
  text text not null,
  who text not null,
  at timestamptz(3) not null default clock_timestamp(),
  -- null while it is worked on
  ended text check (ended in ('discarded', 'published')),
  primary key (workspace, kind, name)
);

-- every saved text for some days: nothing that was typed is lost
create table draft_revisions (
  workspace bigint not null,
  kind text not null,
  name text not null,
  revision integer not null,
  base_version integer,
  text text not null,
  who text not null,
  at timestamptz(3) not null,
  primary key (workspace, kind, name, revision)
);

create table publications (
  workspace bigint not null references workspaces,
  id bigint generated always as identity,
  kind text not null,
  name text not null,
  -- what is published, as it was when it was asked for
  text text not null,
  -- the saved draft it was; null for an earlier version that is published again
  revision integer,
  -- the version in force when it was asked for; when another is, it is refused
  expects integer,
  -- tasks for what it finds, or none
  loud boolean not null,
  -- what a model is to be; null leaves it what it is
  as_state text check (as_state in ('live', 'shadow', 'draft')),
  as_primary boolean not null default false,
  -- a condition on leads: for them alone; null for everybody
  pilot jsonb,
  state text not null default 'scheduled'
    check (state in ('scheduled', 'done', 'failed', 'cancelled')),
  due_at timestamptz(3) not null,
  who text not null,
  reason text not null,
  asked_at timestamptz(3) not null default clock_timestamp(),
  -- of what is done
  version integer,
  former_version integer,
  leads integer,
  ended_at timestamptz(3),
  problem text,
  primary key (workspace, id)
);
create index publications_due on publications (due_at) where state = 'scheduled';
create unique index publications_one_scheduled on publications (workspace, kind, name)
  where state = 'scheduled';
create index publications_of on publications (workspace, kind, name, id);
`,
};
