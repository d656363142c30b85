import type { AccountInfo, ActRun, LeadScore, ScoreAt, Story } from '../admin/api/contract.js';
import type { App } from '../app.js';
import type { ScoredModel } from '../evaluate/documents.js';
import { evaluateLead } from '../evaluate/evaluate.js';
import type { Activity } from '../lead/activity.js';
import type { Stage } from '../lead/stage.js';
import { DAY } from '../lib/clock.js';
import type { Reason, Score } from '../scoring/types.js';
import type { Account } from '../store/accounts.js';
import { readActivities } from '../store/lead-facts.js';
import type { Crm } from './crm.js';
import { readMaterial, readSetting } from './evaluate.js';
import { readRecord } from './record.js';
import { shapeScore } from './score-shape.js';

export interface StoryParts {
  readonly app: Pick<App, 'pool' | 'documents' | 'connectors' | 'connector' | 'clock'>;
  readonly account: Account;
  readonly crm: Crm;
  /** The CRM's id of the story's lead. */
  readonly record: string;
  readonly owners: ReadonlyMap<string, string>;
}

/** A reason as it is stored: rule, label where there is no rule, hundredths, evidence. */
type PackedReason = readonly [string | null, string | null, number, Reason['evidence'] | null];

interface StoredScore extends Omit<Score, 'id' | 'reasons' | 'outside'> {
  readonly lead: number;
  readonly stage: Stage | null;
  readonly reasons: readonly PackedReason[];
  readonly scoredAt: number;
}

async function readStored({ app, account, record }: StoryParts, model: string) {
  const { rows } = await app.pool.query<StoredScore>(
    `select l.id as lead, l.stage, s.total, s.grade, s.band, s.segment, s.dimensions, s.thresholds,
       s.disqualified, s.reasons, s.scored_at as "scoredAt", s.next_change_at as "nextChangeAt"
     from records r join leads l on l.workspace = r.workspace and l.id = r.lead
     join scores s on s.workspace = l.workspace and s.lead = l.id and s.model = $4
     where r.workspace = $1 and r.account = $2 and r.object = 'contacts' and r.record = $3`,
    [account.workspace, account.id, record, model],
  );
  return rows[0] ?? null;
}

function unpack(stored: StoredScore, { model }: ScoredModel): Score {
  const labels = new Map(model.rules.map((rule) => [rule.id, rule.label ?? rule.id]));
  return {
    ...stored,
    id: String(stored.lead),
    outside: null,
    reasons: stored.reasons.map(([rule, label, hundredths, evidence]) => ({
      rule,
      label: rule === null ? (label ?? '') : (labels.get(rule) ?? rule),
      hundredths,
      ...(evidence && { evidence }),
    })),
  };
}

async function activitiesOf({ app, account }: StoryParts, lead: number): Promise<Activity[]> {
  const found = await readActivities(app.pool, account.workspace, [lead], []);
  return found.get(lead) ?? [];
}

/** The stored score of the story's lead with her lead id; null until she has one. */
export async function readStoryScore(
  parts: StoryParts,
): Promise<{ lead: number; score: LeadScore } | null> {
  const [live] = await parts.app.documents.models(parts.account.workspace);
  const stored = live && (await readStored(parts, live.scorer.model));
  if (!live || !stored) return null;
  const activities = await activitiesOf(parts, stored.lead);
  const stage = stored.stage ?? 'lead';
  const score = shapeScore(unpack(stored, live), live, stage, stored.scoredAt, activities);
  return score && { lead: stored.lead, score };
}

function accountInfo({ app, account }: StoryParts): AccountInfo {
  const { declaration } = app.connector(account.crm);
  const way = declaration.ways.find(({ id }) => id === account.way);
  return {
    crm: declaration.label,
    simulated: true,
    name: account.name || `Portal ${account.portal}`,
    way: way?.label ?? account.way,
    push: way?.push ?? false,
    freshness: way?.freshness ?? '',
  };
}

/** Null until she has her first score. */
export async function readStory(parts: StoryParts, runs: readonly ActRun[]): Promise<Story | null> {
  const [known, record] = await Promise.all([
    readStoryScore(parts),
    readRecord(parts.crm, parts.record, parts.owners),
  ]);
  if (!known || !record) return null;
  const { lead, score } = known;
  return { lead: String(lead), account: accountInfo(parts), record, score, runs: [...runs] };
}

/**
 * Her score in so many days if nothing else happens: the same pure functions at a later moment. No clock
 * is moved, nothing is stored. Null until she has her first score.
 */
export async function readScoreAt(parts: StoryParts, days: number): Promise<ScoreAt | null> {
  const { workspace } = parts.account;
  const known = await readStoryScore(parts);
  if (!known) return null;
  const now = parts.app.clock() + days * DAY;
  const [setting, [material]] = await Promise.all([
    readSetting(parts.app, workspace, now),
    readMaterial(parts.app, workspace, now, known.lead),
  ]);
  const [live] = setting.models;
  if (!material || !live) return null;
  const { scores, decision } = evaluateLead(material, setting);
  const [primary] = scores;
  const score =
    primary && shapeScore(primary.score, live, decision.stage, now, material.activities);
  return score ? { days, score } : null;
}
