import { z } from 'zod';
import { DAY } from '../lib/clock.js';
import type { Kind } from './make-changes.js';
import type { Org } from './org.js';
import { holds, type MadeChange, recordArrived, valueArrived } from './round-side.js';

export interface OrgPerson {
  /** `Lead` or `Contact`. */
  readonly object: string;
  readonly record: string;
  readonly seniority: string | null;
  /** Of a contact. */
  readonly companyId: string | null;
}

type OrgKind = Kind<Org, OrgPerson>;

const made = z.object({ id: z.string() });
const converted = z.object({ contact: z.string() });

function fieldArrived(org: Org, object: string, record: string, field: string) {
  const read = async () => {
    const value = (await org.record(record))?.values[field];
    return value === undefined || value === null ? null : String(value);
  };
  return valueArrived({ object, record }, field, read);
}

function edit(field: string, value: (number: number) => unknown): OrgKind['make'] {
  return async (org, { object, record }, number) => {
    await org.act('edit', { object, id: record, fields: { [field]: value(number) } });
    return { records: [record], arrived: fieldArrived(org, object, record, field) };
  };
}

function behave(activity: Readonly<Record<string, unknown>>, object: string): OrgKind['make'] {
  return async (org, { record }) => {
    const { id } = made.parse(await org.act('behave', { who: record, activity }));
    return { records: [record], arrived: recordArrived(object, id) };
  };
}

/** The contact and the lead that it was are one of ours. */
function wentOn(lead: string, contact: string): MadeChange['arrived'] {
  return (db) =>
    holds(
      db,
      `(select count(distinct lead) = 1 and count(*) = 2 from records
         where state = 'known' and lead is not null
           and ((object = 'Lead' and record = $1) or (object = 'Contact' and record = $2)))`,
      [lead, contact],
    );
}

function linked(deal: string, contact: string): MadeChange['arrived'] {
  return (db) =>
    holds(
      db,
      `exists (select from links where linked and object = 'Opportunity' and record = $1
           and to_object = 'Contact' and to_record = $2)
         or exists (select from links where linked and object = 'Contact' and record = $2
           and to_object = 'Opportunity' and to_record = $1)`,
      [deal, contact],
    );
}

const isLead = ({ object }: OrgPerson): boolean => object === 'Lead';
const hasCompany = ({ companyId }: OrgPerson): boolean => companyId !== null;

/**
 * Everything that happens to leads and contacts, most of it told by change events. `webinar`: a campaign;
 * `seller`: the user who gets what is converted, for a queue can own leads alone.
 */
export function salesforceKinds(webinar: string, seller: string): readonly OrgKind[] {
  return [
    {
      what: 'a new title',
      route: 'push',
      times: 6,
      suits: ({ seniority }) => !['director', 'vp', 'c_level'].includes(seniority ?? ''),
      make: edit('Title', (number) => `Director of Operations, Region ${number}`),
    },
    {
      what: 'a response to a campaign',
      route: 'push',
      times: 4,
      async make(org, { record }) {
        const response = { who: record, campaign: webinar, status: 'Attended' };
        const { id } = made.parse(await org.act('respond', response));
        const arrived = fieldArrived(org, 'CampaignMember', id, 'Status');
        return { records: [record], arrived };
      },
    },
    {
      what: 'a new lead',
      route: 'push',
      times: 3,
      async make(org, _person, number) {
        const id = await org.create('Lead', {
          FirstName: 'New',
          LastName: `Comer ${number}`,
          Company: `Arrival ${number} Works`,
          Title: 'Head of Sales',
          Email: `new.comer.${number}@arrival.example`,
        });
        return { records: [id], arrived: recordArrived('Lead', id) };
      },
    },
    {
      what: 'a conversion',
      route: 'push',
      times: 2,
      suits: isLead,
      async make(org, { record }) {
        const conversion = { lead: record, opportunityName: null, owner: seller };
        const { contact } = converted.parse(await org.act('convert-lead', conversion));
        return { records: [contact], gone: true, arrived: wentOn(record, contact) };
      },
    },
    { what: 'a call', route: 'push', times: 2, make: behave({ kind: 'call' }, 'Task') },
    { what: 'an opt-out', route: 'push', times: 1, make: edit('HasOptedOutOfEmail', () => true) },
    {
      // The contact's part in it is a record of its own, which is polled.
      what: 'a new opportunity',
      route: 'poll',
      times: 2,
      suits: hasCompany,
      async make(org, { record, companyId }, number) {
        const deal = await org.create('Opportunity', {
          Name: `Demo opportunity ${number}`,
          AccountId: companyId,
          StageName: 'Qualification',
          CloseDate: new Date(Date.now() + 30 * DAY).toISOString().slice(0, 10),
          Amount: 12_000,
        });
        const role = { OpportunityId: deal, ContactId: record, IsPrimary: true };
        await org.create('OpportunityContactRole', role);
        return { records: [record], arrived: linked(deal, record) };
      },
    },
    { what: 'a meeting', route: 'poll', times: 2, make: behave({ kind: 'meeting' }, 'Event') },
    {
      what: 'a reply',
      route: 'poll',
      times: 2,
      make: behave({ kind: 'sales_email', incoming: true }, 'EmailMessage'),
    },
  ];
}
