/** A lead as a pinned example that keeps its score and tells nobody who it was. */

import { namedFields, parseComputed } from '../language/computed.js';
import { predicateFields } from '../language/predicate.js';
import { dateOf, pathReader } from '../language/values.js';
import { CHANNELS } from '../lead/activity.js';
import { DAY } from '../lib/clock.js';
import { exampleInput } from './check-examples.js';
import { CompanyCounts } from './company-counts.js';
import { generalised, isPersonal, plainAttributes } from './pin-personal.js';
import type { ExampleDocument, Model } from './schema.js';
import type { Score, ScoreInput, Scorer } from './types.js';

export interface Pinned {
  readonly example: ExampleDocument;
  /** Sentences on what was changed or left out, and what will drift. */
  readonly notes: readonly string[];
  /** Whether the example has the lead's own figures. */
  readonly same: boolean;
}

/** Activities that an example holds unless the score needs more. */
const MOST = 40;

/** Every field that any part of the model asks about. */
function askedFields(model: Model): string[] {
  const predicates = [
    model.population?.include,
    model.population?.exclude,
    ...model.rules.flatMap(({ when, if: guard }) => [when, guard]),
    ...(model.disqualify ?? []).map(({ when }) => when),
    ...(model.segments ?? []).map(({ when }) => when),
  ];
  const names = predicates.flatMap((one) => (one ? predicateFields(one) : []));
  return [...new Set(names)].filter((name) => parseComputed(name) === undefined);
}

function equalFigures(a: Score, b: Score): boolean {
  const figures = ({ total, dimensions, grade, band, segment, disqualified, outside }: Score) =>
    JSON.stringify([total, dimensions, grade, band, segment, disqualified, outside]);
  return figures(a) === figures(b);
}

/** Days before the moment, as coarse as may be; the rest of a day rarely matters. */
function daysAgo(at: number, now: number, digits: number): number {
  const days = (now - at) / DAY;
  const scale = 10 ** digits;
  return Math.floor(days * scale) / scale;
}

type Draft = Pick<ExampleDocument, 'lead' | 'observed'> & {
  readonly activities: NonNullable<ExampleDocument['activities']>;
};

/**
 * Makes an example of a lead as of `now`. Only fields that the model asks about stay, names and addresses
 * are generalised, activities get relative times and only the attributes that the model looks at. Each
 * step is taken only if the figures stay as they are.
 */
export function pinExample(
  model: Model,
  scorer: Scorer,
  input: ScoreInput,
  now: number,
  name: string,
): Pinned {
  const wanted = scorer.explain(input, now);
  const scoreOf = (draft: Draft): Score =>
    scorer.explain(exampleInput({ name, ...draft, expect: {} }, 0, now), now);
  const keeps = (draft: Draft): boolean => equalFigures(scoreOf(draft), wanted);
  const notes: string[] = [];

  let draft = drafted(model, input, now, 2);
  if (!keeps(draft)) draft = drafted(model, input, now, 6);
  // Without times relative to it, idleness and age are lost.
  for (const field of ['createdAt', 'countFrom']) {
    const value = pathReader(field)(input.fields);
    if (keeps(draft) || dateOf(value) === undefined) continue;
    draft = { ...draft, lead: { ...draft.lead, [field]: value } };
  }
  draft = fewer(draft, model, keeps);
  for (const field of Object.keys(draft.lead).filter(isPersonal)) {
    const value = draft.lead[field];
    const [first, ...more] = generalised(field, value);
    const tries = [first, ...more].map((one) => ({
      ...draft,
      lead: { ...draft.lead, [field]: one },
    }));
    draft = tries.find(keeps) ?? tries.at(-1) ?? draft;
    if (more.length > 0 && draft.lead[field] !== first) {
      notes.push(`${field}: the part that the model looks at was kept`);
    }
  }
  for (const [field, value] of Object.entries(draft.lead)) {
    if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) continue;
    notes.push(`${field} is a date: what the model makes of it may change as time passes`);
  }
  const score = scoreOf(draft);
  const same = equalFigures(score, wanted);
  if (!same) notes.push('the figures are not those of the lead: what made them may not be kept');
  const { observed, activities, lead } = draft;
  const example: ExampleDocument = {
    name,
    lead,
    ...(activities.length > 0 && { activities }),
    ...(observed && { observed }),
    expect: expected(score),
  };
  return { example, notes, same };
}

function drafted(model: Model, input: ScoreInput, now: number, digits: number): Draft {
  const lead: Record<string, unknown> = {};
  for (const field of askedFields(model)) {
    const value = pathReader(field)(input.fields);
    if (value !== undefined && value !== null && value !== '') lead[field] = value;
  }
  // An example stands alone: of its company it keeps the numbers.
  const company = input.company && CompanyCounts.of(input.company);
  for (const field of company ? namedFields(model) : []) {
    const computed = parseComputed(field);
    if (computed?.kind === 'company') lead[field] = company?.at(computed.count, now);
  }
  const { observed } = input;
  const all = CHANNELS.every((channel) => channel === 'none' || observed?.includes(channel));
  const countFrom = dateOf(pathReader('countFrom')(input.fields));
  const activities = [...new Map(input.activities.map((one) => [one.id, one])).values()]
    .filter(({ occurredAt }) => occurredAt <= now && occurredAt >= (countFrom ?? -Infinity))
    .sort((a, b) => b.occurredAt - a.occurredAt)
    .map(({ type, occurredAt, attributes }) => ({
      type,
      daysAgo: daysAgo(occurredAt, now, digits),
      ...plainAttributes(model, type, attributes),
    }));
  return { lead, activities, ...(observed && !all && { observed: [...observed] }) };
}

/** Without the activities that do not matter to the figures. */
function fewer(draft: Draft, model: Model, keeps: (draft: Draft) => boolean): Draft {
  const named = JSON.stringify([model.rules, model.segments, model.disqualify]);
  const asked = draft.activities.filter(({ type }) => named.includes(JSON.stringify(type)));
  let kept = draft;
  for (const activities of [asked, asked.slice(0, MOST), asked.slice(0, 8), []]) {
    const next = { ...draft, activities };
    if (activities.length < kept.activities.length && keeps(next)) kept = next;
  }
  return kept;
}

function expected({ total, band, grade, disqualified, outside }: Score): ExampleDocument['expect'] {
  if (outside !== null) return { outside };
  if (disqualified !== null) return { disqualified };
  return { total, ...(grade !== null && { grade }), ...(band !== null && { band }) };
}
