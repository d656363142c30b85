import type { Queryable } from '../store/pool.js';
import { makeChanges } from './make-changes.js';
import { findSeller, firstOf } from './org-lookups.js';
import { ownTasks } from './org-tasks.js';
import type { Side } from './round-side.js';
import type { Salesforce } from './salesforce.js';
import { type OrgPerson, salesforceKinds } from './salesforce-changes.js';
import { until } from './unfinished.js';

const PAUSE_MS = 100;
/** The subscription is taken up within seconds of the first load. */
const STREAM_MS = 60_000;

/** Leads and contacts that nothing has happened to in this round, the story's lead left out. */
async function readPeople(db: Queryable, account: number, story: string): Promise<OrgPerson[]> {
  const { rows } = await db.query<OrgPerson>(
    `select r.object, r.record, l.fields ->> 'seniority' as seniority,
       (select k.to_record from links k where k.account = r.account and k.object = r.object
          and k.record = r.record and k.to_object = 'Account' and k.linked limit 1) as "companyId"
     from records r join leads l on l.id = r.lead
     where r.account = $1 and r.object in ('Lead', 'Contact') and r.state = 'known'
       and r.record <> $2 and l.stage in ('subscriber', 'lead')
       and (select count(*) from records o where o.lead = r.lead) = 1
     order by r.id`,
    [account, story],
  );
  return rows;
}

/** The simulated Salesforce in a round. */
export function salesforceSide(db: Queryable, { org, account, record }: Salesforce): Side {
  const isLive = async (): Promise<true | null> => {
    const { rows } = await db.query(
      'select from streams where account = $1 and live_at is not null',
      [account.id],
    );
    return rows.length > 0 ? true : null;
  };
  return {
    label: 'Salesforce',
    account: account.id,
    persons: ['Lead', 'Contact'],
    async makeChanges() {
      if ((await until(isLive, STREAM_MS, 200)) === null) {
        throw new Error('Salesforce: its change events are not listened to');
      }
      const webinar = await firstOf(org, "Campaign WHERE Type = 'Webinar'");
      const seller = await findSeller(org);
      const people = await readPeople(db, account.id, record);
      const kinds = salesforceKinds(webinar, seller);
      const changes = await makeChanges(org, kinds, people, PAUSE_MS);
      return { changes, timed: people.length >= changes.length };
    },
    async writtenAt(id, since) {
      const found = await org.record(id);
      const moments = (found?.changes ?? [])
        .filter(({ changed }) => changed.some((name) => name.startsWith('Plumbline_')))
        .flatMap(({ at }) => (at >= since ? [at] : []));
      return moments.length > 0 ? Math.min(...moments) : null;
    },
    async unscored(records) {
      const held = await Promise.all(records.map((one) => org.record(one.record)));
      return held.filter(
        (one) => one && one.values.IsConverted !== true && one.values.Plumbline_Score__c == null,
      ).length;
    },
    taskCount: async (who) => (await ownTasks(org, who)).length,
    people: async () => (await org.count('Lead')) + (await org.count('Contact')),
  };
}
