import type { Activity, Channel } from '../lead/activity.js';
import type { CompanyActivity } from '../lead/company-activity.js';
import type { Stage } from '../lead/stage.js';
import { bareValues } from '../lead/stamp.js';
import { decide } from '../lifecycle/decide.js';
import { decisionFacts } from '../lifecycle/facts.js';
import { stageReader } from '../lifecycle/stage-map.js';
import type { CompiledLifecycle, Decision, StageMemory } from '../lifecycle/types.js';
import type { CompiledMapping, FieldProblem, RecordValues } from '../mapping/compile.js';
import type { Score, ScoreInput } from '../scoring/types.js';
import type { FactRecord, StageSignalRow } from '../store/lead-facts.js';
import type { ClaimedLead } from '../store/lead-work.js';
import type { ScoredModel } from './documents.js';
import { leadFact } from './facts.js';
import { versionFor } from './scored-model.js';
import { leadTurn } from './turns.js';

/** Everything a lead's score and stage are made of. Nothing is read beside it. */
export interface LeadMaterial {
  readonly lead: ClaimedLead;
  /** Living records that stand for the person; oldest first. */
  readonly persons: readonly FactRecord[];
  readonly company?: FactRecord | undefined;
  /** Of the company's people; absent where nobody asks for it. */
  readonly companyActivity?: CompanyActivity | undefined;
  readonly deals: readonly FactRecord[];
  /** Newest first, each once. */
  readonly activities: readonly Activity[];
  readonly signals: readonly StageSignalRow[];
  /** When somebody last moved one of the lead's tasks on, milliseconds; null when nobody did. */
  readonly taskMovedAt: number | null;
}

export interface Evaluated {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly problems: readonly FieldProblem[];
  /** One a model, the primary one's first. */
  readonly scores: readonly { readonly model: ScoredModel; readonly score: Score }[];
  readonly decision: Decision;
  readonly input: ScoreInput;
}

/** A lead with what was decided about it. */
export interface Done {
  readonly material: LeadMaterial;
  readonly evaluated: Evaluated;
}

/** What holds for all leads of an evaluation. */
export interface Setting {
  readonly mappings: ReadonlyMap<number, CompiledMapping>;
  readonly models: readonly ScoredModel[];
  readonly lifecycle: CompiledLifecycle;
  readonly now: number;
  /** False: nobody asks when a decision changes by itself, and `dueAt` is null. */
  readonly looksAhead?: boolean;
}

export function valuesOf(record: FactRecord): RecordValues {
  return { object: record.object, values: bareValues(record.values) };
}

/** What a lead's fields are made of. */
export type FieldMaterial = Pick<LeadMaterial, 'persons' | 'company' | 'deals'>;

/** The lead's fields from its records; each CRM's part by its own mapping, the oldest record first. */
export function fieldsOf(
  material: FieldMaterial,
  setting: Pick<Setting, 'mappings'>,
): { fields: Record<string, unknown>; problems: FieldProblem[] } {
  const fields: Record<string, unknown> = {};
  const problems: FieldProblem[] = [];
  for (const account of new Set(material.persons.map((person) => person.account))) {
    const mapping = setting.mappings.get(account);
    if (!mapping) continue;
    const own = (record: FactRecord) => record.account === account;
    const { company } = material;
    const part = mapping.lead({
      persons: material.persons.filter(own).map(valuesOf),
      ...(company && own(company) && { company: valuesOf(company) }),
      deals: material.deals.filter(own).map(valuesOf),
    });
    for (const [name, value] of Object.entries(part.fields)) fields[name] ??= value;
    problems.push(...part.problems);
  }
  const changedAt = Math.max(0, ...material.persons.map((person) => person.changedAt ?? 0));
  if (changedAt > 0) fields['source.updatedAt'] ??= new Date(changedAt).toISOString();
  return { fields, problems };
}

/** Our stage as the CRM's own stage tells it, for a lead that has none yet. */
function readStage(material: LeadMaterial, setting: Setting, value: unknown): Stage | undefined {
  if (typeof value !== 'string') return undefined;
  for (const { account } of material.persons) {
    const table = setting.mappings.get(account)?.writes.crmStage?.table ?? {};
    const stage = stageReader(table)(value);
    if (stage) return stage;
  }
  return undefined;
}

function observedChannels(
  { persons }: Pick<LeadMaterial, 'persons'>,
  { mappings }: Pick<Setting, 'mappings'>,
): readonly Channel[] {
  const seenBy = (account: number) => mappings.get(account)?.channels() ?? [];
  const [first, ...others] = persons;
  if (!first) return [];
  if (others.length === 0) return seenBy(first.account);
  return [...new Set(persons.flatMap(({ account }) => seenBy(account)))];
}

/** What sales does itself: calls, mails, notes, meetings, as the mappings name them. */
const TOUCHES = new Set(['sales_touch', 'call_connected', 'meeting_held']);

/**
 * Whether sales has touched the lead since it came to its stage: by an activity, or by moving its task on.
 * Null when nobody knows since when.
 */
export function touchedSince(
  { activities, taskMovedAt }: Pick<LeadMaterial, 'activities' | 'taskMovedAt'>,
  since: number | null,
  now: number,
): boolean | null {
  if (since === null) return null;
  const within = (at: number): boolean => at >= since && at <= now;
  if (taskMovedAt !== null && within(taskMovedAt)) return true;
  return activities.some(({ type, occurredAt }) => TOUCHES.has(type) && within(occurredAt));
}

/** A person's override, until its end. */
export function overrideOf(lead: ClaimedLead, now: number): ClaimedLead['override'] {
  return lead.overrideUntil !== null && lead.overrideUntil <= now ? 'none' : lead.override;
}

/** When an override that holds ends; null where it does not, or none does. */
export function overrideEnd(lead: ClaimedLead, now: number): number | null {
  return overrideOf(lead, now) === 'none' ? null : lead.overrideUntil;
}

/** What models are given of a lead. */
export function scoreInput(
  material: Pick<LeadMaterial, 'persons' | 'activities' | 'companyActivity'> & {
    readonly lead: Pick<ClaimedLead, 'id' | 'countFrom'>;
  },
  fields: Readonly<Record<string, unknown>>,
  setting: Pick<Setting, 'mappings'>,
): ScoreInput {
  const { id, countFrom } = material.lead;
  return {
    id: String(id),
    fields: countFrom === null ? fields : { ...fields, countFrom },
    activities: material.activities,
    arranged: true,
    ...(material.companyActivity && { company: material.companyActivity }),
    observed: observedChannels(material, setting),
  };
}

/** Maps, scores and decides one lead. Pure. */
export function evaluateLead(material: LeadMaterial, setting: Setting): Evaluated {
  const { lead } = material;
  const { now } = setting;
  const mapped = lead.remap
    ? fieldsOf(material, setting)
    : { fields: lead.fields, problems: lead.problems as readonly FieldProblem[] };
  const { fields } = mapped;
  const input = scoreInput(material, fields, setting);
  const scores = setting.models.map((one) => {
    const model = versionFor(one, fields, now);
    return { model, score: model.scorer.score(input, now) };
  });
  const [primary] = scores;
  if (!primary) throw new Error('the workspace has no live model');
  const facts = decisionFacts({
    figures: primary.score,
    feedback: null,
    touched: touchedSince(material, lead.stageSince, now),
    lead: leadFact(input, now, primary.model.scorer),
    turn: leadTurn(input, now, primary.model.scorer),
  });
  const signals = material.signals.flatMap(({ value, at, sourceKind }) => {
    const stage = readStage(material, setting, value);
    return stage ? [{ stage, at, source: sourceKind as 'person' }] : [];
  });
  const decision = decide(setting.lifecycle, {
    stage: lead.stage ?? readStage(material, setting, fields.crmStage) ?? 'lead',
    stageSince: lead.stageSince,
    pin: lead.pin,
    memory: lead.memory as StageMemory,
    facts,
    held: lead.held,
    override: overrideOf(lead, now),
    disqualified: primary.score.disqualified,
    outside: primary.score.outside !== null,
    now,
    ...(setting.looksAhead === false && { looksAhead: false }),
    signals,
    // What is learnt late did not happen now.
    datedAt: lead.dirty && !lead.loud ? null : now,
  });
  return { ...mapped, scores, decision, input };
}
