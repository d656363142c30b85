/** What the events API was told: each event once, and which kinds of activity it has delivered. */
export const events = {
  id: 16,
  name: 'events',
  sql: /* sql */ `
-- the teller's own id makes an event one activity, whomever it is told of and however often
create unique index activities_told on activities (workspace, identity) where property = '*event';

create table event_types (
  workspace bigint not null references workspaces,
  type text not null,
  channel text not null,
  -- the earliest that one happened, and when we learnt of the first
  since timestamptz(3) not null,
  learnt_at timestamptz(3) not null default now(),
  primary key (workspace, type, channel)
);
`,
};
