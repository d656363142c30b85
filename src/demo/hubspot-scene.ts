import { DEMO_PROPERTY } from './mapping.js';
import {
  isQualified,
  mayRise,
  readVisitingPeople,
  type VisitingPerson,
} from './visiting-people.js';
import type { Deed, Scene } from './visitors.js';
import type { DemoWorld } from './world.js';

/** What visitors and sales do in the simulated HubSpot by themselves. */
export function hubspotScene({
  app,
  account,
  crm,
  record: story,
}: Pick<DemoWorld, 'app' | 'account' | 'crm' | 'record'>): Scene<VisitingPerson> {
  const visited = { account: account.id, objects: ['contacts'], story };
  const behave =
    (activity: Readonly<Record<string, unknown>>): Deed<VisitingPerson>['act'] =>
    ({ record }) =>
      crm.act('behave', { contact: record, activity });
  return {
    label: 'HubSpot',
    people: () => readVisitingPeople(app.pool, visited),
    deeds: [
      { what: 'opens an e-mail', weight: 5, act: behave({ kind: 'email_open' }) },
      { what: 'follows an e-mail', weight: 3, act: behave({ kind: 'email_click' }) },
      {
        what: 'looks at the prices',
        weight: 4,
        act: behave({ kind: 'page_view', page: '/pricing' }),
      },
      {
        what: 'downloads the guide',
        weight: 2,
        act: behave({ kind: 'form', form: 'download', page: '/guide' }),
      },
      {
        what: 'asks for a demo',
        weight: 1,
        act: ({ record }) =>
          crm.act('fill-form', {
            contact: record,
            form: 'demo',
            property: DEMO_PROPERTY,
            rollUps: false,
          }),
      },
      {
        what: 'has a new title',
        weight: 2,
        suits: mayRise,
        act: ({ record }, _number, faker) =>
          crm.act('edit', {
            id: record,
            properties: { jobtitle: `Director of ${faker.commerce.department()}` },
          }),
      },
      { what: 'meets sales', weight: 1, suits: isQualified, act: behave({ kind: 'meeting' }) },
      {
        what: 'is accepted by sales',
        weight: 2,
        suits: isQualified,
        act: ({ record }) =>
          crm.act('change-stage', { contact: record, stage: 'salesqualifiedlead' }),
      },
    ],
  };
}
