/** Scores worked out anew by the pure mapping and the pure scorer, from what was sent alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Activity } from '../../../src/lead/activity.js';
import { packageRoot } from '../../../src/lib/root.js';
import { loadMapping } from '../../../src/mapping/load.js';
import { compileModel } from '../../../src/scoring/compile.js';
import { loadModel } from '../../../src/scoring/load.js';
import type { Score, ScoreInput } from '../../../src/scoring/types.js';
import { changesOfContacts } from './checks.js';
import type { PushedEvent } from './front.js';
import type { ProcessWorld } from './process-world.js';

const shipped = (path: string): string => readFileSync(join(packageRoot(), path), 'utf8');
export const shippedMapping = (path: string) => loadMapping(shipped(path), path);
const MODEL = 'config/scoring/b2b-default.yaml';
const { mapping } = shippedMapping('mappings/hubspot.yaml');
export const MODEL_SCORER = compileModel(
  loadModel(shipped(MODEL), MODEL, { readList: shipped }).model,
);

interface Told {
  readonly property: string;
  readonly value: string | null;
  readonly at: number;
}

/** What a form leaves on its contact; read by poll, never pushed. */
const FORM = ['recent_conversion_event_name', 'recent_conversion_date'];

/** Everything that was told of a contact, oldest first: made so, sent with a 2xx, left by a form. */
function toldOf(world: ProcessWorld, record: string, events: readonly PushedEvent[]): Told[] {
  const crm = world.hubspot.crm.held(record);
  const madeAt = Date.parse(crm.createdate ?? '');
  const created = { ...world.hubspot.created.get(record), createdate: crm.createdate ?? null };
  const formAt = Date.parse(crm.recent_conversion_date ?? '');
  return [
    ...Object.entries(created).map(([property, value]) => ({ property, value, at: madeAt })),
    ...events.flatMap(({ propertyName: property, propertyValue: value = null, occurredAt: at }) =>
      property === undefined ? [] : [{ property, value, at }],
    ),
    ...(Number.isNaN(formAt) ? [] : FORM).map((property) => ({
      property,
      value: crm[property] ?? null,
      at: formAt,
    })),
  ].sort((a, b) => a.at - b.at);
}

function inputOf(record: string, told: readonly Told[]): ScoreInput {
  const values = Object.fromEntries(told.map(({ property, value }) => [property, value]));
  const { fields } = mapping.lead({ persons: [{ object: 'contacts', values }], deals: [] });
  const valueAt = (property: string, at: number): string | null =>
    told.findLast((one) => one.property === property && one.at <= at)?.value ?? null;
  const activities = told.flatMap((one) =>
    mapping.activities({ object: 'contacts', record, ...one }, valueAt).map(
      ({ type, at, attributes }): Activity => ({
        id: `${type} ${at}`,
        type,
        occurredAt: at,
        attributes,
      }),
    ),
  );
  return { id: record, fields, activities, observed: mapping.channels() };
}

type Figures = Readonly<Pick<Score, 'total' | 'grade' | 'band' | 'dimensions'>>;

/**
 * Every lead has the score that follows from what was sent, and its lines add up to it.
 * @returns how many different totals there are
 */
export async function expectScoresOfWhatWasSent(world: ProcessWorld): Promise<number> {
  const events = changesOfContacts(world.front);
  const stored = await world.rows<Figures & { record: string; lines: number }>(
    `select r.record, s.total, s.grade, s.band, s.dimensions,
       (select coalesce(sum((line ->> 2)::int), 0)::int
        from jsonb_array_elements(s.reasons) line) as lines
     from records r join scores s on s.lead = r.lead where r.object = 'contacts'`,
  );
  const expected = world.hubspot.people.map((record) => {
    const own = events.filter(({ objectId }) => String(objectId) === record);
    const input = inputOf(record, toldOf(world, record, own));
    const { total, grade, band, dimensions } = MODEL_SCORER.totals(input, Date.now());
    return { record, total, grade, band, dimensions, lines: (total ?? 0) * 100 };
  });
  const byRecord = (a: { record: string }, b: { record: string }) =>
    Number(a.record) - Number(b.record);
  expect(stored.sort(byRecord)).toEqual(expected.sort(byRecord));
  return new Set(expected.map(({ total }) => total)).size;
}
