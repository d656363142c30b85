import type { Queryable } from '../store/pool.js';
import type { Crm } from './crm.js';
import { DEMO_PROPERTY } from './mapping.js';

/** A change made in the CRM, and how we can tell that it arrived. */
export interface MadeChange {
  readonly what: string;
  readonly route: 'push' | 'poll';
  /** Records whose write-back it may cause; the first that is written counts. */
  readonly contacts: readonly string[];
  /** When it was made, milliseconds. */
  readonly at: number;
  /** True once we hold what it changed. */
  arrived(db: Queryable): Promise<boolean>;
}

export interface Person {
  readonly record: string;
  readonly company: string | null;
  readonly seniority: string | null;
}

interface Kind {
  readonly what: string;
  readonly route: 'push' | 'poll';
  readonly times: number;
  make(crm: Crm, person: Person, number: number): Promise<Arrival>;
}

interface Arrival {
  readonly contacts: readonly string[];
  arrived(db: Queryable): Promise<boolean>;
}

async function holds(db: Queryable, condition: string, values: unknown[]): Promise<boolean> {
  const { rows } = await db.query<{ yes: boolean }>(`select ${condition} as yes`, values);
  return rows[0]?.yes === true;
}

/** The stored value of a property equals the CRM's, which may be a later one by now. */
function valueArrived(crm: Crm, object: string, record: string, property: string) {
  return async (db: Queryable) => {
    const value = (await crm.record(object, record))?.properties[property] ?? null;
    return holds(
      db,
      `exists (select from records where object = $1 and record = $2
         and values -> $3 ->> 0 = $4)`,
      [object, record, property, value],
    );
  };
}

/** An activity of the contact that is not older than the change. */
function activityArrived(record: string, type: string, since: number) {
  return (db: Queryable) =>
    holds(
      db,
      `exists (select from activities a join records r on r.id = a.record
         where r.object = 'contacts' and r.record = $1 and a.type = $2 and a.at >= ms($3))`,
      [record, type, since - 1_000],
    );
}

function recordArrived(object: string, record: string) {
  return (db: Queryable) =>
    holds(
      db,
      `exists (select from records where object = $1 and record = $2 and state = 'known')`,
      [object, record],
    );
}

function edit(property: string, value: (number: number) => string): Kind['make'] {
  return async (crm, { record }, number) => {
    const wanted = value(number);
    await crm.act('edit', { id: record, properties: { [property]: wanted } });
    return {
      contacts: [record],
      arrived: valueArrived(crm, 'contacts', record, property),
    };
  };
}

function behave(activity: Readonly<Record<string, unknown>>, type: string): Kind['make'] {
  return async (crm, { record }) => {
    const since = Date.now();
    await crm.act('behave', { contact: record, activity });
    return { contacts: [record], arrived: activityArrived(record, type, since) };
  };
}

/** Fifty in all: everything that happens to contacts, most of it pushed. */
const KINDS: readonly Kind[] = [
  {
    what: 'a new job title',
    route: 'push',
    times: 12,
    make: edit('jobtitle', (number) => `Director of Marketing, Region ${number}`),
  },
  {
    what: 'a demo request',
    route: 'push',
    times: 8,
    async make(crm, { record }) {
      const since = Date.now();
      const property = DEMO_PROPERTY;
      await crm.act('fill-form', { contact: record, form: 'demo', property, rollUps: false });
      return { contacts: [record], arrived: activityArrived(record, 'demo_request', since) };
    },
  },
  {
    what: 'a stage set by a person',
    route: 'push',
    times: 3,
    make: edit('lifecyclestage', () => 'salesqualifiedlead'),
  },
  { what: 'an opt-out', route: 'push', times: 3, make: edit('hs_email_optout', () => 'true') },
  { what: 'another country', route: 'push', times: 2, make: edit('country', () => 'Finland') },
  {
    what: 'a company that grew',
    route: 'push',
    times: 4,
    async make(crm, { record, company }, number) {
      const id = company as string;
      const value = String(200 + number);
      await crm.act('edit-company', { id, properties: { numberofemployees: value } });
      return {
        contacts: [record],
        arrived: valueArrived(crm, 'companies', id, 'numberofemployees'),
      };
    },
  },
  {
    what: 'a new contact',
    route: 'push',
    times: 4,
    async make(crm, { company }, number) {
      const { id } = await crm.act<{ id: string }>('create-contact', {
        ...(company !== null && { company }),
        properties: {
          email: `new.person.${number}@newcomer.example`,
          firstname: 'New',
          lastname: `Person ${number}`,
          jobtitle: 'Head of Sales',
        },
      });
      return { contacts: [id], arrived: recordArrived('contacts', id) };
    },
  },
  {
    what: 'a new deal',
    route: 'push',
    times: 3,
    async make(crm, { record }, number) {
      const properties = { dealname: `Demo deal ${number}`, amount: '12000' };
      const { id } = await crm.act<{ id: string }>('create-deal', { contact: record, properties });
      return { contacts: [record], arrived: recordArrived('deals', id) };
    },
  },
  {
    what: 'a deleted contact',
    route: 'push',
    times: 1,
    async make(crm, { record }) {
      await crm.act('archive', { id: record });
      const arrived = (db: Queryable) =>
        holds(
          db,
          `exists (select from records where object = 'contacts' and record = $1
             and life ->> 0 = 'false')`,
          [record],
        );
      return { contacts: [], arrived };
    },
  },
  {
    what: 'a look at the prices',
    route: 'poll',
    times: 4,
    make: behave({ kind: 'page_view', page: '/pricing' }, 'page_view'),
  },
  {
    what: 'a clicked e-mail',
    route: 'poll',
    times: 3,
    make: behave({ kind: 'email_click', campaign: 'autumn-offer' }, 'email_click'),
  },
  { what: 'a call', route: 'poll', times: 2, make: behave({ kind: 'call' }, 'call_connected') },
  { what: 'a meeting', route: 'poll', times: 1, make: behave({ kind: 'meeting' }, 'meeting_held') },
];

/** What the change needs of the person: a title that rises, a company to grow. */
function suits(kind: Kind, person: Person): boolean {
  if (kind.what === 'a company that grew') return person.company !== null;
  const high = ['director', 'vp', 'c_level'].includes(person.seniority ?? '');
  return kind.what !== 'a new job title' || !high;
}

/**
 * Makes fifty changes of all kinds, each on somebody else as far as there are people, mixed and a little
 * apart. `pauseMs`: between two of them.
 */
export async function makeChanges(
  crm: Crm,
  people: readonly Person[],
  pauseMs: number,
): Promise<MadeChange[]> {
  const most = Math.max(...KINDS.map((kind) => kind.times));
  const order = Array.from({ length: most }, (_, round) =>
    KINDS.filter((kind) => kind.times > round),
  ).flat();
  const free = [...people];
  const gone = new Set<string>();
  const made: MadeChange[] = [];
  for (const [number, kind] of order.entries()) {
    let at = free.findIndex((person) => suits(kind, person));
    if (at < 0) {
      // Fewer people than changes: some get a second one.
      free.push(...people.filter(({ record }) => !gone.has(record)));
      at = free.findIndex((person) => suits(kind, person));
    }
    const [person] = free.splice(Math.max(at, 0), 1);
    if (!person) throw new Error('there is nobody to change');
    const now = Date.now();
    const { contacts, arrived } = await kind.make(crm, person, number);
    if (contacts.length === 0) gone.add(person.record);
    made.push({ what: kind.what, route: kind.route, contacts, at: now, arrived });
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return made;
}
