/** Which alerts a decision about one lead causes: pure. What is not said, and why, is told too. */
import type { Facts } from '../language/predicate.js';
import { numberOf } from '../language/values.js';
import type { SourceKind } from '../lead/change.js';
import type { Override, Stage } from '../lead/stage.js';
import { DAY } from '../lib/clock.js';
import { createCalendar, isTimeZone } from './calendar.js';
import { type AlertSubject, composeAlert } from './compose.js';
import type { CompiledAlerts, CompiledTrigger } from './load.js';
import type { Priority } from './schema.js';

/** Causes older than this are news to nobody. */
const STALE = 7 * DAY;

/** The last move of a decision. */
export interface EntryCause {
  readonly to: Stage;
  /** A transition's id, `person` or `crm`. */
  readonly by: string;
  readonly why: string;
  readonly byPoints: boolean;
  /** Its number in the lead's history of stages: the alert's key is made of it. */
  readonly ordinal: number;
}

/** A published change of the total. */
export interface TotalCause {
  readonly before: number | null;
  readonly after: number | null;
  /** When it was published, milliseconds: tells it from others of the lead in the alert's key. */
  readonly ordinal: number;
}

export interface PlanInput {
  readonly lead: string;
  readonly now: number;
  readonly entry: EntryCause | null;
  /** Alert ids that the move's transition names. */
  readonly named: readonly string[];
  readonly total: TotalCause | null;
  readonly facts: Pick<Facts, 'get'>;
  readonly stage: Stage;
  readonly override: Override;
  /** What was learned since the last score; empty when time alone changed it. */
  readonly causes: readonly { readonly at: number; readonly source: SourceKind }[];
  /** The lead's first score comes from a backfill. */
  readonly backfill: boolean;
  /** Everybody is scored again, and nobody asked to be told. */
  readonly massRescore: boolean;
  /** Far more new MQLs by points than usual: a person must look first. */
  readonly surge: boolean;
  readonly owner: { readonly id: string; readonly timeZone: string | null } | null;
  /** The CRM account's time zone, where the owner's is not known. */
  readonly accountTimeZone: string | null;
  /** Triggers with an alert of this lead that is not closed. */
  readonly open: readonly string[];
  /** Trigger -> until when it is cooling down, milliseconds. */
  readonly coolingUntil: Readonly<Record<string, number>>;
  /** The words' material, but for `why`. */
  readonly about: Omit<AlertSubject, 'why'>;
}

export interface PlannedAlert {
  /** Lead, trigger and ordinal of the cause: the same cause never makes a second alert. */
  readonly key: string;
  readonly lead: string;
  readonly trigger: string;
  readonly ordinal: number;
  /** Null leaves the task unassigned. */
  readonly owner: string | null;
  readonly channel: 'task';
  readonly priority: Priority;
  readonly dueAt: number;
  /** In whose time the due moment was reckoned. */
  readonly timeZone: string;
  readonly subject: string;
  readonly lines: readonly string[];
  readonly cooldownUntil: number;
  /** For the order within a day's limit. */
  readonly total: number | null;
}

export const SILENCES = [
  'backfill',
  'mass-rescore',
  'old-causes',
  'override',
  'surge',
  'feedback',
  'open',
  'cooldown',
] as const;
export type Silence = (typeof SILENCES)[number];

export interface Plan {
  readonly planned: readonly PlannedAlert[];
  readonly quiet: readonly { readonly trigger: string; readonly why: Silence }[];
}

export function planAlerts(alerts: CompiledAlerts, input: PlanInput): Plan {
  const planned: PlannedAlert[] = [];
  const quiet: { trigger: string; why: Silence }[] = [];
  for (const { trigger, ordinal, why, byPoints } of raised(alerts, input)) {
    const silence = silenceOf(alerts, trigger, byPoints, input);
    if (silence) quiet.push({ trigger: trigger.id, why: silence });
    else planned.push(planOne(alerts, trigger, ordinal, why, input));
  }
  return { planned, quiet };
}

interface Raised {
  readonly trigger: CompiledTrigger;
  readonly ordinal: number;
  readonly why: string;
  readonly byPoints: boolean;
}

/** One alert for a move: the one its transition names, else the first that waits for it; and those crossed. */
function raised(alerts: CompiledAlerts, input: PlanInput): Raised[] {
  const { entry, total, named } = input;
  const facts: Facts = {
    now: input.now,
    get: (path) => {
      if (path === 'stage') return input.stage;
      if (path === 'override') return input.override;
      return input.facts.get(path);
    },
  };
  const applies = (trigger: CompiledTrigger): boolean =>
    trigger.when === null || trigger.when(facts) === true;
  const found: Raised[] = [];

  const trigger =
    entry &&
    (alerts.triggers.find((one) => named.includes(one.id) && applies(one)) ??
      alerts.triggers.find((one) => waitsFor(one, entry) && applies(one)));
  if (entry && trigger) {
    found.push({ trigger, ordinal: entry.ordinal, why: entry.why, byPoints: entry.byPoints });
  }
  for (const one of alerts.triggers) {
    if (one.crosses === null || !total || total.before === null || total.after === null) continue;
    if (total.before >= one.crosses || total.after < one.crosses || !applies(one)) continue;
    const why = `The score rose to ${total.after}`;
    found.push({ trigger: one, ordinal: total.ordinal, why, byPoints: true });
  }
  return found;
}

function waitsFor(trigger: CompiledTrigger, entry: EntryCause): boolean {
  if (trigger.entered !== entry.to) return false;
  if (trigger.by) return trigger.by.has(entry.by);
  return entry.by !== 'person' && entry.by !== 'crm';
}

function silenceOf(
  alerts: CompiledAlerts,
  trigger: CompiledTrigger,
  byPoints: boolean,
  input: PlanInput,
): Silence | null {
  const { now, override } = input;
  if (input.backfill) return 'backfill';
  if (input.massRescore) return 'mass-rescore';
  // No cause at all (something expired) is an old one too.
  if (input.causes.every(({ at, source }) => source === 'import' || now - at > STALE)) {
    return 'old-causes';
  }
  if (override === 'hold' || override === 'exclude') return 'override';
  if (input.surge && byPoints) return 'surge';
  const feedbackAt = numberOf(input.facts.get('feedback.at'));
  if (feedbackAt !== undefined && now - feedbackAt < alerts.silenceMs) return 'feedback';
  if (input.open.includes(trigger.id)) return 'open';
  if ((input.coolingUntil[trigger.id] ?? -Infinity) > now) return 'cooldown';
  return null;
}

function planOne(
  alerts: CompiledAlerts,
  trigger: CompiledTrigger,
  ordinal: number,
  why: string,
  input: PlanInput,
): PlannedAlert {
  const { lead, now, about } = input;
  const owner = trigger.to === 'owner' ? input.owner : null;
  const zones = [owner?.timeZone, input.accountTimeZone, alerts.timeZone];
  const timeZone = zones.find((zone) => typeof zone === 'string' && isTimeZone(zone)) ?? 'UTC';
  return {
    key: `${lead}:${trigger.id}:${ordinal}`,
    lead,
    trigger: trigger.id,
    ordinal,
    owner: owner?.id ?? alerts.fallback,
    channel: trigger.channel,
    priority: trigger.priority,
    dueAt: createCalendar(alerts.hours, timeZone).due(trigger.due, now),
    timeZone,
    ...composeAlert(trigger.template, { ...about, why }, timeZone),
    cooldownUntil: now + trigger.cooldownMs,
    total: about.total,
  };
}
