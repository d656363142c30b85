import { eventIdentity } from '../../lead/event.js';
import { isAlive, timeOf } from '../../lead/record.js';
import { bareValues } from '../../lead/stamp.js';
import { COMPANION_GRACE } from '../../mapping/activities.js';
import {
  activitySources,
  type DerivedActivity,
  deriveFromEngagement,
  deriveFromHistory,
} from '../../mapping/derived.js';
import {
  type DerivedStretch,
  type NewActivity,
  replaceActivities,
} from '../../store/activities.js';
import { insertTold } from '../../store/events.js';
import { holdLeads } from '../../store/hold-leads.js';
import type { Dirt } from '../../store/leads.js';
import type { Queryable } from '../../store/pool.js';
import { type Histories, readHistories, type StoredRecord } from '../../store/records.js';
import type { Touched } from './batch.js';

function toRow(record: StoredRecord, activity: DerivedActivity): NewActivity {
  return { ...activity, workspace: record.workspace, lead: record.lead, record: record.id };
}

/** Derives the activities of a person record anew from the first moment that this batch taught us. */
function stretchOf(touched: Touched, histories: Histories): DerivedStretch | null {
  const { record, account } = touched;
  const sources = activitySources(account.mapping, record.object);
  const moments = touched.learnt
    .filter((entry) => sources.has(entry.property))
    .map((entry) => Math.min(entry.at, timeOf(entry.value) ?? entry.at));
  if (moments.length === 0) return null;
  // Whole seconds, as activities are kept: one that shares the first second must not be cut off.
  const from = Math.floor((Math.min(...moments) - COMPANION_GRACE) / 1000) * 1000;
  const own = histories.get(record.id) ?? new Map();
  const activities = deriveFromHistory(account.mapping, record, own)
    .filter(({ at }) => at >= from)
    .map((activity) => toRow(record, activity));
  const { workspace, id } = record;
  return { workspace, record: id, properties: [...sources], from, activities };
}

interface LinkedPerson {
  readonly engagement: number;
  readonly id: number;
  readonly lead: number | null;
  readonly linked: boolean;
}

/** The persons each engagement is, or was, linked to. */
async function linkedPersons(
  db: Queryable,
  engagements: readonly Touched[],
): Promise<LinkedPerson[]> {
  if (engagements.length === 0) return [];
  const list = engagements.map(({ record, account }) => ({
    workspace: record.workspace,
    account: record.account,
    object: record.object,
    record: record.record,
    engagement: record.id,
    persons: account.connector.declaration.personObjects,
  }));
  const { rows } = await db.query<Omit<LinkedPerson, 'lead'>>(
    `select n.engagement, r.id, l.linked
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, account bigint, object text,
       record text, engagement bigint, persons jsonb)
     join links l on l.workspace = n.workspace and l.account = n.account and l.object = n.object
       and l.record = n.record and n.persons ? l.to_object
     join records r on r.workspace = l.workspace and r.account = l.account
       and r.object = l.to_object and r.record = l.to_record`,
    [JSON.stringify(list)],
  );
  const leads = await holdLeads(db, [...new Set(rows.map((row) => row.id))]);
  return rows.map((row) => ({ ...row, lead: leads.get(row.id) ?? null }));
}

/** The activities of an engagement, one copy for each person it is linked to. */
function engagementStretch({ record, account }: Touched, person: LinkedPerson): DerivedStretch {
  const values = bareValues(record.state.values);
  const counts = person.linked && isAlive(record.state) && record.state.state === 'known';
  const activities = counts ? deriveFromEngagement(account.mapping, record, values) : [];
  const holder = { ...record, id: person.id, lead: person.lead };
  return {
    workspace: record.workspace,
    record: person.id,
    properties: [`${record.object}/${record.record}`],
    from: 0,
    activities: activities.map((activity) => toRow(holder, activity)),
  };
}

/** What the events API told of a record. */
function toldOf({ record, told }: Touched): Omit<NewActivity, 'property'>[] {
  const { workspace, id, lead } = record;
  return told.map(({ id: event, type, at, attributes }) => {
    return { workspace, record: id, lead, identity: eventIdentity(event), type, at, attributes };
  });
}

/**
 * Stores what the batch's values and engagements say about activities.
 * @returns the leads whose activities are others now, with how loud the cause was.
 */
export async function deriveActivities(db: Queryable, touched: Iterable<Touched>): Promise<Dirt[]> {
  const persons = new Map<number, Touched[]>();
  const engagements = new Map<number, Touched>();
  const told: Touched[] = [];
  for (const one of touched) {
    if (one.told.length > 0) told.push(one);
    const role = one.account.connector.declaration.objects[one.record.object]?.role;
    if (role === 'engagement') engagements.set(one.record.id, one);
    if (role !== 'person' || one.learnt.length === 0) continue;
    const list = persons.get(one.record.workspace) ?? [];
    persons.set(one.record.workspace, list);
    list.push(one);
  }
  const stretches: DerivedStretch[] = [];
  const causes = new Map<number, { causes: Touched[]; lead: number | null }>();
  const addCause = (record: number, cause: Touched, lead: number | null): void => {
    const known = causes.get(record);
    if (known) known.causes.push(cause);
    else causes.set(record, { causes: [cause], lead });
  };
  for (const person of await linkedPersons(db, [...engagements.values()])) {
    const cause = engagements.get(person.engagement);
    if (!cause) continue;
    stretches.push(engagementStretch(cause, person));
    addCause(person.id, cause, person.lead);
  }
  for (const [workspace, list] of persons) {
    const objects = new Map(list.map((one) => [`${one.account.id}/${one.record.object}`, one]));
    const properties = new Set(
      [...objects.values()].flatMap(({ account, record }) => [
        ...activitySources(account.mapping, record.object),
      ]),
    );
    const ids = list.map((one) => one.record.id);
    const histories = await readHistories(db, workspace, ids, [...properties]);
    for (const cause of list) {
      const stretch = stretchOf(cause, histories);
      if (!stretch) continue;
      stretches.push(stretch);
      addCause(cause.record.id, cause, cause.record.lead);
    }
  }
  for (const one of told) addCause(one.record.id, one, one.record.lead);
  const dirt: Dirt[] = [];
  const moved = await replaceActivities(db, stretches);
  for (const id of await insertTold(db, told.flatMap(toldOf))) moved.add(id);
  for (const id of moved) {
    const { causes: found = [], lead } = causes.get(id) ?? {};
    if (lead === null || lead === undefined) continue;
    // One of several causes may be old or imported while another is news.
    for (const { loud, priority, receivedAt, record } of found) {
      const { workspace } = record;
      dirt.push({ workspace, lead, loud, background: priority === 1, receivedAt });
    }
  }
  return dirt;
}
