import type { Connector } from '../../connectors/connector.js';
import { endedTriggers } from '../alerts/ended.js';
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
import { alertRows, alertsOf, type LeadAlert } from './alerts.js';
import type { Documents } from './documents.js';
import type { Done } from './evaluate.js';

export interface AlertDependencies {
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly documents: Documents;
  readonly tasksPerOwnerPerDay: number;
  marker(key: string): string;
}

/** Closes alerts whose cause ended with these decisions, and plans those that they cause. */
export async function planLeadAlerts(
  db: Queryable,
  deps: AlertDependencies,
  ground: {
    readonly workspace: number;
    readonly accounts: ReadonlyMap<number, Account>;
    readonly now: number;
  },
  done: readonly Done[],
  totals: readonly TotalChange[],
): Promise<void> {
  const { workspace, accounts, now } = ground;
  const changed = new Map(totals.map((one) => [`${one.lead}/${one.model}`, one]));
  const candidates = done.flatMap((one) => {
    const { material, evaluated } = one;
    const { lead } = material;
    const total = changed.get(`${lead.id}/${evaluated.scores[0]?.model.scorer.model}`) ?? null;
    const moved = evaluated.decision.entry !== null;
    return moved || total ? [{ ...one, lead: lead.id, moved, total }] : [];
  });
  if (candidates.length === 0) return;
  const alerts = await deps.documents.alerts(workspace);
  const ended = candidates.flatMap(({ lead, evaluated, moved, total }) =>
    endedTriggers(alerts, { stage: evaluated.decision.stage, moved, total }).map((trigger) => ({
      lead,
      trigger,
    })),
  );
  await endAlerts(db, workspace, ended, now);
  const crossable = alerts.triggers.some(({ crosses }) => crosses !== null);
  const causing = candidates.filter(({ moved }) => moved || crossable);
  if (causing.length === 0) return;
  const ids = causing.map(({ lead }) => lead);
  const histories = await readAlertHistory(db, workspace, ids);
  const ordinals = await readEntryCounts(db, workspace, ids);
  const owners = await readActiveOwners(db, workspace);
  const setting = { alerts, accounts, connectors: deps.connectors, now, owners };
  const planned: LeadAlert[] = causing.flatMap(({ material, evaluated, lead, total }) => {
    const cause = {
      ordinal: ordinals.get(lead) ?? 1,
      total: total && { ...total, ordinal: now },
    };
    return alertsOf(material, evaluated, histories.get(lead), cause, setting);
  });
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
