/** Deliveries live for moments: trying to compress each costs more than the room that it saves. */
export const plainBodies = {
  id: 3,
  name: 'plain-bodies',
  sql: /* sql */ `
alter table deliveries alter column body set storage external;
`,
};
