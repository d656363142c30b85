/** How far the history of values is whole. */
export const valueHistory = {
  id: 6,
  name: 'value-history',
  sql: /* sql */ `
-- whether the value may be the last of several of which no other is known: false is what the CRM's own
-- history says, true what a read without it says, null what nobody said
alter table value_history add column perhaps_several boolean;

-- from when on every value of a property is known, as far as the CRM tells
create table history_starts (
  workspace bigint not null,
  account bigint not null,
  object text not null,
  property text not null,
  -- null: from the beginning of each record
  since timestamptz(3),
  primary key (workspace, account, object, property)
);
`,
};
