import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { Clock } from '../lib/clock.js';
import { messageOf } from '../lib/errors.js';
import type { Logger } from '../lib/logger.js';
import { cleanText } from '../lib/text.js';
import { type Account, listSources } from '../store/accounts.js';
import { addCounters } from '../store/counters.js';
import { lockHeld, type Wish, wishFor } from '../store/desired.js';
import { workInHalves } from '../store/halves.js';
import { deleteSignals } from '../store/lead-facts.js';
import { type ClaimedLead, claimLeads, failLead, finishLeads } from '../store/lead-work.js';
import type { Queryable } from '../store/pool.js';
import {
  dropScores,
  insertStageEntries,
  type LeadRow,
  type ScoreRow,
  type StageEntryRow,
  saveLeads,
  saveScores,
} from '../store/results.js';
import { mappingsOf } from './documents.js';
import {
  type Done,
  evaluateLead,
  type LeadMaterial,
  overrideEnd,
  overrideOf,
  type Setting,
} from './evaluate.js';
import { gatherMaterial, plainTypesOf } from './gather.js';
import { planRecords } from './outputs.js';
import { type AlertDependencies, planLeadAlerts } from './plan-alerts.js';

export interface EvaluateDependencies extends AlertDependencies {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly log: Logger;
  /** Marks our outputs: tells a second Plumbline on the same portal apart. */
  readonly instance: string;
}

function leadRow({ material, evaluated }: Done, now: number): LeadRow {
  const { lead } = material;
  const { decision, fields, problems } = evaluated;
  const mql = decision.entries.find((entry) => entry.to === 'mql');
  return {
    workspace: lead.workspace,
    id: lead.id,
    fields,
    problems,
    stage: decision.stage,
    stageSince: decision.stageSince,
    pin: decision.pin,
    held: decision.held,
    memory: decision.memory,
    mqlAt: mql ? mql.at : lead.mqlAt,
    countFrom: decision.countFrom ?? lead.countFrom,
    override: overrideOf(lead, now),
  };
}

/** Whether a lead's row already says all that: most do not move when only a model has changed. */
function keeps(lead: ClaimedLead, row: LeadRow): boolean {
  for (const name in row) {
    const key = name as keyof LeadRow;
    // What was not mapped again is what was read.
    if (!lead.remap && (key === 'fields' || key === 'problems')) continue;
    if (lead[key] !== row[key] && !isDeepStrictEqual(lead[key], row[key])) return false;
  }
  return true;
}

function scoreRows({ material, evaluated }: Done, now: number): ScoreRow[] {
  const { workspace, id: lead } = material.lead;
  return evaluated.scores.map(({ model, score }) => {
    const { model: name, version } = model.scorer;
    return { workspace, lead, model: name, version, score, scoredAt: now };
  });
}

function entryRows({ material, evaluated }: Done, now: number): StageEntryRow[] {
  const { workspace, id: lead, dirty, loud } = material.lead;
  return evaluated.decision.entries.map(({ from, to, by, why, at }) => {
    const quiet = dirty && !loud;
    return { workspace, lead, at: at ?? now, from, to, transition: by, why, quiet };
  });
}

/** Evaluates leads one by one, so that one that throws does not stop its neighbours. */
async function evaluateAll(
  db: Queryable,
  deps: EvaluateDependencies,
  materials: readonly LeadMaterial[],
  setting: Setting,
): Promise<Done[]> {
  const done: Done[] = [];
  for (const material of materials) {
    if (material.persons.length === 0) continue;
    try {
      done.push({ material, evaluated: evaluateLead(material, setting) });
    } catch (error) {
      const reason = cleanText(messageOf(error)).slice(0, 500);
      deps.log.error('lead not scored', { lead: material.lead.id, reason });
      await failLead(db, material.lead, reason, setting.now);
    }
  }
  return done;
}

/** What all leads of a workspace are evaluated by. */
interface Ground {
  readonly accounts: readonly Account[];
  readonly setting: Setting;
  /** From when on what the people of companies did is asked for, ms; null when it is not. */
  readonly companySince: number | null;
}

async function groundOf(
  db: Queryable,
  deps: EvaluateDependencies,
  workspace: number,
  now: number,
): Promise<Ground> {
  await deps.documents.renew(db, workspace);
  const accounts = await listSources(db, workspace);
  const mappings = await mappingsOf(deps.documents, accounts);
  const models = await deps.documents.models(workspace);
  const lifecycle = await deps.documents.lifecycle(workspace);
  const span = await deps.documents.companySpan(workspace);
  const companySince = span === null ? null : now - span;
  return { accounts, setting: { mappings, models, lifecycle, now }, companySince };
}

async function evaluateWorkspace(
  db: Queryable,
  deps: EvaluateDependencies,
  workspace: number,
  leads: readonly ClaimedLead[],
  { accounts, setting, companySince }: Ground,
): Promise<void> {
  const { mappings, now } = setting;
  const byId = new Map<number, Account>(accounts.map((one) => [one.id, one]));
  const { connectors } = deps;
  const materials = await gatherMaterial(
    db,
    workspace,
    leads,
    accounts,
    connectors,
    companySince,
    plainTypesOf(setting.models),
  );
  const done = await evaluateAll(db, deps, materials, setting);

  await saveLeads(
    db,
    done.flatMap((one) => {
      const row = leadRow(one, now);
      return keeps(one.material.lead, row) ? [] : [row];
    }),
  );
  await deleteSignals(
    db,
    workspace,
    done.flatMap(({ material }) => material.signals),
  );
  const totals = await saveScores(
    db,
    done.flatMap((one) => scoreRows(one, now)),
  );
  const gone = materials.filter((one) => one.persons.length === 0).map((one) => one.lead.id);
  await dropScores(db, workspace, gone);
  await insertStageEntries(
    db,
    done.flatMap((one) => entryRows(one, now)),
  );

  const keys = done
    .flatMap(({ material }) => material.persons)
    .filter((one) => byId.get(one.account)?.writes);
  const confirmed = await lockHeld(
    db,
    keys.map(({ account, object, record }) => ({ workspace, account, object, record })),
  );
  const wishes: Wish[] = [];
  const due = new Map<number, number>();
  for (const { material, evaluated } of done) {
    const planned = planRecords(material, evaluated, {
      accounts: byId,
      connectors: deps.connectors,
      mappings,
      confirmed,
      instance: deps.instance,
      now,
    });
    wishes.push(...planned.wishes);
    const moments = [
      planned.nextDueAt,
      evaluated.decision.dueAt,
      overrideEnd(material.lead, now),
      ...evaluated.scores.map(({ score }) => score.nextChangeAt),
    ].filter((moment) => moment !== null);
    if (moments.length > 0) due.set(material.lead.id, Math.max(Math.min(...moments), now + 1));
  }
  const finished = new Set(done.map(({ material }) => material));
  await finishLeads(
    db,
    materials
      .filter((one) => one.persons.length === 0 || finished.has(one))
      .map(({ lead }) => ({
        workspace,
        lead: lead.id,
        dirtySeq: lead.dirtySeq,
        dueAt: due.get(lead.id) ?? null,
      })),
  );
  await wishFor(db, wishes);
  await planLeadAlerts(db, deps, { workspace, accounts: byId, now }, done, totals);
  await addCounters(db, { 'leads.scored': done.length });
}

/**
 * Scores leads that are dirty or due: maps, scores, decides, plans write-backs and alerts, and stores all
 * of it in the transaction that claimed them. A lead that cannot be worked on, whatever the reason, keeps
 * it and waits, longer each time. `full` is called when the claim found as many as it may take.
 * @returns how many leads were claimed.
 */
export async function evaluateLeads(
  deps: EvaluateDependencies,
  limit = 250,
  full: () => void = () => {},
): Promise<number> {
  let now = deps.clock();
  const grounds = new Map<number, Ground>();
  return workInHalves(deps.pool, limit, {
    async claim(db, most) {
      now = deps.clock();
      const claimed = await claimLeads(db, now, most);
      if (claimed.length === limit) full();
      for (const workspace of new Set(claimed.map((lead) => lead.workspace)))
        grounds.set(workspace, await groundOf(db, deps, workspace, now));
      return claimed;
    },
    async work(db, claimed) {
      for (const [workspace, ground] of grounds) {
        const own = claimed.filter((lead) => lead.workspace === workspace);
        if (own.length > 0) await evaluateWorkspace(db, deps, workspace, own, ground);
      }
    },
    async setAside(db, lead, error) {
      const reason = cleanText(messageOf(error)).slice(0, 500);
      deps.log.error('lead not scored', { lead: lead.id, reason });
      await failLead(db, lead, reason, now);
    },
  });
}
