/** What must hold after every crash: nothing acknowledged lost, nothing done twice. */
import { expect } from '@jest/globals';
import type { Front, PushedEvent } from './front.js';
import type { Part, Rows } from './part.js';

type Values = Record<string, string | null>;

/** The property changes of contacts that were answered with 2xx. */
export function changesOfContacts({ acknowledged }: Front): PushedEvent[] {
  return acknowledged.filter(
    (event) => event.subscriptionType === 'object.propertyChange' && event.objectTypeId === '0-1',
  );
}

/** Every change of a value that was told is in the history of its record, to the value. */
export async function expectNothingLost(rows: Rows, part: Part): Promise<void> {
  const known = new Set(
    (
      await rows<{ line: string }>(
        `select r.record || '|' || h.property || '|' || (extract(epoch from h.at) * 1000)::bigint || '|'
           || coalesce(h.value, '') as line
         from value_history h join records r on r.id = h.record where r.object = $1`,
        [part.crm.person],
      )
    ).map((row) => row.line),
  );
  const sent = part.told();
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.filter((line) => !known.has(line))).toEqual([]);
}

/** Every lead says what the CRM says, is scored from it, and the CRM holds what was decided. */
export async function expectInAgreement(rows: Rows, { crm, people }: Part): Promise<void> {
  const leads = await rows<{
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
     where r.object = $1`,
    [crm.person],
  );
  expect(leads.map((lead) => lead.record).sort()).toEqual([...people].sort());
  for (const lead of leads) {
    const held = crm.held(lead.record);
    const { record, title, clean, state } = lead;
    expect({ record, title, clean, state }).toEqual({
      record,
      title: held[crm.title],
      clean: true,
      state: 'idle',
    });
    expect(lead.total).not.toBeNull();
    for (const [property, value] of Object.entries(lead.want)) {
      const text = held[property] ?? null;
      // The CRM gives moments back in its own spelling.
      const same =
        property === crm.output('scored_at')
          ? Date.parse(text ?? '') === Date.parse(value ?? '')
          : text === value;
      expect({ record, property, text, same }).toEqual({ record, property, text, same: true });
    }
  }
}

/** One task in the CRM for each person named, none for any other; each alert knows its task. */
export async function expectOneTaskEach(
  rows: Rows,
  { crm, people }: Part,
  asked: ReadonlySet<string>,
): Promise<void> {
  const alerts = await rows<{ record: string; state: string; task: string | null }>(
    'select record, state, task from alerts',
  );
  for (const record of people) {
    const tasks = crm.tasksOf(record);
    const own = alerts.filter((alert) => alert.record === record);
    const one = asked.has(record) ? 1 : 0;
    expect({ record, tasks: tasks.length, alerts: own.length }).toEqual({
      record,
      tasks: one,
      alerts: one,
    });
    if (one === 1)
      expect({ record, state: own[0]?.state, task: own[0]?.task }).toEqual({
        record,
        state: 'open',
        task: tasks[0],
      });
  }
}

/** What was put aside says why. */
export async function expectReasons(rows: Rows): Promise<void> {
  const silent = await rows(
    `select 'desired' as what, record from desired where state = 'parked' and coalesce(reason, '') = ''
     union all select 'alert', record from alerts where state = 'parked' and coalesce(reason, '') = ''
     union all select 'change', record from parked_changes where reason = ''
     union all select 'delivery', id::text from parked_deliveries where reason = ''`,
  );
  expect(silent).toEqual([]);
}
