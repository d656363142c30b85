/** One lead as its scorers see it, now, as of a past moment, or at one to come. Reads alone: nothing is locked or stored. */
import type pg from 'pg';
import type { Connector } from '../../connectors/connector.js';
import type { Stage } from '../lead/stage.js';
import { PlumblineError } from '../lib/errors.js';
import type { CompiledMapping } from '../mapping/compile.js';
import type { ScoreInput } from '../scoring/types.js';
import { type Account, listSources } from '../store/accounts.js';
import { readDocumentsAsOf } from '../store/as-of.js';
import type { ClaimedLead } from '../store/lead-work.js';
import { readModels } from '../store/models.js';
import { readScoredLeads } from '../store/scored-leads.js';
import { leadsAsOf } from './as-of.js';
import { type Documents, mappingsOf, type ScoredModel } from './documents.js';
import { evaluateLead, type LeadMaterial, scoreInput } from './evaluate.js';
import { gatherMaterial } from './gather.js';
import { readPast } from './past.js';
import { compileStored, versionFor } from './scored-model.js';

export interface Looking {
  readonly pool: pg.Pool;
  readonly documents: Documents;
  readonly connectors: ReadonlyMap<string, Connector>;
}

export interface LeadNow {
  readonly lead: ClaimedLead;
  readonly material: LeadMaterial;
  readonly mappings: ReadonlyMap<number, CompiledMapping>;
  readonly accounts: readonly Account[];
  readonly input: ScoreInput;
}

/** Null for a lead that was never scored, and where no record stands for the person any more; `now` is in milliseconds. */
export async function readLeadNow(
  { pool, documents, connectors }: Looking,
  workspace: number,
  id: number,
  now: number,
): Promise<LeadNow | null> {
  const [[lead], accounts, span] = await Promise.all([
    readScoredLeads(pool, workspace, [id]),
    listSources(pool, workspace),
    documents.companySpan(workspace),
  ]);
  if (!lead) return null;
  // As if it were mapped anew: company and deals are read with it.
  const asking = [{ ...lead, remap: true }];
  const [material] = await gatherMaterial(
    pool,
    workspace,
    asking,
    accounts,
    connectors,
    span === null ? null : now - span,
  );
  if (!material || material.persons.length === 0) return null;
  const mappings = await mappingsOf(documents, accounts);
  const input = scoreInput(material, lead.fields, { mappings });
  return { lead, material, mappings, accounts, input };
}

export interface LeadAhead {
  readonly input: ScoreInput;
  readonly stage: Stage;
}

/**
 * The lead at a moment to come (`at`, milliseconds) if nothing else happens: today's facts by today's
 * documents. Null where there is nothing to score.
 */
export async function readLeadAhead(
  looking: Looking,
  workspace: number,
  id: number,
  at: number,
): Promise<LeadAhead | null> {
  const present = await readLeadNow(looking, workspace, id, at);
  if (!present) return null;
  const { lead, material, mappings } = present;
  const models = await looking.documents.models(workspace);
  const lifecycle = await looking.documents.lifecycle(workspace);
  const setting = { mappings, models, lifecycle, now: at };
  const { decision, input } = evaluateLead({ ...material, lead }, setting);
  return { input, stage: decision.stage };
}

export interface LeadThen {
  /** Null when no record of the person was there. */
  readonly input: ScoreInput | null;
  /** As the present models of the workspace were written then, the primary one first. */
  readonly models: readonly ScoredModel[];
  /** From when on the input is complete, milliseconds; 0 for always, null when it is not yet. */
  readonly completeFrom: number | null;
}

/** The lead as of `at` (milliseconds), from what had happened by then, and the models in force then. */
export async function readLeadThen(
  { pool, connectors }: Looking,
  workspace: number,
  id: number,
  at: number,
  readList: (path: string) => string,
): Promise<LeadThen> {
  const [stored, texts] = await Promise.all([
    readModels(pool, workspace),
    readDocumentsAsOf(pool, workspace, at),
  ]);
  const models = stored.flatMap(({ name, state }): ScoredModel[] => {
    const found = texts.find((one) => one.kind === 'model' && one.name === name);
    if (!found || state === 'draft') return [];
    return [{ ...compileStored(found, readList), state }];
  });
  const [primary] = models;
  if (!primary) throw new PlumblineError('no-document', 'The workspace has no scoring model.');
  const past = await readPast(pool, connectors, workspace, at, { model: primary.model });
  const [then] = await leadsAsOf(pool, past, [id]);
  const input = then?.input ?? null;
  const followed = input ? models.map((one) => versionFor(one, input.fields, at)) : models;
  return { input, models: followed, completeFrom: then?.completeFrom ?? null };
}
