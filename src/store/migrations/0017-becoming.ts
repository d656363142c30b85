/** Records that live on as records of another object; accounts that are granted tokens by their own app. */
export const becoming = {
  id: 17,
  name: 'becoming',
  sql: /* sql */ `
-- alias: [surviving id, since (ms), tie-break, its object where that is another one]
create index records_became on records (workspace, account, (alias ->> 3), alias_of)
  where alias ->> 3 is not null;

alter table accounts drop constraint accounts_way_check;
alter table accounts add constraint accounts_way_check
  check (way in ('key', 'client-credentials', 'jwt', 'own-app', 'listed-app'));
-- the address of the CRM at which people log in; null: the one of the settings
alter table apps add column host text;
`,
};
