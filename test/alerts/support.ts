import { readFileSync } from 'node:fs';
import { type AlertsScope, type CompiledAlerts, loadAlerts } from '../../src/alerts/load.js';
import type { PlanInput } from '../../src/alerts/plan.js';

/** A Monday. */
export const NOW = Date.parse('2026-03-02T10:00:00Z');
export const HOUR = 3_600_000;

export const SCOPE: AlertsScope = {
  model: { dimensions: ['fit', 'engagement'], thresholds: ['mql', 'sql'] },
  transitions: [
    { id: 'mql-hand', alert: 'hand-raise' },
    { id: 'mql-points', alert: 'new-mql' },
    { id: 'cold', alert: null },
  ],
};

export const SHIPPED_TEXT = readFileSync(
  new URL('../../config/alerts.yaml', import.meta.url),
  'utf8',
);
export const SHIPPED: CompiledAlerts = loadAlerts(SHIPPED_TEXT, 'config/alerts.yaml', SCOPE).alerts;

/** The shipped text with what is shipped as a comment switched on. */
export const ALL_TEXT = SHIPPED_TEXT.replace(
  /^( *)# (?= *(?:- id:|on:|when:|to:|channel:|priority:|due:|cooldown:|template:|hot-again:|subject:|lines:|- '))/gm,
  '$1',
);

type Change = Partial<Omit<PlanInput, 'facts'>> & {
  readonly facts?: Readonly<Record<string, unknown>>;
};

export function planInput({ facts = {}, ...change }: Change = {}): PlanInput {
  return {
    lead: '17',
    now: NOW,
    entry: { to: 'mql', by: 'mql-points', why: 'Enough points', byPoints: true, ordinal: 3 },
    named: ['new-mql'],
    total: null,
    stage: 'mql',
    override: 'none',
    causes: [{ at: NOW - HOUR, source: 'person' }],
    backfill: false,
    massRescore: false,
    surge: false,
    owner: { id: '9', timeZone: 'Europe/Helsinki' },
    accountTimeZone: 'America/New_York',
    open: [],
    coolingUntil: {},
    about: {
      fields: { 'name.first': 'Ann', 'name.last': 'Lee', 'company.name': 'Acme' },
      total: 62,
      grade: 'A2',
      band: 'warm',
      action: 'Contact within a day',
      reasons: [{ rule: 'demo', label: 'Asked for a demo', hundredths: 5000 }],
      lastActivity: { label: 'Demo request', at: NOW - HOUR },
      link: 'https://plumbline.example/leads/17',
    },
    ...change,
    facts: { get: (path) => facts[path] },
  };
}
