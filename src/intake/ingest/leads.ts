import type { EmailKind } from '../../lead/fields.js';
import { chooseLead, emailKey } from '../../lead/identity.js';
import { isAlive } from '../../lead/record.js';
import {
  adoptRecords,
  createLeads,
  findKeyHolders,
  insertKeys,
  mergeLeads,
} from '../../store/leads.js';
import type { Queryable } from '../../store/pool.js';
import type { StoredRecord } from '../../store/records.js';
import type { Batch, Touched } from './batch.js';

function emailOf({ record, account }: Touched): string | null {
  const values = Object.fromEntries(
    Object.entries(record.state.values).map(([name, stamp]) => [name, stamp[0]]),
  );
  const { fields } = account.mapping.fields(record.object, values);
  const { email, emailKind } = fields as { email?: string; emailKind?: EmailKind };
  return emailKey(email, emailKind ?? null);
}

/** Two records that became one: their leads become one too. Records keep the survivor's lead. */
async function joinMerged(db: Queryable, batch: Batch): Promise<StoredRecord[]> {
  const moved: StoredRecord[] = [];
  const follow = (from: number, to: number) => {
    for (const { record } of batch.touched.values()) if (record.lead === from) record.lead = to;
  };
  for (const { loser, survivor } of batch.merges) {
    if (loser.lead !== null && survivor.lead !== null && loser.lead !== survivor.lead) {
      const [a, b] = [loser.lead, survivor.lead];
      const kept = await mergeLeads(db, loser.workspace, a, b);
      follow(kept === a ? b : a, kept);
    }
    const lead = survivor.lead ?? loser.lead;
    for (const record of [loser, survivor]) {
      if (lead !== null && record.lead !== lead) {
        record.lead = lead;
        moved.push(record);
      }
    }
  }
  return moved;
}

/** Gives a lead to every person record that is known, alive and without one. */
export async function assignLeads(db: Queryable, batch: Batch): Promise<void> {
  const adopted = new Map((await joinMerged(db, batch)).map((record) => [record.id, record]));
  const waiting = new Map<number, { touched: Touched; email: string | null }[]>();
  for (const touched of batch.touched.values()) {
    const { record, account } = touched;
    const role = account.connector.declaration.objects[record.object]?.role;
    const { state } = record;
    if (role !== 'person' || record.lead !== null || state.state !== 'known') continue;
    if (!isAlive(state) || state.alias !== undefined) continue;
    const list = waiting.get(record.workspace) ?? [];
    waiting.set(record.workspace, list);
    list.push({ touched, email: emailOf(touched) });
  }
  for (const [workspace, list] of waiting) {
    const emails = list.map((one) => one.email).filter((email) => email !== null);
    const holders = await findKeyHolders(db, workspace, emails);
    const fresh: typeof list = [];
    for (const one of list) {
      const { record } = one.touched;
      const holder = one.email === null ? undefined : holders.get(one.email);
      const pair = `${record.account}/${record.object}`;
      record.lead = chooseLead(holder, pair);
      if (record.lead === null) fresh.push(one);
      else holder?.holds.add(pair);
      adopted.set(record.id, record);
    }
    const ids = await createLeads(db, workspace, fresh.length);
    fresh.forEach((one, index) => {
      one.touched.record.lead = ids[index] ?? null;
    });
    const keys = list.flatMap(({ email, touched }) =>
      email !== null && touched.record.lead !== null
        ? [{ value: email, lead: touched.record.lead }]
        : [],
    );
    await insertKeys(db, workspace, keys);
  }
  const byWorkspace = new Map<number, (StoredRecord & { lead: number })[]>();
  for (const record of adopted.values()) {
    if (record.lead === null) continue;
    const list = byWorkspace.get(record.workspace) ?? [];
    byWorkspace.set(record.workspace, list);
    list.push(record as StoredRecord & { lead: number });
  }
  for (const [workspace, records] of byWorkspace) await adoptRecords(db, workspace, records);
}
