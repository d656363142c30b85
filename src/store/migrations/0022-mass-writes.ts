/** Jobs that write very many records at once, and the part of a day's calls that an account may use. */
export const massWrites = {
  id: 22,
  name: 'mass-writes',
  sql: /* sql */ `
-- a job of the CRM that writes many records of an object; at most one an object at a time
create table mass_writes (
  workspace bigint not null,
  account bigint not null,
  object text not null,
  -- the token of its rows in desired: while this row stands, their own lease says nothing
  token text not null unique,
  -- the CRM's name of the job; null: none was made yet, so nothing was written
  job text,
  begun_at timestamptz(3) not null default now(),
  look_at timestamptz(3) not null default now(),
  attempts integer not null default 0,
  reason text,
  -- who asks for it now
  lease timestamptz(3),
  holder text,
  primary key (account, object)
);

-- percent of the calls that the CRM allows in a day, all apps together
alter table accounts add column call_share smallint not null default 50
  check (call_share between 1 and 100);
`,
};
