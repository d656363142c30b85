/** Up to which mark a lead's fields are mapped: a new model scores it again without mapping it again. */
export const fieldsSeq = {
  id: 10,
  name: 'fields-seq',
  sql: /* sql */ `
-- below dirty_seq: the records or their mapping have changed since the fields were made
alter table lead_work add column fields_seq bigint not null default 0;
update lead_work set fields_seq = scored_seq;
`,
};
