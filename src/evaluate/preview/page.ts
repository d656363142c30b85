/** Some leads as they would be: what the score step would do, without doing it. */

import type { Cappable } from '../../alerts/cap.js';
import { readFigures, readHeld, type StoredFigures } from '../../store/preview-leads.js';
import { keyOf } from '../../store/records.js';
import type { TotalChange } from '../../store/results.js';
import { readScoredLeads } from '../../store/scored-leads.js';
import { type Done, evaluateLead } from '../evaluate.js';
import { gatherMaterial, plainTypesOf } from '../gather.js';
import { planRecords } from '../outputs.js';
import { causedAlerts, changesOf } from '../plan-alerts.js';
import type { PreviewDependencies, PreviewGround } from './ground.js';
import { sentOf } from './sent.js';

export interface Standing {
  readonly total: number | null;
  readonly grade: string | null;
  readonly band: string | null;
  readonly stage: string | null;
}

export interface PlannedTask extends Cappable {
  readonly account: number;
}

/** What would become of one lead. */
export interface Outcome {
  readonly lead: number;
  /** As stored; null where the model compared with never scored the lead. */
  readonly before: Standing | null;
  readonly after: Standing;
  /** Thresholds that its total reaches, as the lifecycle asks for them. */
  readonly reached: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Records that would be written, with whether the CRM's own stage is and whether the CRM tells us of it. */
  readonly writes: readonly {
    readonly account: number;
    readonly stage: boolean;
    readonly event: boolean;
  }[];
  /** Before any day's limit. */
  readonly tasks: readonly PlannedTask[];
}

export interface PreviewedPage {
  readonly outcomes: readonly Outcome[];
  /** Leads that cannot be scored. */
  readonly failed: number;
}

async function writesOf(
  deps: PreviewDependencies,
  ground: PreviewGround,
  done: readonly Done[],
): Promise<Map<number, Outcome['writes']>> {
  const { workspace, accounts, setting } = ground;
  const leads = [...accounts.values()].some(({ writes }) => writes)
    ? done.map(({ material }) => material.lead.id)
    : [];
  const confirmed = await readHeld(deps.pool, workspace, leads);
  const { mappings, now } = setting;
  const { connectors, instance } = deps;
  const whole = { accounts, connectors, mappings, confirmed, instance, now };
  const brief = { ...whole, mappings: ground.decisive };
  // A new value of what was refused has all of it sent again.
  const refusing = new Set(
    [...confirmed.values()].flatMap(({ lead, refused }) => (refused.length > 0 ? [lead] : [])),
  );
  return new Map(
    done.map(({ material, evaluated }) => {
      const setting = refusing.has(material.lead.id) ? whole : brief;
      const { wishes } = planRecords(material, evaluated, setting);
      const writes = wishes.flatMap((wish) => {
        const sent = sentOf(wish.want, confirmed.get(keyOf(wish)));
        if (sent.length === 0) return [];
        const own = mappings.get(wish.account)?.writes.crmStage?.property;
        const stage = own !== undefined && sent.includes(own);
        const stream = ground.streams.get(wish.account);
        return [{ account: wish.account, stage, event: stream?.objects.has(wish.object) ?? stage }];
      });
      return [material.lead.id, writes];
    }),
  );
}

function reachedBy({ total, thresholds }: Pick<StoredFigures, 'total' | 'thresholds'>): string[] {
  if (total === null) return [];
  return Object.entries(thresholds ?? {}).flatMap(([name, from]) => (total >= from ? [name] : []));
}

/** The totals that would change, as storing the scores would tell them. */
function totalsOf(
  done: readonly Done[],
  figures: ReadonlyMap<number, StoredFigures>,
): TotalChange[] {
  return done.flatMap(({ material, evaluated }) => {
    const [primary] = evaluated.scores;
    const stored = figures.get(material.lead.id);
    if (!primary || stored?.total === primary.score.total) return [];
    const { model, version } = primary.model.scorer;
    const before = stored && stored.version === version ? stored.total : null;
    return [{ lead: material.lead.id, model, before, after: primary.score.total }];
  });
}

async function tasksOf(
  deps: PreviewDependencies,
  ground: PreviewGround,
  done: readonly Done[],
  totals: readonly TotalChange[],
): Promise<Map<number, PlannedTask[]>> {
  const { workspace, accounts, setting } = ground;
  const tasks = new Map<number, PlannedTask[]>();
  const changes = changesOf(done, totals);
  if (changes.length === 0) return tasks;
  const { planned } = await causedAlerts(
    deps.pool,
    deps.connectors,
    { workspace, accounts, now: setting.now },
    ground.alerts,
    changes,
  );
  for (const { planned: one, material } of planned) {
    const person = material.persons.find(({ account }) => accounts.get(account)?.writes);
    const { owner, priority, total, key } = one;
    const task = { owner, priority, total, key, account: person?.account ?? 0 };
    tasks.set(material.lead.id, [...(tasks.get(material.lead.id) ?? []), task]);
  }
  return tasks;
}

/** Reads and evaluates these leads as if they were scored again with tasks. Nothing is stored or locked. */
export async function previewPage(
  deps: PreviewDependencies,
  ground: PreviewGround,
  ids: readonly number[],
): Promise<PreviewedPage> {
  const { workspace, setting, comparedWith } = ground;
  const { now } = setting;
  const leads = (await readScoredLeads(deps.pool, workspace, ids)).map((lead) => ({
    ...lead,
    dirty: true,
    remap: ground.remap,
    loud: true,
    loudAt: now,
    background: true,
  }));
  const figures =
    comparedWith === null
      ? new Map<number, StoredFigures>()
      : await readFigures(deps.pool, workspace, comparedWith, ids);
  const materials = await gatherMaterial(
    deps.pool,
    workspace,
    leads,
    ground.sources,
    deps.connectors,
    ground.companySince,
    plainTypesOf(setting.models),
  );
  const done: Done[] = [];
  let failed = 0;
  for (const material of materials) {
    if (material.persons.length === 0) continue;
    try {
      done.push({ material, evaluated: evaluateLead(material, setting) });
    } catch {
      // The score step would set it aside, too.
      failed += 1;
    }
  }
  const writes = await writesOf(deps, ground, done);
  const drives = ground.index === 0;
  const tasks = drives
    ? await tasksOf(deps, ground, done, totalsOf(done, figures))
    : new Map<number, PlannedTask[]>();
  const outcomes = done.map(({ material, evaluated }): Outcome => {
    const { id, stage } = material.lead;
    const stored = figures.get(id);
    const score = evaluated.scores[ground.index]?.score;
    return {
      lead: id,
      before: stored
        ? { total: stored.total, grade: stored.grade, band: stored.band, stage }
        : null,
      after: {
        total: score?.total ?? null,
        grade: score?.grade ?? null,
        band: score?.band ?? null,
        stage: evaluated.decision.stage,
      },
      reached: {
        before: stored ? reachedBy(stored) : [],
        after: score ? reachedBy(score) : [],
      },
      writes: writes.get(id) ?? [],
      tasks: tasks.get(id) ?? [],
    };
  });
  return { outcomes, failed };
}
