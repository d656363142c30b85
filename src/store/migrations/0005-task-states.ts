/** What is seen of an alert's task while the alert is open, and that its cause ended meanwhile. */
export const taskStates = {
  id: 5,
  name: 'task-states',
  sql: /* sql */ `
-- when somebody moved the task on, as the CRM tells it
alter table alerts add column moved_at timestamptz(3);
-- the cause ended while the task was being made
alter table alerts add column ended_at timestamptz(3);
create index alerts_watched on alerts (retry_at) where state = 'open';
`,
};
