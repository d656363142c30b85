/** Owners are in teams, by which a pilot can be chosen. */
export const teams = {
  id: 20,
  name: 'teams',
  sql: /* sql */ `
-- names, in the CRM's words; read with the owners within the hour
alter table owners add column teams text[] not null default '{}';
`,
};
