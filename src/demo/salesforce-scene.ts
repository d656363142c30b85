import type { App } from '../app.js';
import { findSeller, pickWebinar } from './org-lookups.js';
import type { Salesforce } from './salesforce.js';
import {
  isQualified,
  mayRise,
  readVisitingPeople,
  type VisitingPerson,
} from './visiting-people.js';
import type { Deed, Scene } from './visitors.js';

const isLead = ({ object }: VisitingPerson): boolean => object === 'Lead';

/** What people and sales do in the simulated Salesforce by themselves. */
export function salesforceScene(
  { pool }: Pick<App, 'pool'>,
  { account, org, record: story }: Salesforce,
): Scene<VisitingPerson> {
  const visited = { account: account.id, objects: ['Lead', 'Contact'], story };
  const behave =
    (activity: Readonly<Record<string, unknown>>): Deed<VisitingPerson>['act'] =>
    ({ record }) =>
      org.act('behave', { who: record, activity });
  return {
    label: 'Salesforce',
    people: () => readVisitingPeople(pool, visited),
    deeds: [
      {
        what: 'attends a webinar',
        weight: 4,
        act: async ({ record }) =>
          org.act('respond', {
            who: record,
            campaign: await pickWebinar(org, record),
            status: 'Attended',
          }),
      },
      {
        what: 'replies to a mail',
        weight: 3,
        act: behave({ kind: 'sales_email', incoming: true }),
      },
      { what: 'is called', weight: 2, act: behave({ kind: 'call' }) },
      {
        what: 'has a new title',
        weight: 2,
        suits: mayRise,
        act: ({ object, record }, _number, faker) =>
          org.act('edit', {
            object,
            id: record,
            fields: { Title: `Director of ${faker.commerce.department()}` },
          }),
      },
      { what: 'meets sales', weight: 1, suits: isQualified, act: behave({ kind: 'meeting' }) },
      {
        // Who takes a lead converts it.
        what: 'is accepted by sales',
        weight: 2,
        suits: (person) => isLead(person) && isQualified(person),
        act: async ({ record }) =>
          org.act('convert-lead', { lead: record, owner: await findSeller(org) }),
      },
    ],
  };
}
