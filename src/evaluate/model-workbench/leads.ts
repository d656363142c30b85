/** Stored leads as models are given them, kept in memory for a short time while somebody edits a model. */
import type pg from 'pg';
import type { Connector } from '../../../connectors/connector.js';
import { COMPANY_SPAN } from '../../lead/company-activity.js';
import type { ScoreInput } from '../../scoring/types.js';
import { listSources } from '../../store/accounts.js';
import { readScoredLeads, sampleScoredLeads } from '../../store/scored-leads.js';
import { type Documents, mappingsOf } from '../documents.js';
import { scoreInput } from '../evaluate.js';
import { gatherMaterial } from '../gather.js';
import { shortLived } from './short-lived.js';

/** Leads held with their fields alone; up to so many, counts of fields are exact. */
export const MOST_FIELDS = 20_000;
/** Leads held with their activities, too. */
export const MOST_ACTIVITIES = 5_000;
/** How long reading may take before what is there is called a sample, milliseconds. */
const DEADLINE = 4_000;
const PAGE = 500;
/** How long what was read is used, milliseconds. */
export const KEPT = 60_000;

export interface LeadsDependencies {
  readonly pool: pg.Pool;
  readonly documents: Documents;
  readonly connectors: ReadonlyMap<string, Connector>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Leads of a workspace, an even sample of them where there are more. */
export interface Leads {
  readonly inputs: readonly ScoreInput[];
  /** All leads of the workspace that are scored. */
  readonly of: number;
}

export interface StoredLeads {
  /** With their fields alone: for predicates that ask for no activities. */
  fields(workspace: number): Promise<Leads>;
  /** Whole, as models score them. */
  whole(workspace: number): Promise<Leads>;
  /** Named leads, whole, in the order of the ids. */
  named(workspace: number, ids: readonly number[]): Promise<readonly ScoreInput[]>;
}

/** Deadlines are real time, whatever moment leads are scored at. */
export function createStoredLeads(
  deps: LeadsDependencies,
  now = () => performance.now(),
): StoredLeads {
  const { pool, documents, connectors, clock } = deps;

  const named = async (workspace: number, ids: readonly number[]): Promise<ScoreInput[]> => {
    const accounts = await listSources(pool, workspace);
    const mappings = await mappingsOf(documents, accounts);
    const leads = await readScoredLeads(pool, workspace, ids);
    // A draft may ask for what nothing in force does.
    const since = clock() - COMPANY_SPAN;
    const materials = await gatherMaterial(pool, workspace, leads, accounts, connectors, since);
    return materials
      .filter(({ persons }) => persons.length > 0)
      .map((material) => scoreInput(material, material.lead.fields, { mappings }));
  };
  const fieldsOf = async (workspace: number, ids: readonly number[]): Promise<ScoreInput[]> =>
    (await readScoredLeads(pool, workspace, ids)).map(({ id, fields }) => ({
      id: String(id),
      fields: fields as ScoreInput['fields'],
      activities: [],
    }));

  const load = async (
    workspace: number,
    most: number,
    page: (workspace: number, ids: readonly number[]) => Promise<ScoreInput[]>,
  ): Promise<Leads> => {
    const end = now() + DEADLINE;
    const { ids, of } = await sampleScoredLeads(pool, workspace, most);
    const inputs: ScoreInput[] = [];
    for (let from = 0; from < ids.length; from += PAGE) {
      if (from > 0 && now() > end) return { inputs, of };
      inputs.push(...(await page(workspace, ids.slice(from, from + PAGE))));
    }
    // All were read: whoever has no record any more is no lead to be counted.
    return { inputs, of: ids.length < of ? of : inputs.length };
  };
  return {
    fields: shortLived(KEPT, (workspace) => load(workspace, MOST_FIELDS, fieldsOf)),
    whole: shortLived(KEPT, (workspace) => load(workspace, MOST_ACTIVITIES, named)),
    named,
  };
}
