import type { WhatIf } from '../admin/api/contract.js';
import type { LiveModel } from '../evaluate/documents.js';
import { PlumblineError } from '../lib/errors.js';
import { compileModel } from '../scoring/compile.js';
import { evaluateAll, figuresOnly, type Looking, readMaterial, readSetting } from './evaluate.js';
import { changedAt, rowOf, SHOWN, type StoredRow } from './leads.js';

/** The rule that the page changes. */
export const PRICING_RULE = 'pricing';

/** The model with other points for one rule; everything else stays. */
export function withPoints({ model }: LiveModel, rule: string, points: number): LiveModel {
  const changed = {
    ...model,
    rules: model.rules.map((one) => (one.id === rule ? { ...one, points } : one)),
  };
  return { model: changed, scorer: compileModel(changed) };
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

/** Every lead scored again in memory with other points for the pricing rule. Nothing is stored. */
export async function previewPricing(
  looking: Looking,
  workspace: number,
  pricing: number | null,
  owners: ReadonlyMap<string, string>,
  now: number,
): Promise<WhatIf> {
  const [live] = await looking.documents.models(workspace);
  const rule = live?.model.rules.find(({ id }) => id === PRICING_RULE);
  if (!live || !rule || typeof rule.points !== 'number') {
    const message = `The model has no rule "${PRICING_RULE}" with points.`;
    throw new PlumblineError('no-rule', message, { status: 404 });
  }
  const points = pricing ?? rule.points;
  const [material, moments, today] = await Promise.all([
    readMaterial(looking, workspace),
    readMoments(looking, workspace),
    readSetting(looking, workspace, now, [figuresOnly(live)]),
  ]);
  const other = figuresOnly(withPoints(live, PRICING_RULE, points));
  const then = evaluateAll(material, { ...today, models: [other] });
  const rows = evaluateAll(material, today).flatMap(({ material: { lead }, evaluated }, index) => {
    const preview = then[index]?.evaluated;
    const [before, after] = [evaluated.scores[0]?.score, preview?.scores[0]?.score];
    if (!preview || !before || !after || before.total === null || after.total === null) return [];
    const entry = preview.decision.entries.find(({ to }) => to === 'mql');
    const row: Previewed = {
      id: String(lead.id),
      fields: lead.fields,
      total: after.total,
      grade: after.grade,
      band: after.band,
      stage: preview.decision.stage,
      changedAt: moments.get(lead.id) ?? now,
      totalNow: before.total,
      becomesMql: entry !== undefined && evaluated.decision.stage !== 'mql',
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
