/** Owners are in teams, by which a pilot can be chosen; publications that go back say to what. */
export const teams = {
  id: 20,
  name: 'teams',
  sql: /* sql */ `
-- names, in the CRM's words; read with the owners within the hour
alter table owners add column teams text[] not null default '{}';
-- the earlier version that is put in force again; null for what is published in the ordinary way
alter table publications add column back_to integer;
`,
};
