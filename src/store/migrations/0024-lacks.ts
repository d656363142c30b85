/** What a poll says an account does not let us do, so that it is told, and noticed when it does. */
export const lacks = {
  id: 24,
  name: 'lacks',
  sql: /* sql */ `
-- {read, write}: properties of the object; null where the CRM does not tell
alter table cursors add column lacks jsonb;
`,
};
