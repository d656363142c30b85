/** What scores ask of a lead beside its values: who else is at its company, and how fresh its records are. */
export const leadFacts = {
  id: 14,
  name: 'lead-facts',
  sql: /* sql */ `
-- a company whose people, or what they do, have changed: those who count them are to be scored anew
create table company_counts (
  workspace bigint not null,
  account bigint not null,
  object text not null,
  record text not null,
  -- from when on its people may be marked; null: nothing has changed since they were
  due_at timestamptz(3),
  told_at timestamptz(3),
  loud boolean not null default false,
  primary key (workspace, account, object, record)
);
create index company_counts_due on company_counts (due_at) where due_at is not null;

-- what each read of a person's record held, by a digest: with it the moment of the last change is the same
-- in whatever order reads arrive
create table record_reads (
  workspace bigint not null,
  record bigint not null,
  -- the record's modification time
  at timestamptz(3) not null,
  digest text not null,
  learnt_at timestamptz(3) not null,
  primary key (workspace, record, at, digest)
);
-- when a value last became another one: as reads show, and as the CRM told with the one who did it
alter table records add column read_change_at timestamptz(3), add column told_change_at timestamptz(3);
`,
};
