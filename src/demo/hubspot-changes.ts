import type { Queryable } from '../store/pool.js';
import type { Crm } from './crm.js';
import type { Kind } from './make-changes.js';
import { DEMO_PROPERTY } from './mapping.js';
import { holds, recordArrived, valueArrived } from './round-side.js';

export interface Person {
  readonly record: string;
  readonly company: string | null;
  readonly seniority: string | null;
}

type ContactKind = Kind<Crm, Person>;

/** The property as the CRM has it now. */
function propertyArrived(crm: Crm, object: string, record: string, property: string) {
  const read = async () => (await crm.record(object, record))?.properties[property] ?? null;
  return valueArrived({ object, record }, property, read);
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

function edit(property: string, value: (number: number) => string): ContactKind['make'] {
  return async (crm, { record }, number) => {
    const wanted = value(number);
    await crm.act('edit', { id: record, properties: { [property]: wanted } });
    return {
      records: [record],
      arrived: propertyArrived(crm, 'contacts', record, property),
    };
  };
}

function behave(activity: Readonly<Record<string, unknown>>, type: string): ContactKind['make'] {
  return async (crm, { record }) => {
    const since = Date.now();
    await crm.act('behave', { contact: record, activity });
    return { records: [record], arrived: activityArrived(record, type, since) };
  };
}

/** A title that rises. */
const notHigh = ({ seniority }: Person): boolean =>
  !['director', 'vp', 'c_level'].includes(seniority ?? '');

/** Fifty in all: everything that happens to contacts, most of it pushed. */
export const HUBSPOT_KINDS: readonly ContactKind[] = [
  {
    what: 'a new job title',
    route: 'push',
    times: 12,
    suits: notHigh,
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
      return { records: [record], arrived: activityArrived(record, 'demo_request', since) };
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
    suits: ({ company }) => company !== null,
    async make(crm, { record, company }, number) {
      const id = company as string;
      const value = String(200 + number);
      await crm.act('edit-company', { id, properties: { numberofemployees: value } });
      return {
        records: [record],
        arrived: propertyArrived(crm, 'companies', id, 'numberofemployees'),
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
      return { records: [id], arrived: recordArrived('contacts', id) };
    },
  },
  {
    what: 'a new deal',
    route: 'push',
    times: 3,
    async make(crm, { record }, number) {
      const properties = { dealname: `Demo deal ${number}`, amount: '12000' };
      const { id } = await crm.act<{ id: string }>('create-deal', { contact: record, properties });
      return { records: [record], arrived: recordArrived('deals', id) };
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
      return { records: [], gone: true, arrived };
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
