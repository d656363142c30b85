import { faker } from '@faker-js/faker';
import type {
  Counters,
  CrmRecord,
  ExplainedScore,
  LeadPage,
  RankedLead,
  WhatIf,
} from '../../../src/admin/api/contract.js';
import { DAY } from '../../../src/lib/clock.js';

/** Invented data with just enough arithmetic that sums, melting and previews are true. */

export const MQL = 50;
export const PRICING_NOW = 15;
export const STORY_LEAD = '7';

const hundredths = (points: number): number => Math.round(points * 100) / 100;
const halfLife = (points: number, days: number, half: number): number =>
  hundredths(points * 0.5 ** (days / half));

export function bandOf(total: number): { band: string; action: string } {
  if (total >= 75) return { band: 'hot', action: 'Call today' };
  if (total >= 50) return { band: 'warm', action: 'Contact within a day' };
  if (total >= 25) return { band: 'cool', action: 'Nurture' };
  return { band: 'cold', action: 'Leave to newsletters' };
}

type Line = Omit<ExplainedScore['lines'][number], 'detail'>;

/** The story lead's score `days` after `now`; `askedAt` is null until she has asked for a demo. */
function storyScore(now: number, days: number, askedAt: number | null) {
  const at = now + days * DAY;
  const iso = (daysAgo: number): string => new Date(now - daysAgo * DAY).toISOString();
  const all: Line[] = [
    {
      rule: 'manager',
      label: 'Manager',
      points: 10,
      evidence: { seniority: 'manager', jobTitle: 'Marketing Operations Manager' },
    },
    {
      rule: 'department',
      label: 'Buying department',
      points: 10,
      evidence: { department: 'marketing' },
    },
    {
      rule: 'size',
      label: 'Right company size',
      points: 10,
      evidence: { 'company.employees': 240 },
    },
    {
      rule: 'content',
      label: 'Downloaded content',
      points: halfLife(20, days + 22, 45),
      evidence: { asset: 'Guide to lead routing', count: 1, newest: iso(22) },
    },
    {
      rule: 'pricing',
      label: 'Viewed pricing',
      points: hundredths(Math.max(0, PRICING_NOW * (1 - (days + 20) / 60))),
      evidence: { path: '/pricing', count: 1, newest: iso(20) },
    },
    {
      rule: 'careers',
      label: 'Read the careers page',
      points: -10,
      evidence: { path: '/careers', count: 2, newest: iso(31) },
    },
  ];
  if (askedAt !== null) {
    all.push({
      rule: 'asks-to-buy',
      label: 'Asked for a demo or price',
      points: halfLife(50, days, 30),
      evidence: { form: 'Book a demo', count: 1, newest: new Date(askedAt).toISOString() },
    });
  }
  const lines = all.filter((line) => line.points !== 0);
  const exact = hundredths(lines.reduce((sum, line) => sum + line.points, 0));
  const total = Math.round(exact);
  if (exact !== total) {
    lines.push({
      rule: null,
      label: 'rounding',
      points: hundredths(total - exact),
      evidence: {},
    });
  }
  return {
    model: 'b2b-default',
    version: 1,
    state: 'live',
    primary: true,
    outside: null,
    disqualified: null,
    segment: null,
    segmentLabel: null,
    total,
    cap: 100,
    grade: askedAt === null ? 'B3' : days > 20 ? 'B2' : 'B1',
    ...bandOf(total),
    dimensions: { fit: 30, engagement: total - 30 },
    lines: lines.map((line) => ({ ...line, detail: null })),
    thresholds: { mql: MQL },
    nextChangeAt: new Date(at + 1.4 * DAY).toISOString(),
  } satisfies ExplainedScore;
}

/** The story lead's page at a moment, now or to come. */
export function storyPage(now: number, at: number, askedAt: number | null): LeadPage {
  const { name, jobTitle, company, owner } = storyRecord(now, askedAt);
  const ahead = at > Date.now();
  const stage = askedAt === null ? 'lead' : 'mql';
  return {
    id: STORY_LEAD,
    name,
    jobTitle,
    company,
    email: 'maya.lindqvist@fjordlight.example',
    phone: null,
    owner: { id: '1', name: owner ?? '' },
    country: 'NO',
    source: null,
    at: new Date(at).toISOString(),
    past: false,
    ahead: ahead ? { stage } : null,
    completeFrom: null,
    existed: true,
    stage,
    stageSince: null,
    pin: null,
    override: 'none',
    overrideUntil: null,
    mqlAt: null,
    waiting: false,
    problem: null,
    scores: [storyScore(now, Math.max(0, at - now) / DAY, askedAt)],
    stages: [],
    records: [],
  };
}

/** The record as the CRM has it: what Plumbline last wrote, and one task once she has asked. */
export function storyRecord(now: number, askedAt: number | null): CrmRecord {
  const score = storyScore(now, 0, askedAt);
  const asked = askedAt === null ? null : new Date(askedAt).toISOString();
  const written = asked ?? new Date(now - 2 * DAY).toISOString();
  const crm = (name: string, label: string, value: string | null) =>
    ({ name, label, value, type: 'text', ours: false, updatedAt: null }) as const;
  const ours = (name: string, label: string, value: string) =>
    ({ name, label, value, type: 'text', ours: true, updatedAt: written }) as const;
  return {
    object: 'Contact',
    id: '20451',
    name: 'Maya Lindqvist',
    jobTitle: 'Marketing Operations Manager',
    company: 'Fjordlight Instruments',
    owner: 'Jonas Albrecht',
    properties: [
      crm('email', 'Email', 'maya.lindqvist@fjordlight.example'),
      crm('country', 'Country', 'Norway'),
      crm('lifecyclestage', 'Lifecycle stage', asked ? 'Marketing qualified lead' : 'Lead'),
      { ...crm('demo_requested_at', 'Demo requested at', asked), type: 'datetime' },
      { ...ours('plumbline_score', 'Score', String(score.total)), type: 'number' },
      ours('plumbline_grade', 'Grade', score.grade ?? ''),
      ours('plumbline_band', 'Band', score.band ?? ''),
      ours('plumbline_stage', 'Stage', askedAt === null ? 'Lead' : 'MQL'),
      ours(
        'plumbline_reasons',
        'Reasons',
        score.lines
          .filter((line) => Math.abs(line.points) >= 10)
          .map((line) => `${line.points > 0 ? '+' : ''}${Math.round(line.points)} ${line.label}`)
          .join('; '),
      ),
      { ...ours('plumbline_scored_at', 'Scored at', written), type: 'datetime' },
    ],
    tasks:
      askedAt === null
        ? []
        : [
            {
              id: '9001',
              title: 'Call Maya Lindqvist: asked for a demo',
              lines: [
                `Score ${score.total}, grade ${score.grade}: ${score.action}`,
                '+50 Asked for a demo or price',
                '+14 Downloaded content: Guide to lead routing',
                '+10 Right company size: 240',
              ],
              priority: 'high',
              owner: 'Jonas Albrecht',
              dueAt: new Date(askedAt + 3_600_000).toISOString(),
              createdAt: new Date(askedAt).toISOString(),
              done: false,
            },
          ],
  };
}

/** A lead under some points, with whoever would get its task. */
export interface Row extends Omit<RankedLead, 'totalNow' | 'rankNow' | 'becomesMql'> {
  readonly owner: string | null;
}

interface Person {
  readonly row: Omit<Row, 'total' | 'band' | 'stage'>;
  /** Points of everything but pricing pages, and how much of a pricing view still counts. */
  readonly base: number;
  readonly pricing: number;
  readonly stage: Row['stage'];
}

/** 80 people, the same every time; names by a seeded generator. */
export function inventPeople(): Person[] {
  faker.seed(11);
  const owners = Array.from({ length: 5 }, () => faker.person.fullName());
  return Array.from({ length: 80 }, (_, index) => {
    const base = faker.number.int({ min: 2, max: 66 });
    return {
      row: {
        id: String(100 + index),
        name: faker.person.fullName(),
        company: faker.company.name(),
        owner: index % 9 === 0 ? null : (owners[index % owners.length] ?? null),
      },
      base,
      pricing: index % 3 === 0 ? faker.number.float({ min: 0.3, max: 1 }) : 0,
      stage: base >= MQL ? (index % 4 === 0 ? 'sql' : 'mql') : 'lead',
    } as const;
  });
}

export function rowOf(person: Person, pricing: number): Row {
  const total = Math.min(100, Math.round(person.base + person.pricing * pricing));
  const reached = total >= MQL && person.stage === 'lead';
  return {
    ...person.row,
    total,
    band: bandOf(total).band,
    stage: reached ? 'mql' : person.stage,
  };
}

const byTotal = (one: Row, other: Row): number =>
  other.total - one.total || one.id.localeCompare(other.id);

/** The preview: today's rows and the rows with other pricing points, compared. */
export function preview(today: readonly Row[], then: readonly Row[], pricing: number): WhatIf {
  const now = new Map(
    [...today].sort(byTotal).map((row, index) => [row.id, { row, rank: index + 1 }]),
  );
  const rows = [...then].sort(byTotal).map((row) => {
    const former = now.get(row.id);
    return {
      ...row,
      totalNow: former?.row.total ?? row.total,
      rankNow: former?.rank ?? 0,
      becomesMql: row.stage === 'mql' && former?.row.stage === 'lead',
    };
  });
  const become = rows.filter((row) => row.becomesMql);
  return {
    rule: { id: 'pricing', label: 'Viewed pricing', points: PRICING_NOW },
    pricing,
    scored: rows.length,
    changed: rows.filter((row) => row.total !== row.totalNow).length,
    wouldBecomeMql: become.length,
    ownersGettingTasks: new Set(become.map((row) => row.owner).filter((owner) => owner !== null))
      .size,
    leads: rows.slice(0, 25).map(({ owner: _, ...row }) => row),
  };
}

export const FIRST_COUNTERS: Counters = {
  deliveriesReceived: 86,
  changes: 312,
  scores: 81,
  writeBacks: 81,
  tasks: 0,
  apiCalls: 14,
  duplicatesIgnored: 0,
  workerRestarts: 0,
  waiting: 0,
};

const asks = { words: 'asks for a demo: +50 -> 94, hot', total: 94, band: 'hot', changes: [] };

/** What would lift her to the next threshold, and one that nothing lifts her to. */
export const storyGoal = { name: 'mql', from: 50, most: null, words: '', proposals: [asks] };
export const storyLimit = { name: 'sql', from: 100, most: 94, words: '', proposals: [] };
