import type { ActRun, Story } from '../admin/api/contract.js';
import type { App } from '../app.js';
import type { Stage } from '../lead/stage.js';
import type { Account } from '../store/accounts.js';
import type { Crm } from './crm.js';
import { readRecord } from './record.js';

export interface StoryParts {
  readonly app: Pick<App, 'pool' | 'connector'>;
  readonly account: Account;
  readonly crm: Crm;
  /** The CRM's id of the story's lead. */
  readonly record: string;
  readonly owners: ReadonlyMap<string, string>;
}

/** Where the story's lead stands. */
export interface Standing {
  readonly lead: number;
  readonly total: number;
  /** Points from which she is an MQL. */
  readonly mql: number;
  readonly stage: Stage;
}

/** Null until she has her first score. */
export async function readStanding({ app, account, record }: StoryParts): Promise<Standing | null> {
  const { rows } = await app.pool.query<Standing>(
    `select l.id as lead, s.total, (s.thresholds ->> 'mql')::int as mql,
       coalesce(l.stage, 'lead') as stage
     from records r join leads l on l.workspace = r.workspace and l.id = r.lead
     join scores s on s.workspace = l.workspace and s.lead = l.id
     where r.workspace = $1 and r.account = $2 and r.object = 'contacts' and r.record = $3
       and s.total is not null and s.thresholds ? 'mql'
     order by s.model limit 1`,
    [account.workspace, account.id, record],
  );
  return rows[0] ?? null;
}

/** Null until she has her first score. */
export async function readStory(parts: StoryParts, runs: readonly ActRun[]): Promise<Story | null> {
  const { app, account, crm } = parts;
  const [standing, record] = await Promise.all([
    readStanding(parts),
    readRecord(crm, parts.record, parts.owners),
  ]);
  if (!standing || !record) return null;
  return {
    lead: String(standing.lead),
    account: {
      crm: app.connector(account.crm).declaration.label,
      name: account.name || `Portal ${account.portal}`,
    },
    record,
    runs: [...runs],
  };
}
