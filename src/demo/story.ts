import {
  ACTS,
  type ActName,
  type ActRun,
  type CrmRecord,
  type Story,
} from '../admin/api/contract.js';
import type { App } from '../app.js';
import type { Stage } from '../lead/stage.js';
import { PlumblineError } from '../lib/errors.js';
import type { Account } from '../store/accounts.js';
import type { Act } from './stage-hands.js';
import { SHORT_BY } from './story-lead.js';
import { until } from './unfinished.js';

const FIRST_SCORE_MS = 120_000;

/** A lead that the tour follows, in one CRM. */
export interface StoryLead {
  readonly account: Account;
  /** How the account's changes come. */
  readonly news: Story['account']['news'];
  /** The record that the story begins with: its object and the CRM's id. */
  readonly object: string;
  readonly record: string;
  /** In their order. */
  readonly acts: Readonly<Partial<Record<ActName, Act>>>;
  /** As the CRM has it now; null when it is gone. */
  readRecord(): Promise<CrmRecord | null>;
}

export interface StoryParts {
  readonly app: Pick<App, 'pool' | 'connector'>;
  readonly lead: StoryLead;
}

/** Where the story's lead stands. */
export interface Standing {
  readonly lead: number;
  readonly total: number;
  /** Points from which it is an MQL. */
  readonly mql: number;
  readonly stage: Stage;
}

/** Null until it has its first score. */
export async function readStanding({ app, lead }: StoryParts): Promise<Standing | null> {
  const { account, object, record } = lead;
  const { rows } = await app.pool.query<Standing>(
    `select l.id as lead, s.total, (s.thresholds ->> 'mql')::int as mql,
       coalesce(l.stage, 'lead') as stage
     from records r join leads l on l.workspace = r.workspace and l.id = r.lead
     join scores s on s.workspace = l.workspace and s.lead = l.id
     where r.workspace = $1 and r.account = $2 and r.object = $3 and r.record = $4
       and s.total is not null and s.thresholds ? 'mql'
     order by s.model limit 1`,
    [account.workspace, account.id, object, record],
  );
  return rows[0] ?? null;
}

/** Null until it has its first score. `runs`: of all acts. */
export async function readStory(parts: StoryParts, runs: readonly ActRun[]): Promise<Story | null> {
  const { app, lead } = parts;
  const { account } = lead;
  const acts = ACTS.filter((name) => lead.acts[name] !== undefined);
  const [standing, record] = await Promise.all([readStanding(parts), lead.readRecord()]);
  if (!standing || !record) return null;
  return {
    lead: String(standing.lead),
    account: {
      crm: app.connector(account.crm).declaration.label,
      name: account.name || account.portal,
      news: lead.news,
    },
    record,
    acts,
    runs: runs.filter(({ act }) => acts.includes(act)),
  };
}

/** Throws `no-story` unless she stands where the story begins. */
export async function checkStory(parts: StoryParts): Promise<void> {
  const known = await until(() => readStanding(parts), FIRST_SCORE_MS, 100);
  if (!known) {
    throw new PlumblineError('no-story', 'The story’s lead was not scored in two minutes.');
  }
  const { total, stage, mql } = known;
  if (total === mql - SHORT_BY && stage === 'lead') return;
  throw new PlumblineError(
    'no-story',
    `The story begins with a lead ${SHORT_BY} points short of an MQL (${mql}), but hers is ${total} and her stage ${stage}; the scoring model in config/ was changed.`,
  );
}
