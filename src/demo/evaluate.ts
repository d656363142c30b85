import type { App } from '../app.js';
import type { ScoredModel } from '../evaluate/documents.js';
import {
  type Evaluated,
  evaluateLead,
  type LeadMaterial,
  type Setting,
} from '../evaluate/evaluate.js';
import { gatherMaterial } from '../evaluate/gather.js';
import type { CompiledMapping } from '../mapping/compile.js';
import { listAccounts } from '../store/accounts.js';
import type { ClaimedLead } from '../store/lead-work.js';

/** Looks at leads as they are stored, for previews: nothing is locked, taken or stored. */
export type Looking = Pick<App, 'pool' | 'documents' | 'connectors'>;

/** Leads as the scorer would claim them if only time had passed. All with a score when no id is given. */
async function readLeads(
  { pool }: Looking,
  workspace: number,
  lead: number | null,
): Promise<ClaimedLead[]> {
  const { rows } = await pool.query(
    `select l.workspace, l.id, w.dirty_seq as "dirtySeq", false as dirty, false as loud,
       false as first, false as background, null as "receivedAt", l.fields, l.stage,
       l.stage_since as "stageSince", l.pin, l.held, l.memory, l.mql_at as "mqlAt",
       l.count_from as "countFrom", l.override, l.override_until as "overrideUntil"
     from leads l join lead_work w on w.workspace = l.workspace and w.lead = l.id
     where l.workspace = $1 and ($2::bigint is null or l.id = $2) and w.scored_seq > 0
     order by l.id`,
    [workspace, lead],
  );
  return rows as ClaimedLead[];
}

/** Everything that scores and stages are made of, without records: fields are stored with the lead. */
export async function readMaterial(
  looking: Looking,
  workspace: number,
  lead: number | null = null,
): Promise<LeadMaterial[]> {
  const [leads, accounts] = await Promise.all([
    readLeads(looking, workspace, lead),
    listAccounts(looking.pool),
  ]);
  const material = await gatherMaterial(
    looking.pool,
    workspace,
    leads,
    accounts.filter((account) => account.workspace === workspace),
    looking.connectors,
  );
  return material.filter(({ persons }) => persons.length > 0);
}

/** The documents in force at a moment, with other models where given. */
export async function readSetting(
  { pool, documents }: Looking,
  workspace: number,
  now: number,
  models?: readonly ScoredModel[],
): Promise<Setting> {
  const accounts = (await listAccounts(pool)).filter((one) => one.workspace === workspace);
  const mappings = new Map<number, CompiledMapping>();
  for (const account of accounts) mappings.set(account.id, await documents.mapping(account));
  return {
    mappings,
    models: models ?? (await documents.models(workspace)),
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
