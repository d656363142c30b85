import type { Connector } from '../../connectors/connector.js';
import { endedTriggers } from '../alerts/ended.js';
import type { CompiledAlerts } from '../alerts/load.js';
import { DAY } from '../lib/clock.js';
import type { Account } from '../store/accounts.js';
import {
  countAlertsToday,
  endAlerts,
  insertAlerts,
  lockAlertPlanning,
  readAlertHistory,
} from '../store/alerts.js';
import { addCounters } from '../store/counters.js';
import { readActiveOwners } from '../store/owners.js';
import type { Queryable } from '../store/pool.js';
import { readEntryCounts, type TotalChange } from '../store/results.js';
import { type AlertSetting, alertRows, alertsOf, type LeadAlert } from './alerts.js';
import type { Documents } from './documents.js';
import type { Done } from './evaluate.js';

export interface AlertDependencies {
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly documents: Documents;
  readonly tasksPerOwnerPerDay: number;
  marker(key: string): string;
}

export interface AlertGround {
  readonly workspace: number;
  readonly accounts: ReadonlyMap<number, Account>;
  readonly now: number;
}

/** A lead whose stage or published total is another now. */
export interface Change extends Done {
  readonly lead: number;
  readonly moved: boolean;
  readonly total: TotalChange | null;
}

export function changesOf(done: readonly Done[], totals: readonly TotalChange[]): Change[] {
  const changed = new Map(totals.map((one) => [`${one.lead}/${one.model}`, one]));
  return done.flatMap((one) => {
    const lead = one.material.lead.id;
    const primary = one.evaluated.scores[0]?.model.scorer.model;
    const total = changed.get(`${lead}/${primary}`) ?? null;
    const moved = one.evaluated.decision.entry !== null;
    return moved || total ? [{ ...one, lead, moved, total }] : [];
  });
}

/** Closes alerts whose cause ended with these decisions, then plans those that they cause. */
export async function planLeadAlerts(
  db: Queryable,
  deps: AlertDependencies,
  ground: AlertGround,
  done: readonly Done[],
  totals: readonly TotalChange[],
): Promise<void> {
  const changes = changesOf(done, totals);
  if (changes.length === 0) return;
  const { workspace, now } = ground;
  const alerts = await deps.documents.alerts(workspace);
  const ended = changes.flatMap(({ lead, evaluated, moved, total }) => {
    const triggers = endedTriggers(alerts, { stage: evaluated.decision.stage, moved, total });
    return triggers.map((trigger) => ({ lead, trigger }));
  });
  await endAlerts(db, workspace, ended, now);
  const { planned, setting } = await causedAlerts(db, deps.connectors, ground, alerts, changes);
  if (planned.length === 0) return;
  // Pages planned at the same time would each find the day's limit free.
  await lockAlertPlanning(db, workspace);
  const counts = await countAlertsToday(db, workspace, now - DAY);
  const { rows, overLimit } = alertRows(planned, {
    ...setting,
    today: (owner) => counts.get(owner ?? '') ?? 0,
    perOwnerPerDay: deps.tasksPerOwnerPerDay,
    marker: deps.marker,
  });
  await insertAlerts(db, rows);
  await addCounters(db, { 'alerts.planned': rows.length, 'alerts.over-limit': overLimit });
}

/** The alerts that these changes cause, before the day's limit. Only reads. */
export async function causedAlerts(
  db: Queryable,
  connectors: ReadonlyMap<string, Connector>,
  { workspace, accounts, now }: AlertGround,
  alerts: CompiledAlerts,
  all: readonly Change[],
): Promise<{ readonly planned: readonly LeadAlert[]; readonly setting: AlertSetting }> {
  const crossable = alerts.triggers.some(({ crosses }) => crosses !== null);
  const changes = all.filter(({ moved }) => moved || crossable);
  const ids = changes.map(({ lead }) => lead);
  const histories = await readAlertHistory(db, workspace, ids);
  const ordinals = await readEntryCounts(db, workspace, ids);
  const owners = changes.length === 0 ? new Set<string>() : await readActiveOwners(db, workspace);
  const setting = { alerts, accounts, connectors, now, owners };
  const planned = changes.flatMap(({ material, evaluated, lead, total }) => {
    const ordinal = ordinals.get(lead) ?? 1;
    const cause = { ordinal, total: total && { ...total, ordinal: now } };
    return alertsOf(material, evaluated, histories.get(lead), cause, setting);
  });
  return { planned, setting };
}
