import { readFileSync } from 'node:fs';
import { hubspot } from '../../connectors/hubspot/index.js';
import { salesforce } from '../../connectors/salesforce/index.js';
import { createDocuments } from '../../src/evaluate/documents.js';
import { publishShipped } from '../../src/evaluate/shipped.js';
import { evaluateLeads } from '../../src/evaluate/step.js';
import { eventsSource } from '../../src/intake/events-source.js';
import type { Page } from '../../src/lead/page.js';
import type { Account } from '../../src/store/accounts.js';
import { insertDeliveries } from '../../src/store/deliveries.js';
import { markWorkspaceDirty } from '../../src/store/leads.js';
import { makeAccount } from '../store/rows.js';
import { publishCompanyModel } from '../support/company-model.js';
import { createIntakeWorld, type IntakeWorld } from '../support/intake-world.js';

/** Everything that a run leaves behind; accounts and documents stay. */
const CUSTOMER_TABLES = [
  'deliveries',
  'parked_deliveries',
  'changes',
  'parked_changes',
  'leads',
  'lead_keys',
  'records',
  'record_addresses',
  'suggestions',
  'links',
  'link_history',
  'record_moves',
  'value_history',
  'record_reads',
  'activities',
  'signals',
  'fetches',
  'fanouts',
  'company_counts',
  'lead_work',
  'scores',
  'score_history',
  'stage_history',
  'desired',
  'alerts',
  'erasures',
  'tombstones',
  'counters',
  'event_types',
];

export interface ScoringWorld extends IntakeWorld {
  /** Scores what is dirty. */
  score(): Promise<void>;
  scoreAll(): Promise<void>;
  clear(): Promise<void>;
  /** A page of the workspace's second account. */
  otherPage(page: Page): Promise<void>;
  /** Addresses without a key, and keys that lead to a lead without the address. */
  wrongKeys(): Promise<unknown[]>;
  /** Leads, records, links and activities without ids of ours and without times of learning. */
  picture(): Promise<Picture>;
}

export interface Picture {
  readonly records: unknown[];
  readonly links: unknown[];
  readonly activities: unknown[];
  readonly leads: unknown[];
  /** Pairs of leads that may be one person, each as the records of the two. */
  readonly suggestions: unknown[];
}

export async function createScoringWorld(
  now: () => number,
  crm: 'hubspot' | 'salesforce' = 'hubspot',
): Promise<ScoringWorld> {
  const world = await createIntakeWorld(now, true, crm);
  const { pool } = world.database;
  const { workspace } = world.account;
  await publishShipped(pool, workspace, '.', [crm]);
  await publishCompanyModel(pool, workspace);
  const documents = createDocuments(pool, (path) => readFileSync(path, 'utf8'));
  const { account: other } = await makeAccount(pool, 'other');
  const quiet = () => {};
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => log };
  const deps = {
    pool,
    clock: now,
    log,
    connectors: new Map([
      ['hubspot', hubspot],
      ['salesforce', salesforce],
      ['events', eventsSource],
    ]),
    documents: {
      ...documents,
      // The account of these tests has every property.
      mapping: (account: Account) =>
        documents.mapping({
          ...(account.crm === 'events' ? account : world.account),
          properties: {},
        }),
    },
    tasksPerOwnerPerDay: 10,
    instance: 'test',
    marker: (key: string) => key,
  };
  const score = async () => {
    while ((await evaluateLeads(deps as never)) > 0);
  };
  return {
    ...world,
    score,
    async scoreAll() {
      await markWorkspaceDirty(pool, workspace, { remap: false });
      await score();
    },
    otherPage: (page) =>
      insertDeliveries(pool, [
        {
          route: 'hubspot',
          kind: 'page',
          account: other,
          priority: 0,
          body: Buffer.from(JSON.stringify(page)),
        },
      ]),
    wrongKeys: () =>
      world.rows(
        `with own as (select a.value, r.lead from record_addresses a join records r on r.id = a.record
           where r.lead is not null and (r.alias is not null or coalesce((r.life ->> 0)::boolean, true)))
         select value, lead from lead_keys where (value, lead) not in (select value, lead from own)
         union all select value, lead from own where value not in (select value from lead_keys)`,
      ),
    clear: async () => {
      // A few rows a table: deleting them takes a fraction of the time that new files would.
      await pool.query(CUSTOMER_TABLES.map((table) => `delete from ${table}`).join(';'));
    },
    picture: () => pictureOf(world),
  };
}

const PERSONS = [hubspot, salesforce].flatMap(({ declaration }) => declaration.personObjects);

async function pictureOf({ rows }: IntakeWorld): Promise<Picture> {
  const records = await rows(
    `select account, object, record, values, life, state, alias from records
     where values <> '{}' or life is not null or alias is not null order by 1, 2, 3`,
  );
  const links = await rows(
    `select object, record, to_object, to_record, is_primary from links where linked
     order by 1, 2, 3, 4`,
  );
  const activities = await rows(
    `select r.object, r.record, a.type, a.at, a.property, a.attributes
     from activities a join records r on r.id = a.record
     order by 1, 2, 3, 4, 5, a.attributes::text`,
  );
  // A person none of whose records lives is nobody; whether a lead was ever made is no matter.
  const leads = await rows(
    `select array(select r.account || '/' || r.record from records r
         where r.lead = l.id and r.object = any($1) order by 1) as persons,
       array(select r.record || ' ' || a.type || ' ' || a.at_s from activities a
         join records r on r.id = a.record where a.lead = l.id order by 1) as acts,
       l.fields, s.total, s.grade, s.band, s.dimensions, s.reasons, s.next_change_at
     from leads l left join scores s on s.lead = l.id
     where exists (select from records r where r.lead = l.id and r.object = any($1)
       and r.state = 'known' and r.alias is null and coalesce((r.life ->> 0)::boolean, true))
     order by 1, s.model`,
    [PERSONS],
  );
  const suggestions = await rows(
    `select array(select string_agg(r.account || '/' || r.record, ' ' order by r.account, r.record) from records r
         where r.lead in (s.lead_a, s.lead_b) group by r.lead order by 1) as pair, reason
     from suggestions s where 2 = (select count(distinct r.lead) from records r
       where r.lead in (s.lead_a, s.lead_b) and r.object = any($1) and r.state = 'known'
         and r.alias is null and coalesce((r.life ->> 0)::boolean, true))
     order by 1`,
    [PERSONS],
  );
  return { records, links, activities, leads, suggestions };
}
