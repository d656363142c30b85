import type { Queryable } from '../store/pool.js';
import type { Crm } from './crm.js';
import { HUBSPOT_KINDS, type Person } from './hubspot-changes.js';
import { makeChanges } from './make-changes.js';
import type { Side } from './round-side.js';

const PAUSE_MS = 40;

/** Contacts that nothing has happened to in this round, the story's lead left out. */
async function readPeople(db: Queryable, account: number, story: string): Promise<Person[]> {
  const { rows } = await db.query<Person>(
    `select r.record, l.fields ->> 'seniority' as seniority,
       (select k.to_record from links k where k.account = r.account and k.object = 'contacts'
          and k.record = r.record and k.to_object = 'companies' and k.linked
        order by k.is_primary desc limit 1) as company
     from records r join leads l on l.id = r.lead
     where r.account = $1 and r.object = 'contacts' and r.state = 'known' and r.record <> $2
       and l.stage in ('subscriber', 'lead')
     order by r.id`,
    [account, story],
  );
  return rows;
}

/** The simulated HubSpot in a round. `story`: the id of the tour's lead, who is left alone. */
export function hubspotSide(db: Queryable, crm: Crm, account: number, story: string): Side {
  return {
    label: 'HubSpot',
    account,
    persons: ['contacts'],
    async makeChanges() {
      const people = await readPeople(db, account, story);
      const changes = await makeChanges(crm, HUBSPOT_KINDS, people, PAUSE_MS);
      return { changes, timed: people.length >= changes.length };
    },
    async writtenAt(contact, since) {
      const record = await crm.record('contacts', contact);
      const moments = Object.entries(record?.propertiesWithHistory ?? {})
        .filter(([name]) => name.startsWith('plumbline_'))
        .flatMap(([, entries]) => entries.map((entry) => Date.parse(entry.timestamp)))
        .filter((at) => at >= since);
      return moments.length > 0 ? Math.min(...moments) : null;
    },
    async unscored(records) {
      let unscored = 0;
      for (const { object, record } of records) {
        const held = await crm.record(object, record);
        if (held && !held.properties.plumbline_score) unscored += 1;
      }
      return unscored;
    },
    taskCount: async (record) => (await crm.tasks(record)).length,
    people: () => crm.count('contacts'),
  };
}
