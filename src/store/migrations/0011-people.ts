/** Who may come in: people, their sessions and one-time links, API keys, and what is kept for how long. */
export const people = {
  id: 11,
  name: 'people',
  sql: /* sql */ `
create table users (
  workspace bigint not null references workspaces,
  id bigint generated always as identity unique,
  email text not null check (email = lower(email)),
  name text not null,
  role text not null check (role in ('viewer', 'editor', 'publisher', 'admin')),
  -- argon2id; null until one is set, and for people who come by the identity provider alone
  password text,
  -- issuer and subject at the identity provider, bound at the first sign-in by it
  subject text unique,
  disabled_at timestamptz(3),
  created_at timestamptz(3) not null,
  signed_in_at timestamptz(3),
  primary key (workspace, id)
);
-- sign-in knows no workspace, so an address belongs to one person alone
create unique index users_email on users (email);
-- the audit log names people, so a name means one person
create unique index users_name on users (workspace, lower(name));

-- a lookup by the token knows no workspace
create table user_sessions (
  -- SHA-256 of the token
  hash text primary key,
  workspace bigint not null,
  user_id bigint not null,
  created_at timestamptz(3) not null,
  seen_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  foreign key (workspace, user_id) references users on delete cascade
);
create index user_sessions_user on user_sessions (workspace, user_id);
create index user_sessions_ends on user_sessions (ends_at);

create table one_time_links (
  hash text primary key,
  workspace bigint not null references workspaces,
  -- setup: makes the first admin; password: sets the password of a user
  purpose text not null check (purpose in ('setup', 'password')),
  user_id bigint,
  ends_at timestamptz(3) not null,
  check ((purpose = 'password') = (user_id is not null)),
  foreign key (workspace, user_id) references users on delete cascade
);
create unique index one_time_links_one on one_time_links (workspace, purpose, coalesce(user_id, 0));

create table api_keys (
  workspace bigint not null,
  id bigint generated always as identity unique,
  name text not null,
  role text not null check (role in ('viewer', 'editor', 'publisher', 'admin')),
  -- the beginning of the key, to tell keys apart
  prefix text not null,
  hash text not null unique,
  -- a key never does more than its maker may now
  user_id bigint not null,
  created_at timestamptz(3) not null,
  used_at timestamptz(3),
  revoked_at timestamptz(3),
  primary key (workspace, id),
  foreign key (workspace, user_id) references users
);

-- keyed hashes of an account's or network address -> attempts within the present window
create table sign_in_attempts (
  key text primary key,
  attempts integer not null,
  until timestamptz(3) not null
);
create index sign_in_attempts_until on sign_in_attempts (until);

-- a kind without a row is kept for good
create table retention (
  workspace bigint not null references workspaces,
  kind text not null check (kind in ('activities', 'values', 'scores', 'audit')),
  days integer not null check (days between 30 and 3650),
  -- of the walk under way: what is older goes; how far it has come
  cutoff timestamptz(3),
  after bigint not null default 0,
  next_at timestamptz(3),
  -- of the last finished walk
  deleted_up_to timestamptz(3),
  primary key (workspace, kind)
);

create table account_calls (
  workspace bigint not null,
  account bigint not null,
  hour timestamptz(0) not null,
  calls bigint not null,
  -- refused by the CRM for its limit
  limited bigint not null,
  failed bigint not null,
  primary key (workspace, account, hour)
);

-- how many of an account are laid aside is asked by a page that is looked at all day
create index desired_parked on desired (account) where state = 'parked';
create index alerts_parked on alerts (account) where state = 'parked';

create index audit_what on audit (workspace, what, id);
create index audit_who on audit (workspace, who, id);
create index audit_about on audit (workspace, about, id);
`,
};
