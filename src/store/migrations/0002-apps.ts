/** The admin's own apps, kept apart from the accounts that they connect. */
export const apps = {
  id: 2,
  name: 'apps',
  sql: /* sql */ `
create table apps (
  workspace bigint not null references workspaces,
  crm text not null,
  client_id text not null,
  kind text not null check (kind in ('own-app', 'listed-app')),
  -- where CRM and people reach this installation
  public_url text not null,
  -- sealed: client secret, and the former one while it is replaced
  credentials text not null,
  saved_at timestamptz(3) not null default now(),
  primary key (workspace, crm, client_id)
);

-- An installation that was begun: the state that comes back with its code, once.
create table install_states (
  workspace bigint not null,
  hash text not null,
  crm text not null,
  client_id text not null,
  redirect_uri text not null,
  expires_at timestamptz(3) not null,
  primary key (workspace, hash)
);
`,
};
