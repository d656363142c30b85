/** Accounts that were disconnected may have their data erased, in the background. */
export const leaving = {
  id: 19,
  name: 'leaving',
  sql: /* sql */ `
-- since when everything that came from it is being erased; null when nothing is
alter table accounts add column erase_asked_at timestamptz(3);
`,
};
