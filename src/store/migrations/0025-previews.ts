/** Previews, so that every process of the web role tells of them alike. */
export const previews = {
  id: 25,
  name: 'previews',
  sql: /* sql */ `
create table previews (
  workspace bigint not null references workspaces,
  id text not null,
  who text not null,
  -- json, not jsonb: what people typed may hold what jsonb refuses
  wish json not null,
  -- what was in force, and what was found without looking at a lead
  looked json not null,
  -- lapsed: ended with its process
  state text not null default 'running'
    check (state in ('running', 'done', 'cancelled', 'failed', 'lapsed')),
  -- leads looked at, of so many
  done integer not null default 0,
  "of" integer not null default 0,
  figures json,
  problem text,
  started_at timestamptz(3) not null default clock_timestamp(),
  -- renewed by the process that runs it; once it is over, nothing more is stored
  lease timestamptz(3) not null,
  ended_at timestamptz(3),
  -- who moves, packed; of what is done
  movers bytea,
  primary key (workspace, id)
);
-- it is compressed already
alter table previews alter column movers set storage external;
create unique index previews_one_running on previews (workspace) where state = 'running';
`,
};
