/** What must hold after every crash: nothing acknowledged lost, nothing done twice. */
import { expect } from '@jest/globals';
import type { PushedEvent } from './front.js';
import type { ProcessWorld } from './process-world.js';

type Values = Record<string, string | null>;

/** What the CRM holds of a contact now. */
export function held(world: ProcessWorld, record: string): Values {
  return (world.simulator.describe('contacts', record) as { properties: Values }).properties;
}

/** The property changes of contacts that were answered with 2xx. */
export function changesOfContacts({ front }: ProcessWorld): PushedEvent[] {
  return front.acknowledged.filter(
    (event) => event.subscriptionType === 'object.propertyChange' && event.objectTypeId === '0-1',
  );
}

/** Every property change that was answered with 2xx is in the history of its record, to the value. */
export async function expectNothingLost(world: ProcessWorld): Promise<void> {
  const known = new Set(
    (
      await world.rows<{ line: string }>(
        `select r.record || '|' || h.property || '|' || (extract(epoch from h.at) * 1000)::bigint || '|'
           || coalesce(h.value, '') as line
         from value_history h join records r on r.id = h.record where r.object = 'contacts'`,
      )
    ).map((row) => row.line),
  );
  const sent = changesOfContacts(world).map(
    ({ objectId, propertyName, occurredAt, propertyValue }) =>
      `${objectId}|${propertyName}|${occurredAt}|${propertyValue ?? ''}`,
  );
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.filter((line) => !known.has(line))).toEqual([]);
}

/** Every lead says what the CRM says, is scored from it, and the CRM holds what was decided. */
export async function expectInAgreement(world: ProcessWorld): Promise<void> {
  const leads = await world.rows<{
    record: string;
    title: string;
    clean: boolean;
    total: number | null;
    want: Values;
    confirmed: Values;
    state: string;
  }>(
    `select r.record, l.fields ->> 'jobTitle' as title, w.dirty_seq = w.scored_seq as clean, s.total,
       d.want, d.confirmed, d.state
     from records r join leads l on l.id = r.lead join lead_work w on w.lead = l.id
     left join scores s on s.lead = l.id
     left join desired d on d.account = r.account and d.object = r.object and d.record = r.record
     where r.object = 'contacts'`,
  );
  expect(leads.map((lead) => lead.record).sort()).toEqual([...world.contacts].sort());
  for (const lead of leads) {
    const crm = held(world, lead.record);
    const { record, title, clean, state } = lead;
    expect({ record, title, clean, state }).toEqual({
      record,
      title: crm.jobtitle,
      clean: true,
      state: 'idle',
    });
    expect(lead.total).not.toBeNull();
    for (const [property, value] of Object.entries(lead.want)) {
      const text = crm[property] ?? null;
      // The CRM gives moments back in its own spelling.
      const same = property.endsWith('scored_at')
        ? Date.parse(text ?? '') === Date.parse(value ?? '')
        : text === value;
      expect({ record, property, text, same }).toEqual({ record, property, text, same: true });
    }
  }
}

/** One task in the CRM for each contact named, none for any other; each alert knows its task. */
export async function expectOneTaskEach(
  world: ProcessWorld,
  contacts: ReadonlySet<string>,
): Promise<void> {
  const alerts = await world.rows<{ record: string; state: string; task: string | null }>(
    'select record, state, task from alerts',
  );
  for (const record of world.contacts) {
    const tasks = world.simulator.acts().tasksOf(record);
    const own = alerts.filter((alert) => alert.record === record);
    const one = contacts.has(record) ? 1 : 0;
    expect({ record, tasks: tasks.length, alerts: own.length }).toEqual({
      record,
      tasks: one,
      alerts: one,
    });
    if (one === 1)
      expect({ record, state: own[0]?.state, task: own[0]?.task }).toEqual({
        record,
        state: 'open',
        task: tasks[0]?.id,
      });
  }
}

/** What was put aside says why. */
export async function expectReasons(world: ProcessWorld): Promise<void> {
  const silent = await world.rows(
    `select 'desired' as what, record from desired where state = 'parked' and coalesce(reason, '') = ''
     union all select 'alert', record from alerts where state = 'parked' and coalesce(reason, '') = ''
     union all select 'change', record from parked_changes where reason = ''
     union all select 'delivery', id::text from parked_deliveries where reason = ''`,
  );
  expect(silent).toEqual([]);
}
