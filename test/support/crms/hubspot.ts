import type { Simulator } from '../app-world.js';
import type { Crm, ToldTitle, ToldValue } from './crm.js';

export function hubspotCrm(simulator: Simulator): Crm {
  const { portal } = simulator;
  const held = (record: string) =>
    (
      simulator.describe('contacts', record) as {
        properties: Readonly<Record<string, string | null>>;
      }
    ).properties;
  return {
    id: 'hubspot',
    label: 'HubSpot',
    person: 'contacts',
    title: 'jobtitle',
    stage: { property: 'lifecyclestage', lead: 'lead', mql: 'marketingqualifiedlead' },
    machines: ['automation', 'import'],
    operations: {
      update: 'contacts.batch.update',
      task: 'tasks.create',
      token: 'oauth.token',
      read: 'contacts.batch.read',
    },
    tooMany: { kind: 'status', status: 429 },
    noToken: {
      fault: { kind: 'status', status: 400, operation: 'oauth.token' },
      says: /^HubSpot refused the token refresh: .* Check the app's client id, client secret/,
    },
    invalid: { kind: 'poisoned-record' },
    faults: simulator.faults,
    holds: simulator.holds,
    requests: simulator.requests,
    fault: (spec) => simulator.fault(spec),
    output: (logical) => `plumbline_${logical}`,
    create: (name, title) =>
      simulator.acts().createContact({
        email: `${name}@buyer.example`,
        firstname: name,
        lastname: 'Moreau',
        jobtitle: title,
        hubspot_owner_id: simulator.data(portal).owners[0]?.id ?? '',
      }).id,
    setTitle: (record, jobtitle) => simulator.acts().edit('contacts', record, { jobtitle }),
    setStage(record, value, by) {
      const actor = by === 'automation' || by === 'import' ? by : undefined;
      simulator.acts().changeStage(record, value, actor);
    },
    reads: () =>
      simulator.requests
        .list()
        .filter(({ operation }) => /^(?!tasks).*(read|get|list|search)/i.test(operation)).length,
    optOut: (record) => simulator.acts().edit('contacts', record, { hs_email_optout: 'true' }),
    ask: (record) => simulator.acts().fillForm(record, 'demo'),
    held,
    tasksOf: (record) =>
      simulator
        .acts()
        .tasksOf(record)
        .map(({ id }) => id),
    endTokens: () => simulator.gateway.credentials.killAccess(portal),
    troubles: [
      { kind: 'webhook-duplicate' },
      { kind: 'webhook-reorder' },
      { kind: 'webhook-delay', ms: 700, count: 1 },
      { kind: 'webhook-drop-answer', count: 2 },
    ],
    told: async () => {
      await simulator.webhooks.emitter?.idle();
    },
  };
}

const TYPES: Readonly<Record<string, string>> = { contacts: '0-1', companies: '0-2' };

/** A value as HubSpot pushes it. */
export const pushedValue = ({ event, object, record, property, value, at }: ToldValue) => ({
  eventId: event,
  subscriptionType: 'object.propertyChange',
  objectTypeId: TYPES[object],
  objectId: Number(record),
  propertyName: property,
  propertyValue: value,
  changeSource: 'CRM_UI',
  sourceId: 'userId:5',
  occurredAt: at,
});

export const pushedTitle = ({ title, ...told }: ToldTitle) =>
  pushedValue({ ...told, object: 'contacts', property: 'jobtitle', value: title });
