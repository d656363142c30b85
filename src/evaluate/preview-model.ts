import type pg from 'pg';
import type { Connector } from '../../connectors/connector.js';
import { companySpan } from '../language/computed.js';
import { compareScores, type ScoreComparison } from '../scoring/compare.js';
import type { Score, Scorer } from '../scoring/types.js';
import { listSources } from '../store/accounts.js';
import { readScoredLeads, sampleScoredLeads } from '../store/scored-leads.js';
import { type Documents, mappingsOf } from './documents.js';
import { scoreInput } from './evaluate.js';
import { gatherMaterial } from './gather.js';

export interface PreviewDependencies {
  readonly pool: pg.Pool;
  readonly documents: Documents;
  readonly connectors: ReadonlyMap<string, Connector>;
}

export interface ModelPreview {
  /** Leads looked at, of all that are scored. */
  readonly leads: number;
  readonly of: number;
  /** Leads by band with the new model, in the order met; `outside` are those it leaves out. */
  readonly bands: Readonly<Record<string, number>>;
  /** Against the model that gives the figures now; null when none does. */
  readonly comparison: ScoreComparison | null;
}

/** Leads looked at unless another number is given: enough to tell one in a thousand. */
const MOST = 10_000;
const PAGE = 500;

/**
 * What a model would find of the stored leads, in memory: nothing is stored. Of many leads an even sample
 * is taken. `told` hears how far it is.
 */
export async function previewModel(
  deps: PreviewDependencies,
  workspace: number,
  models: { readonly before: Scorer | null; readonly after: Scorer },
  now: number,
  told: (done: number, all: number) => void = () => {},
  most = MOST,
): Promise<ModelPreview> {
  const { pool, documents, connectors } = deps;
  const accounts = await listSources(pool, workspace);
  const mappings = await mappingsOf(documents, accounts);
  const asked = [models.before, models.after].flatMap((model) => [...(model?.fields ?? [])]);
  const span = companySpan(asked);
  const since = span === null ? null : now - span;
  const { ids, of } = await sampleScoredLeads(pool, workspace, most);
  const before: Score[] = [];
  const after: Score[] = [];
  for (let from = 0; from < ids.length; from += PAGE) {
    told(from, ids.length);
    const leads = await readScoredLeads(pool, workspace, ids.slice(from, from + PAGE));
    const materials = await gatherMaterial(pool, workspace, leads, accounts, connectors, since);
    for (const material of materials) {
      if (material.persons.length === 0) continue;
      const input = scoreInput(material, material.lead.fields, { mappings });
      if (models.before) before.push(models.before.totals(input, now));
      after.push(models.after.totals(input, now));
    }
  }
  const bands: Record<string, number> = {};
  for (const { band, outside } of after) {
    const name = outside === null ? (band ?? 'none') : 'outside';
    bands[name] = (bands[name] ?? 0) + 1;
  }
  const comparison = models.before ? compareScores(before, after) : null;
  return { leads: after.length, of, bands, comparison };
}
