import { dateOf } from '../language/values.js';
import { type Activity, CHANNELS, type Channel } from '../lead/activity.js';
import type { CompanyAct, CompanyActivity } from '../lead/company-activity.js';
import type { ScoreInput } from './types.js';

export type ParsedLine =
  | { readonly ok: true; readonly input: ScoreInput }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads one line `{"lead": {"id", …}, "activities": […], "company": {…}, "observed": […]}`. Lead fields may be dotted or
 * nested. Answers why a line cannot be scored instead of throwing.
 */
export function parseScoreLine(line: string): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // The parser's own message holds a piece of the line, and so perhaps somebody's name.
    return bad('is not JSON');
  }
  if (!isObject(value)) return bad('is not a JSON object');
  const { lead, activities, company, observed } = value;
  if (!isObject(lead)) return bad('has no "lead"');
  const { id, ...fields } = lead;
  const leadId = idOf(id);
  if (leadId === undefined) return bad('has no "lead.id"');

  const list = activities ?? [];
  if (!Array.isArray(list)) return bad('"activities" is not a list');
  const read: Activity[] = [];
  for (const [index, entry] of list.entries()) {
    const activity = readActivity(entry);
    if (typeof activity === 'string') return bad(`activities[${index}] ${activity}`);
    read.push(activity);
  }

  const known = company === undefined || company === null ? undefined : readCompany(company);
  if (typeof known === 'string') return bad(`"company" ${known}`);
  const input = { id: leadId, fields, activities: read, ...(known && { company: known }) };

  const channels = observed ?? undefined;
  if (channels === undefined) return { ok: true, input };
  if (!Array.isArray(channels)) return bad('"observed" is not a list');
  const unknown = channels.find((channel) => !isChannel(channel));
  if (unknown !== undefined) {
    return bad(`"observed" names an unknown channel; known: ${CHANNELS.join(', ')}`);
  }
  return { ok: true, input: { ...input, observed: channels } };
}

const NO_TIME = 'has no readable "occurredAt": expected a time such as 2026-03-01T12:00:00Z';

/** The activity, or what is wrong with it. */
function readActivity(entry: unknown): Activity | string {
  if (!isObject(entry)) return 'is not an object';
  const id = idOf(entry.id);
  if (id === undefined) return 'has no "id"';
  const { type } = entry;
  if (typeof type !== 'string' || type.trim() === '') return 'has no "type"';
  const occurredAt = dateOf(entry.occurredAt);
  if (occurredAt === undefined) return NO_TIME;
  const attributes = entry.attributes ?? {};
  if (!isObject(attributes)) return 'has "attributes" that are no object';
  return { id, type, occurredAt, attributes };
}

/** `{"people": 3, "activities": [{"person": "7", "occurredAt": "…"}]}`, or what is wrong with it. */
function readCompany(value: unknown): CompanyActivity | string {
  if (!isObject(value)) return 'is not an object';
  const { people, activities = [] } = value;
  if (typeof people !== 'number' || !Number.isInteger(people) || people < 0) {
    return 'has no "people": expected how many persons are known there';
  }
  if (!Array.isArray(activities)) return 'has "activities" that are no list';
  const acts: CompanyAct[] = [];
  for (const [index, entry] of activities.entries()) {
    const person = isObject(entry) ? idOf(entry.person) : undefined;
    if (person === undefined) return `activities[${index}] has no "person"`;
    const at = dateOf(entry.occurredAt);
    if (at === undefined) return `activities[${index}] ${NO_TIME}`;
    acts.push({ person, at });
  }
  return { people, acts };
}

function idOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isChannel(value: unknown): value is Channel {
  return CHANNELS.some((channel) => channel === value);
}

function bad(reason: string): ParsedLine {
  return { ok: false, reason };
}
