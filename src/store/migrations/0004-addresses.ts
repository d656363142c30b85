/** Every address of every person record, and which leads may be one person. */
export const addresses = {
  id: 4,
  name: 'addresses',
  sql: /* sql */ `
create table record_addresses (
  workspace bigint not null,
  record bigint not null,
  value text not null,
  -- under which name the record uses it, lower case
  name text,
  primary key (workspace, record, value)
);
create index record_addresses_value on record_addresses (workspace, value, name);

insert into record_addresses (workspace, record, value)
select distinct r.workspace, r.id, k.value from lead_keys k
join records r on r.workspace = k.workspace and r.lead = k.lead, jsonb_each(r.values) v
where lower(trim(v.value ->> 0)) = k.value;

create table suggestions (
  workspace bigint not null,
  lead_a bigint not null,
  lead_b bigint not null,
  -- both have an address; or the CRM merged records of theirs, and the rest waits for a person
  reason text not null check (reason in ('address', 'merge')),
  -- the record that the CRM merged
  record bigint,
  -- a person said that they are two
  dismissed boolean not null default false,
  at timestamptz(3) not null default now(),
  primary key (workspace, lead_a, lead_b),
  check (lead_a < lead_b)
);
create index suggestions_other on suggestions (workspace, lead_b);
create index suggestions_record on suggestions (workspace, record) where record is not null;
`,
};
