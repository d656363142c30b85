import type { RankedLead, WhatIf } from '../admin/api/contract.js';
import type { ScoredModel } from '../evaluate/documents.js';
import type { Evaluated, LeadMaterial, Setting } from '../evaluate/evaluate.js';
import type { ModelVersion } from '../evaluate/scored-model.js';
import { fullName } from '../lead/name.js';
import { PlumblineError } from '../lib/errors.js';
import { compileModel } from '../scoring/compile.js';
import { evaluateAll, figuresOnly, type Looking, readMaterial, readSetting } from './evaluate.js';

/** The rule that the tour changes. */
export const PRICING_RULE = 'pricing';

/** So many leads are shown. */
const SHOWN = 25;

/** The model with other points for one rule, of a pilot in both its versions; everything else stays. */
export function withPoints(live: ScoredModel, rule: string, points: number): ScoredModel {
  const changed = ({ model }: ModelVersion): ModelVersion => {
    const rules = model.rules.map((one) => (one.id === rule ? { ...one, points } : one));
    const other = { ...model, rules };
    return { model: other, scorer: compileModel(other) };
  };
  const { pilot } = live;
  return {
    ...live,
    ...changed(live),
    ...(pilot && { pilot: { ...pilot, otherwise: changed(pilot.otherwise) } }),
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

interface Previewed extends Omit<RankedLead, 'rankNow'> {
  /** Who would get a task; null where there is none. */
  readonly alerted: string | null;
}

const best = <T extends { readonly id: string }>(
  rows: readonly T[],
  total: (row: T) => number,
): T[] => [...rows].sort((a, b) => total(b) - total(a) || Number(a.id) - Number(b.id));

/** Today's figures of all leads, which every preview is compared with. */
interface Today {
  readonly live: ScoredModel;
  readonly material: readonly LeadMaterial[];
  readonly setting: Setting;
  readonly evaluated: readonly Evaluated[];
}

async function readToday(looking: Looking, workspace: number, now: number): Promise<Today> {
  const [live] = await looking.documents.models(workspace);
  if (!live) throw new PlumblineError('no-document', 'There is no scoring model.');
  const [material, setting] = await Promise.all([
    readMaterial(looking, workspace, now),
    readSetting(looking, workspace, now, [figuresOnly(live)]),
  ]);
  const evaluated = evaluateAll(material, setting).map((one) => one.evaluated);
  return { live, material, setting, evaluated };
}

/** Somebody types: so long the same reading is good enough, milliseconds. */
const FRESH_MS = 3_000;

export type Preview = (pricing: number | null) => Promise<WhatIf>;

/**
 * Every lead scored again in memory with other points for the pricing rule (null: today's). Nothing is
 * stored. Throws `no-rule` (404) when the model has no such rule.
 */
export function createPreview(looking: Looking, workspace: number, clock: () => number): Preview {
  let read: { at: number; today: Promise<Today> } | null = null;
  return async (pricing) => {
    const now = clock();
    if (!read || now - read.at > FRESH_MS) {
      read = { at: now, today: readToday(looking, workspace, now) };
      read.today.catch(() => {
        read = null;
      });
    }
    return previewOf(await read.today, pricing);
  };
}

function previewOf(today: Today, pricing: number | null): WhatIf {
  const { live, material, setting, evaluated } = today;
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
    const becomesMql = entry !== undefined && present.decision.stage !== 'mql';
    const { fields } = lead;
    const row: Previewed = {
      id: String(lead.id),
      name: fullName(fields) ?? `Lead ${lead.id}`,
      company: text(fields['company.name']),
      total: after.total,
      band: after.band,
      stage: preview.decision.stage,
      totalNow: before.total,
      becomesMql,
      alerted: becomesMql && preview.decision.alerts.length > 0 ? text(fields.owner) : null,
    };
    return [row];
  });
  const ranks = new Map(best(rows, (row) => row.totalNow).map((row, at) => [row.id, at + 1]));
  const alerted = rows.flatMap((row) => row.alerted ?? []);
  return {
    rule: { id: rule.id, label: rule.label ?? rule.id, points: rule.points },
    pricing: points,
    scored: rows.length,
    changed: rows.filter((row) => row.total !== row.totalNow).length,
    wouldBecomeMql: rows.filter((row) => row.becomesMql).length,
    ownersGettingTasks: new Set(alerted).size,
    leads: best(rows, (row) => row.total)
      .slice(0, SHOWN)
      .map(({ alerted: _, ...row }) => ({ ...row, rankNow: ranks.get(row.id) ?? 0 })),
  };
}
