/** Scores of an org's people, worked out anew from what the org holds of them. */
import { expect } from '@jest/globals';
import type { Rows } from './part.js';
import { MODEL_SCORER, shippedMapping } from './recomputed.js';
import type { SalesforcePart } from './salesforce-part.js';

const { mapping } = shippedMapping('mappings/salesforce.yaml');

/** What a response to a campaign of this type counts as. */
const RESPONSES: Readonly<Record<string, string>> = {
  Webinar: 'webinar_attended',
  Content: 'content_download',
};

interface Stored {
  readonly record: string;
  readonly total: number | null;
  readonly grade: string | null;
  readonly lines: number;
  readonly activities: readonly (readonly [type: string, at: number])[];
}

/**
 * Everybody's acts are those that the org knows of, each once, and the score follows from them.
 * @returns how many different totals there are
 */
export async function expectScoresOfOrg(rows: Rows, part: SalesforcePart): Promise<number> {
  const { crm, people } = part;
  const stored = await rows<Stored>(
    `select r.record, s.total, s.grade,
       (select coalesce(sum((line ->> 2)::int), 0)::int from jsonb_array_elements(s.reasons) line) as lines,
       (select coalesce(jsonb_agg(jsonb_build_array(a.type, extract(epoch from a.at) * 1000)), '[]')
        from activities a where a.lead = r.lead) as activities
     from records r join scores s on s.lead = r.lead where r.object = $1`,
    [crm.person],
  );
  expect(stored.map(({ record }) => record).sort()).toEqual([...people].sort());
  for (const { record, total, grade, lines, activities } of stored) {
    const values = crm.held(record);
    const left = values.HasOptedOutOfEmail === 'true' ? ['unsubscribe'] : [];
    const acts = part.responses(record).map((type) => RESPONSES[type] ?? type);
    expect({ record, types: activities.map(([type]) => type).sort() }).toEqual({
      record,
      types: [...acts, ...left].sort(),
    });
    const { fields } = mapping.lead({ persons: [{ object: crm.person, values }], deals: [] });
    const input = {
      id: record,
      fields,
      activities: activities.map(([type, at]) => ({
        id: `${type} ${at}`,
        type,
        occurredAt: at,
        attributes: {},
      })),
      observed: mapping.channels(),
    };
    const figures = MODEL_SCORER.totals(input, Date.now());
    expect({ record, total, grade, lines }).toEqual({
      record,
      total: figures.total,
      grade: figures.grade,
      lines: (figures.total ?? 0) * 100,
    });
  }
  return new Set(stored.map(({ total }) => total)).size;
}
