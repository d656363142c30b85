/** Our own properties are read back, stage changes wait for their maker, done tasks are seen late. */
export const outputs = {
  id: 15,
  name: 'outputs',
  sql: /* sql */ `
-- property -> the CRM's moment (ms) of which confirmed and found speak
alter table desired rename column sent to known_at;
-- property of ours -> what somebody else has put there instead of what is confirmed
alter table desired add column found jsonb not null default '{}';
-- property of ours -> how often somebody else changed it, and the last times (ms)
alter table desired add column edits jsonb not null default '{}';
create index desired_edits on desired (account) where edits <> '{}';

-- the record whose stage changed, and since when it is being asked who changed it; null: not or no more
alter table signals add column record bigint;
alter table signals add column asked_at timestamptz(3);
create index signals_asked on signals (record) where asked_at is not null;

-- its cool-down has passed: a task done later still tells that somebody cared
alter table alerts add column cooled_at timestamptz(3);
drop index alerts_watched;
create index alerts_watched on alerts (retry_at) where state = 'open' or cooled_at is not null;
`,
};
