/** Companies whose people, or what they do, have changed: those who count them are to be scored anew. */
export const companyCounts = {
  id: 14,
  name: 'company-counts',
  sql: /* sql */ `
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
`,
};
