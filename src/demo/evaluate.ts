import type { App } from '../app.js';
import { mappingsOf, type ScoredModel } from '../evaluate/documents.js';
import {
  type Evaluated,
  evaluateLead,
  type LeadMaterial,
  type Setting,
} from '../evaluate/evaluate.js';
import { gatherMaterial } from '../evaluate/gather.js';
import { listSources } from '../store/accounts.js';
import { readScoredLeads } from '../store/scored-leads.js';

/** Looks at leads as they are stored, for previews: nothing is locked, taken or stored. */
export type Looking = Pick<App, 'pool' | 'documents' | 'connectors'>;

/** Everything that scores and stages are made of, without records: fields are stored with the lead. */
export async function readMaterial(
  looking: Looking,
  workspace: number,
  now: number,
): Promise<LeadMaterial[]> {
  const [leads, accounts] = await Promise.all([
    readScoredLeads(looking.pool, workspace, null),
    listSources(looking.pool, workspace),
  ]);
  const span = await looking.documents.companySpan(workspace);
  const material = await gatherMaterial(
    looking.pool,
    workspace,
    leads,
    accounts,
    looking.connectors,
    span === null ? null : now - span,
  );
  return material.filter(({ persons }) => persons.length > 0);
}

/** The documents in force, with models of our choice. */
export async function readSetting(
  { pool, documents }: Looking,
  workspace: number,
  now: number,
  models: readonly ScoredModel[],
): Promise<Setting> {
  const accounts = await listSources(pool, workspace);
  const mappings = await mappingsOf(documents, accounts);
  return {
    mappings,
    models,
    lifecycle: await documents.lifecycle(workspace),
    now,
  };
}

/** The same model with figures alone: no reasons, no next change. */
export function figuresOnly(model: ScoredModel): ScoredModel {
  return { ...model, scorer: { ...model.scorer, score: model.scorer.totals } };
}

export function evaluateAll(
  material: readonly LeadMaterial[],
  setting: Setting,
): { material: LeadMaterial; evaluated: Evaluated }[] {
  return material.map((one) => ({ material: one, evaluated: evaluateLead(one, setting) }));
}
