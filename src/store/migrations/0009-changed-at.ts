/** How fresh a record is: our own writes and mere reads move its modification time, not this. */
export const changedAt = {
  id: 9,
  name: 'changed-at',
  sql: /* sql */ `
-- when a value that we follow last became another one, as the CRM tells
alter table records add column changed_at timestamptz(3);
update records r set changed_at = last.at
  from (select record, max(at) as at from (
    select record, at, value is distinct from lag(value) over
      (partition by record, property order by at, value nulls first) as changed from value_history) h
    where changed group by record) last
  where last.record = r.id;
`,
};
