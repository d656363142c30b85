/** What a CRM allows a stream to be handed, what was handed over, and streams let go of for our own writes. */
export const streamEvents = {
  id: 23,
  name: 'stream-events',
  sql: /* sql */ `
-- events a day that the CRM allows, all subscribers together, and how many are left, as it told last
alter table streams add column allowed bigint;
alter table streams add column remaining bigint;
alter table streams add column told_at timestamptz(3);
-- since when nobody holds it, because a mass of our own writes would come back by it; null: it may be held
alter table streams add column paused_at timestamptz(3);

-- events handed over by an account's stream in an hour; kept for a week
create table stream_events (
  workspace bigint not null,
  account bigint not null,
  hour timestamptz(0) not null,
  delivered bigint not null,
  -- of those, what our own writes caused
  own bigint not null,
  primary key (workspace, account, hour)
);
`,
};
