import type { Connector } from '../../connectors/connector.js';
import type { CompiledMapping } from '../mapping/compile.js';
import { furtherOutput } from '../mapping/model-writes.js';
import { explainShort } from '../scoring/explain.js';
import type { Account } from '../store/accounts.js';
import type { Held, Values, Wish } from '../store/desired.js';
import { keyOf } from '../store/records.js';
import { type Outputs, planWrites, standingValues } from '../write-back/plan.js';
import type { Evaluated, LeadMaterial } from './evaluate.js';

export interface OutputSetting {
  readonly accounts: ReadonlyMap<number, Account>;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly mappings: ReadonlyMap<number, CompiledMapping>;
  readonly confirmed: ReadonlyMap<string, Held>;
  /** Marks our outputs; tells a second Plumbline on the same portal apart. */
  readonly instance: string;
  readonly now: number;
}

const textOf = (total: number | null): string | null => (total === null ? null : String(total));

/** The results of a lead by their logical names, as texts; what shadows find stays with us. */
export function outputsOf(evaluated: Evaluated, instance: string, now: number): Outputs {
  const [primary, ...others] = evaluated.scores;
  if (!primary) return {};
  const { score, model } = primary;
  const { stage } = evaluated.decision;
  const further = others.flatMap(({ model: { model, state }, score: own }) =>
    state === 'live'
      ? [
          [furtherOutput(model.model, 'score'), textOf(own.total)],
          [furtherOutput(model.model, 'grade'), own.grade],
          [furtherOutput(model.model, 'reasons'), explainShort(own)],
        ]
      : [],
  );
  return {
    ...Object.fromEntries(further),
    score: textOf(score.total),
    grade: score.grade,
    band: score.band,
    reasons: explainShort(score),
    scored_at: new Date(now).toISOString(),
    stage,
    model: `${model.scorer.model} v${model.scorer.version} ${instance}`,
    crmStage: stage,
  };
}

/** Puts into `want` that what was written by a model that is live no more, or may have been, is cleared once. */
function clear(want: Record<string, string | null>, row: Held, retired: readonly string[]) {
  const { sending, confirmed } = row;
  for (const property of retired) {
    const underWay = sending !== null && property in sending;
    const left =
      property in confirmed && !underWay
        ? confirmed[property] !== null
        : property in row.want || underWay;
    if (left) want[property] = null;
  }
}

/** Everything the record should hold: what is held and what is under way, with the plan over it. */
function wantOf(row: Held | undefined, mapping: CompiledMapping, planned: Values): Values {
  if (!row) return planned;
  const want = standingValues(mapping.writes, row);
  if (row.sending) Object.assign(want, row.sending);
  if (mapping.retired) clear(want, row, mapping.retired);
  return Object.assign(want, planned);
}

/** The moment alone is nothing new: a refused record would be sent again at every look. */
function equalWishes(a: Values, b: Values, mapping: CompiledMapping): boolean {
  const keys = Object.keys(a);
  const moment = mapping.writes.scored_at?.property;
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => key in b && (a[key] === b[key] || key === moment))
  );
}

/** What each of the lead's records in accounts with write-back should hold. Pure. */
export function planRecords(
  material: LeadMaterial,
  evaluated: Evaluated,
  setting: OutputSetting,
): { wishes: Wish[]; nextDueAt: number | null } {
  const wishes: Wish[] = [];
  const moments: number[] = [];
  const { lead } = material;
  for (const person of material.persons) {
    const account = setting.accounts.get(person.account);
    const mapping = setting.mappings.get(person.account);
    const connector = account && setting.connectors.get(account.crm);
    if (!account?.writes || !mapping || !connector || person.into) continue;
    const { object, record } = person;
    const key = { workspace: lead.workspace, account: account.id, object, record };
    const row = setting.confirmed.get(keyOf(key));
    const { stage } = connector.declaration;
    const order = account.stageOrder.length > 0 ? account.stageOrder : stage.order;
    const planned = planWrites({
      outputs: outputsOf(evaluated, setting.instance, setting.now),
      writes: mapping.writes,
      confirmed: row?.sending ? { ...row.confirmed, ...row.sending } : (row?.confirmed ?? {}),
      lastSentAt: row?.scoreSentAt ?? null,
      // Before the first load is complete nobody knows enough to move the CRM's own stage.
      ...(stage.objects.includes(object) &&
        account.backfilledAt !== null && {
          crmStage: { current: person.values[stage.property]?.[0] ?? null, order },
        }),
      now: setting.now,
    });
    if (planned.nextDueAt !== null) moments.push(planned.nextDueAt);
    const want = wantOf(row, mapping, planned.values);
    if (equalWishes(want, row?.want ?? {}, mapping)) continue;
    wishes.push({ ...key, lead: lead.id, want, background: lead.background });
  }
  return { wishes, nextDueAt: moments.length > 0 ? Math.min(...moments) : null };
}
