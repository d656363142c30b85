import type { WhatIf } from '../admin/api/contract.js';
import type { ScoredModel } from '../evaluate/documents.js';
import type { Evaluated, LeadMaterial, Setting } from '../evaluate/evaluate.js';
import { PlumblineError } from '../lib/errors.js';
import { compileModel } from '../scoring/compile.js';
import { evaluateAll, figuresOnly, type Looking, readMaterial, readSetting } from './evaluate.js';
import { changedAt, rowOf, SHOWN, type StoredRow } from './leads.js';

/** The rule that the page changes. */
export const PRICING_RULE = 'pricing';

/** The model with other points for one rule; everything else stays. */
export function withPoints(live: ScoredModel, rule: string, points: number): ScoredModel {
  const changed = {
    ...live.model,
    rules: live.model.rules.map((one) => (one.id === rule ? { ...one, points } : one)),
  };
  return { ...live, model: changed, scorer: compileModel(changed) };
}

interface Previewed extends StoredRow {
  readonly totalNow: number;
  readonly becomesMql: boolean;
  readonly owner: string | null;
  readonly alerts: boolean;
}

const best = <T extends { readonly id: string }>(
  rows: readonly T[],
  total: (row: T) => number,
): T[] => [...rows].sort((a, b) => total(b) - total(a) || Number(a.id) - Number(b.id));

async function readMoments({ pool }: Looking, workspace: number): Promise<Map<number, number>> {
  const { rows } = await pool.query<{ lead: number; at: number }>(
    `select s.lead, ${changedAt('s', 'l')} as at from scores s
     join leads l on l.workspace = s.workspace and l.id = s.lead where s.workspace = $1`,
    [workspace],
  );
  return new Map(rows.map(({ lead, at }) => [lead, at]));
}

/** Today's figures of all leads, which every preview is compared with. */
interface Today {
  readonly live: ScoredModel;
  readonly material: readonly LeadMaterial[];
  readonly moments: ReadonlyMap<number, number>;
  readonly setting: Setting;
  readonly evaluated: readonly Evaluated[];
}

async function readToday(looking: Looking, workspace: number, now: number): Promise<Today> {
  const [live] = await looking.documents.models(workspace);
  if (!live) throw new PlumblineError('no-document', 'There is no scoring model.');
  const [material, moments, setting] = await Promise.all([
    readMaterial(looking, workspace, now),
    readMoments(looking, workspace),
    readSetting(looking, workspace, now, [figuresOnly(live)]),
  ]);
  const evaluated = evaluateAll(material, setting).map((one) => one.evaluated);
  return { live, material, moments, setting, evaluated };
}

/** Somebody types: so long the same reading is good enough, milliseconds. */
const FRESH_MS = 3_000;

export type Preview = (pricing: number | null) => Promise<WhatIf>;

/**
 * Every lead scored again in memory with other points for the pricing rule (null: today's). Nothing is
 * stored. Throws `no-rule` (404) when the model has no such rule.
 */
export function createPreview(
  looking: Looking,
  workspace: number,
  owners: ReadonlyMap<string, string>,
  clock: () => number,
): Preview {
  let read: { at: number; today: Promise<Today> } | null = null;
  return async (pricing) => {
    const now = clock();
    if (!read || now - read.at > FRESH_MS) {
      read = { at: now, today: readToday(looking, workspace, now) };
      read.today.catch(() => {
        read = null;
      });
    }
    return previewOf(await read.today, pricing, owners);
  };
}

function previewOf(
  today: Today,
  pricing: number | null,
  owners: ReadonlyMap<string, string>,
): WhatIf {
  const { live, material, moments, setting, evaluated } = today;
  const rule = live.model.rules.find(({ id }) => id === PRICING_RULE);
  if (!rule || typeof rule.points !== 'number') {
    const message = `The model has no rule "${PRICING_RULE}" with points.`;
    throw new PlumblineError('no-rule', message, { status: 404 });
  }
  const points = pricing ?? rule.points;
  const other = figuresOnly(withPoints(live, PRICING_RULE, points));
  const then = evaluateAll(material, { ...setting, models: [other] });
  const rows = then.flatMap(({ material: { lead }, evaluated: preview }, index) => {
    const present = evaluated[index];
    const [before, after] = [present?.scores[0]?.score, preview.scores[0]?.score];
    if (!present || !before || !after || before.total === null || after.total === null) return [];
    const entry = preview.decision.entries.find(({ to }) => to === 'mql');
    const row: Previewed = {
      id: String(lead.id),
      fields: lead.fields,
      total: after.total,
      grade: after.grade,
      band: after.band,
      stage: preview.decision.stage,
      changedAt: moments.get(lead.id) ?? setting.now,
      totalNow: before.total,
      becomesMql: entry !== undefined && present.decision.stage !== 'mql',
      owner: typeof lead.fields.owner === 'string' ? lead.fields.owner : null,
      alerts: preview.decision.alerts.length > 0,
    };
    return [row];
  });
  const ranks = new Map(best(rows, (row) => row.totalNow).map((row, at) => [row.id, at + 1]));
  const become = rows.filter((row) => row.becomesMql);
  const alerted = become.filter((row) => row.alerts && row.owner !== null);
  return {
    rule: { id: rule.id, label: rule.label ?? rule.id, points: rule.points },
    pricing: points,
    scored: rows.length,
    changed: rows.filter((row) => row.total !== row.totalNow).length,
    wouldBecomeMql: become.length,
    ownersGettingTasks: new Set(alerted.map((row) => row.owner)).size,
    leads: best(rows, (row) => row.total)
      .slice(0, SHOWN)
      .map((row) => ({
        ...rowOf(row, owners),
        totalNow: row.totalNow,
        rankNow: ranks.get(row.id) ?? 0,
        becomesMql: row.becomesMql,
      })),
  };
}
