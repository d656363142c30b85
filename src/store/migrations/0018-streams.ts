/** Streams of changes, and how long a feed has been without news. */
export const streams = {
  id: 18,
  name: 'streams',
  sql: /* sql */ `
alter table deliveries drop constraint deliveries_kind_check;
alter table deliveries add constraint deliveries_kind_check
  check (kind in ('hook', 'page', 'events', 'changes'));

-- an account's subscription to changes; one process holds it by its lease
create table streams (
  workspace bigint not null,
  account bigint not null,
  -- where it goes on; moved together with the changes
  position jsonb,
  -- since when the subscription holds, and for which objects; null: it does not
  live_at timestamptz(3),
  objects text[] not null default '{}',
  heard_at timestamptz(3),
  -- why it does not hold, or what was missed last
  note text,
  noted_at timestamptz(3),
  attempts integer not null default 0,
  retry_at timestamptz(3),
  lease timestamptz(3),
  token text,
  primary key (workspace, account)
);

-- when a feed last had something new
alter table cursors add column changed_at timestamptz(3) not null default now();
`,
};
