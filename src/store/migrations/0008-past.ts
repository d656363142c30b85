/** What the past was: when links held, and which lead a record stood for before it moved. */
export const past = {
  id: 8,
  name: 'past',
  sql: /* sql */ `
-- a link from the moment at which it began, ended, or became or ceased to be the primary one
create table link_history (
  workspace bigint not null,
  account bigint not null,
  object text not null,
  record text not null,
  to_object text not null,
  to_record text not null,
  at bigint not null,
  linked boolean not null,
  is_primary boolean not null,
  tie text not null,
  learnt_at timestamptz(3) not null default now(),
  primary key (workspace, account, object, record, to_object, to_record, at, tie)
);
create index link_history_back on link_history (workspace, account, to_object, to_record);
insert into link_history
  select workspace, account, object, record, to_object, to_record, at, linked, is_primary, tie from links;

-- the lead that a record stood for until it moved to another one
create table record_moves (
  workspace bigint not null,
  record bigint not null,
  until timestamptz(3) not null default now(),
  lead bigint not null,
  primary key (workspace, record, until)
);
create index record_moves_lead on record_moves (workspace, lead);

-- whoever moves it: a merge in the CRM, two records found to be one person, a person taking them apart
create function note_record_move() returns trigger language plpgsql as $$
begin
  -- of several moves in one transaction the first tells where it was
  insert into record_moves (workspace, record, lead) values (old.workspace, old.id, old.lead)
    on conflict do nothing;
  return null;
end $$;
create trigger record_moved after update of lead on records for each row
  when (old.lead is not null and old.lead is distinct from new.lead)
  execute function note_record_move();
`,
};
