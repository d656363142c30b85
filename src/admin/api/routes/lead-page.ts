/** The parts of a lead's page. */
import type { z } from 'zod';
import { LEAD_FIELDS } from '../../../lead/fields.js';
import { DAY } from '../../../lib/clock.js';
import { PlumblineError } from '../../../lib/errors.js';
import type { LeadHead, StageMove } from '../../../reports/leads/page.js';
import { whatWouldChange } from '../../../scoring/what-would-change.js';
import type {
  LeadPage,
  LeadRecord,
  LeadSources,
  LeadWouldChange,
  LeadWrites,
  StageEntry,
  TimelineItem,
} from '../contract/lead-shapes.js';
import type { leadsApi } from '../contract/leads.js';
import type { LeadServices } from './lead-services.js';
import { findModel, leadRecord, nameOf, noLead, ownerOf } from './lead-shapes.js';
import { iso, isoOrNull } from './page.js';

/** How far a page may look ahead. */
const MOST_AHEAD_MS = 366 * DAY;

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Throws `no-lead` (404), and `merged` (404) with the lead that it has become. */
async function headOf(services: LeadServices, workspace: number, lead: number): Promise<LeadHead> {
  const head = await services.reports.readLeadHead(services.pool, workspace, lead);
  if (head === null) throw noLead(lead);
  if (head.mergedInto !== null) {
    throw new PlumblineError('merged', `Lead ${lead} is part of lead ${head.mergedInto} now.`, {
      status: 404,
      details: { lead: String(head.mergedInto) },
    });
  }
  return head;
}

const stageEntry = ({ at, ...same }: StageMove): StageEntry => ({ ...same, at: iso(at) });

/** What stands beside the scores whenever the page is of. */
async function person(
  services: LeadServices,
  workspace: number,
  lead: number,
  fields: Readonly<Record<string, unknown>>,
) {
  const owner = text(fields.owner);
  const owners = owner === null ? [] : [owner];
  const names = await services.reports.readOwnerNames(services.pool, workspace, owners);
  return {
    id: String(lead),
    name: nameOf({
      id: lead,
      firstName: text(fields['name.first']),
      lastName: text(fields['name.last']),
      email: text(fields.email),
    }),
    email: text(fields.email),
    phone: text(fields.phone),
    jobTitle: text(fields.jobTitle),
    company: text(fields['company.name']),
    owner: ownerOf(owner, names),
    country: text(fields.country),
    source: text(fields.source),
  };
}

export async function leadPage(
  services: LeadServices,
  workspace: number,
  lead: number,
  at: string | undefined,
): Promise<LeadPage> {
  const { pool, reports, clock } = services;
  const now = clock();
  const head = await headOf(services, workspace, lead);
  const [moves, held] = await Promise.all([
    reports.readStageMoves(pool, workspace, lead),
    reports.readHeldRecords(pool, workspace, lead),
  ]);
  const records = held.map((record) => leadRecord(services, record));
  const moment = at === undefined ? now : Date.parse(at);
  if (moment > now + MOST_AHEAD_MS) {
    throw new PlumblineError('future', 'The page can look ahead by a year at most.', {
      status: 400,
    });
  }
  if (at === undefined || moment > now) {
    const present =
      moment > now
        ? await services.leadAhead(workspace, lead, moment)
        : await services.leadNow(workspace, lead);
    const stage = present && 'stage' in present ? present.stage : head.stage;
    const scores = present
      ? reports.explainScores(await services.models(workspace), present.input, moment)
      : [];
    return {
      ...(await person(services, workspace, lead, head.fields)),
      at: iso(moment),
      past: false,
      ahead: moment > now ? { stage: head.stage } : null,
      completeFrom: null,
      existed: present !== null,
      stage,
      stageSince: stage === head.stage ? isoOrNull(head.stageSince) : null,
      pin: head.pin && { stage: head.pin.stage, at: iso(head.pin.at) },
      override: head.override,
      overrideUntil: isoOrNull(head.overrideUntil),
      mqlAt: isoOrNull(head.mqlAt),
      waiting: head.waiting,
      problem: head.problem,
      scores,
      stages: moves.map(stageEntry),
      records,
    };
  }
  const then = await services.leadThen(workspace, lead, moment);
  const { stage, since } = reports.stageThen(moves, head.stage, moment);
  const known = await person(services, workspace, lead, then.input?.fields ?? {});
  const present = await person(services, workspace, lead, head.fields);
  return {
    ...known,
    // Who it is stays clear where the name was not known then.
    name:
      known.name === nameOf({ id: lead, firstName: null, lastName: null, email: null })
        ? present.name
        : known.name,
    at: iso(moment),
    past: true,
    ahead: null,
    completeFrom: isoOrNull(then.completeFrom),
    existed: then.input !== null,
    stage,
    stageSince: isoOrNull(since),
    // Of the past only what moved the lead is kept, not what held it.
    pin: null,
    override: 'none',
    overrideUntil: null,
    mqlAt: head.mqlAt !== null && head.mqlAt <= moment ? iso(head.mqlAt) : null,
    waiting: false,
    problem: null,
    scores: then.input ? reports.explainScores(then.models, then.input, moment) : [],
    stages: moves.filter((move) => move.at <= moment).map(stageEntry),
    records,
  };
}

/** An activity's attribute as people read it. */
function attribute(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

export async function leadTimeline(
  services: LeadServices,
  workspace: number,
  lead: number,
  query: z.output<typeof leadsApi.timeline.query>,
): Promise<{ items: TimelineItem[]; next: string | null }> {
  await headOf(services, workspace, lead);
  const { model } = await findModel(services, workspace, query.model);
  const { limit, cursor } = query;
  const until = query.at === undefined ? services.clock() : Date.parse(query.at);
  const options = { model: model.model, until, limit, cursor };
  const page = await services.reports.readTimeline(services.pool, workspace, lead, options);
  const items = page.items.map((entry): TimelineItem => {
    if (entry.kind !== 'activity') return { ...entry, at: iso(entry.at) };
    const attributes = Object.entries(entry.attributes).map(([name, value]) => [
      name,
      attribute(value),
    ]);
    return { ...entry, at: iso(entry.at), attributes: Object.fromEntries(attributes) };
  });
  return { items, next: page.next };
}

export async function leadSources(
  services: LeadServices,
  workspace: number,
  lead: number,
): Promise<LeadSources> {
  const { pool, reports, clock } = services;
  await headOf(services, workspace, lead);
  const present = await services.leadNow(workspace, lead);
  if (!present) return { fields: [], records: [] };
  const { lead: stored, material, mappings } = present;
  const explained = reports.explainSources(stored.fields, material, mappings, clock());
  const ids = explained.records.map(({ id }) => id);
  const held = await reports.readRecordsById(pool, workspace, ids);
  const owner = explained.fields.find(({ field }) => field === 'owner')?.value ?? null;
  const names = await reports.readOwnerNames(pool, workspace, owner === null ? [] : [owner]);
  return {
    fields: explained.fields.map(({ record, steps, others, value, ...field }) => ({
      ...field,
      type: LEAD_FIELDS[field.field]?.type ?? 'text',
      value: field.field === 'owner' && value !== null ? (names.get(value) ?? value) : value,
      record: record === null ? null : String(record),
      steps: [...steps],
      others: others.map((other) => ({ ...other, record: String(other.record) })),
    })),
    records: explained.records.flatMap(({ id, role, values }) => {
      const found = held.find((one) => one.id === id);
      if (!found) return [];
      const shown = values.map(({ at, fields, ...value }) => ({
        ...value,
        at: iso(at),
        fields: [...fields],
      }));
      return [{ ...leadRecord(services, found, role), values: shown }];
    }),
  };
}

export async function leadWouldChange(
  services: LeadServices,
  workspace: number,
  lead: number,
  name: string | undefined,
): Promise<LeadWouldChange> {
  await headOf(services, workspace, lead);
  const { model, scorer } = await findModel(services, workspace, name);
  const present = await services.leadNow(workspace, lead);
  if (!present) return { hindrance: null, goals: [] };
  const answer = whatWouldChange(model, scorer, present.input, services.clock());
  return {
    hindrance: answer.hindrance?.words ?? null,
    goals: answer.goals.map(({ goal, most, words, proposals }) => ({
      name: goal.name,
      from: goal.from,
      most,
      words,
      proposals: proposals.map((proposal) => ({
        words: proposal.words,
        total: proposal.total,
        band: proposal.band,
        changes: proposal.changes.map((change) => change.words),
      })),
    })),
  };
}

export async function leadWrites(
  services: LeadServices,
  workspace: number,
  lead: number,
): Promise<LeadWrites> {
  const { pool, reports } = services;
  await headOf(services, workspace, lead);
  const writes = await reports.readRecordWrites(pool, workspace, lead);
  const tasks = await reports.readLeadTasks(pool, workspace, lead);
  const ids = writes.map(({ id }) => id);
  const held = await reports.readRecordsById(pool, workspace, ids);
  const records = new Map<number, LeadRecord>(
    held.map((record) => [record.id, leadRecord(services, record)]),
  );
  const owners = tasks.flatMap(({ draft }) => (draft.owner === null ? [] : [draft.owner]));
  const names = await reports.readOwnerNames(pool, workspace, owners);
  return {
    records: writes.flatMap(({ id, properties, ...row }) => {
      const record = records.get(id);
      if (!record) return [];
      return [
        {
          ...row,
          record,
          retryAt: isoOrNull(row.retryAt),
          pendingSince: isoOrNull(row.pendingSince),
          properties: properties.map((one) => ({ ...one, knownAt: isoOrNull(one.knownAt) })),
        },
      ];
    }),
    tasks: tasks.map(({ draft, createdAt, closedAt, ...task }) => ({
      ...task,
      subject: draft.subject,
      lines: [...draft.lines],
      priority: draft.priority,
      owner: ownerOf(draft.owner, names),
      dueAt: Number.isFinite(draft.due) ? iso(draft.due) : null,
      createdAt: iso(createdAt),
      closedAt: isoOrNull(closedAt),
    })),
  };
}
