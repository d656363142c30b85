import type { Connector, TaskDraft } from '../../connectors/connector.js';
import { capPerOwner } from '../alerts/cap.js';
import type { CompiledAlerts } from '../alerts/load.js';
import { type PlannedAlert, planAlerts, type TotalCause } from '../alerts/plan.js';
import { decisionFacts } from '../lifecycle/facts.js';
import type { Account } from '../store/accounts.js';
import type { AlertHistory, NewAlert } from '../store/alerts.js';
import { type Evaluated, type LeadMaterial, overrideOf, touchedSince } from './evaluate.js';
import { leadFact } from './facts.js';

/** What planning needs to know of the world around the lead. */
export interface AlertSetting {
  readonly alerts: CompiledAlerts;
  readonly accounts: ReadonlyMap<number, Account>;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly now: number;
  /** `account/owner` of those who can be given a task. */
  readonly owners: ReadonlySet<string>;
}

function causesOf(loudAt: number | null): { at: number; source: 'unknown' }[] {
  return loudAt === null ? [] : [{ at: loudAt, source: 'unknown' }];
}

function words(type: string): string {
  const text = type.replace(/^custom:/, '').replaceAll(/[_-]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export interface LeadAlert {
  readonly planned: PlannedAlert;
  readonly material: LeadMaterial;
}

/** What may raise an alert beside the decision itself. */
export interface Cause {
  /** The number of the lead's last move in its history of stages. */
  readonly ordinal: number;
  /** The published total of the primary model, where it changed. */
  readonly total: TotalCause | null;
}

/** The alerts that a decision about one lead, or its new total, causes. Pure. */
export function alertsOf(
  material: LeadMaterial,
  evaluated: Evaluated,
  history: AlertHistory | undefined,
  cause: Cause,
  setting: AlertSetting,
): LeadAlert[] {
  const { lead, persons } = material;
  const { decision, fields, input, scores } = evaluated;
  const [primary] = scores;
  const person = persons.find((one) => setting.accounts.get(one.account)?.writes);
  const account = person && setting.accounts.get(person.account);
  if (!primary || !person || !account) return [];
  const about = person.into ?? person;
  const { score, model } = primary;
  const { entry } = decision;
  const facts = decisionFacts({
    figures: score,
    feedback: null,
    touched: touchedSince(material, lead.stageSince, setting.now),
    lead: leadFact(input, setting.now, model.scorer),
  });
  // They are newest first.
  const last = input.activities.find(({ occurredAt }) => occurredAt <= setting.now);
  const declaration = setting.connectors.get(account.crm)?.declaration;
  // A task for somebody who left the CRM would be refused: it goes to the fallback instead.
  const known =
    typeof fields.owner === 'string' && setting.owners.has(`${account.id}/${fields.owner}`);
  const owner = known ? { id: String(fields.owner), timeZone: null } : null;
  const { planned } = planAlerts(setting.alerts, {
    lead: String(lead.id),
    now: setting.now,
    entry: entry && { ...entry, ordinal: cause.ordinal },
    named: decision.alerts,
    // Points that come and go by time alone are news to nobody.
    total: lead.dirty ? cause.total : null,
    facts,
    stage: decision.stage,
    override: overrideOf(lead, setting.now),
    // A loud mark says that at least one cause is recent and no import; time alone is no cause.
    causes: lead.dirty && !lead.loud ? [] : causesOf(lead.loudAt),
    backfill: lead.first && !lead.loud,
    massRescore: false,
    surge: false,
    owner,
    accountTimeZone: account.timeZone,
    open: history?.open ?? [],
    coolingUntil: history?.coolingUntil ?? {},
    about: {
      fields,
      total: score.total,
      grade: score.grade,
      band: score.band,
      action: model.scorer.action(score.band),
      reasons: score.reasons,
      lastActivity: last ? { label: words(last.type), at: last.occurredAt } : null,
      link:
        declaration?.recordUrl(account.portal, about.object, about.record, account.uiDomain) ??
        null,
    },
  });
  return planned.map((one) => ({ planned: one, material }));
}

/** Planned alerts as rows, every owner within the day's limit. */
export function alertRows(
  alerts: readonly LeadAlert[],
  setting: AlertSetting & {
    today(owner: string | null): number;
    perOwnerPerDay: number;
    /** An unguessable, stable word for a key, found again in the CRM's task. */
    marker(key: string): string;
  },
): { rows: NewAlert[]; overLimit: number } {
  const byPlan = new Map(alerts.map((alert) => [alert.planned, alert.material]));
  const { tasks, digest } = capPerOwner(
    alerts.map((alert) => alert.planned),
    setting.today,
    setting.perOwnerPerDay,
  );
  const rows = tasks.flatMap((planned) => {
    const material = byPlan.get(planned);
    const person = material?.persons.find((one) => setting.accounts.get(one.account)?.writes);
    if (!material || !person) return [];
    const { workspace, id: lead } = material.lead;
    const marker = setting.marker(`${workspace}:${planned.key}`);
    const { account } = person;
    const { object, record } = person.into ?? person;
    const draft: TaskDraft = {
      object,
      record,
      owner: planned.owner,
      subject: planned.subject,
      lines: planned.lines,
      due: planned.dueAt,
      priority: planned.priority,
      marker,
    };
    const { key, trigger, owner, cooldownUntil } = planned;
    const createdAt = setting.now;
    return [
      {
        workspace,
        key,
        lead,
        trigger,
        account,
        object,
        record,
        owner,
        draft,
        marker,
        cooldownUntil,
        createdAt,
      },
    ];
  });
  return { rows, overLimit: digest.length };
}
