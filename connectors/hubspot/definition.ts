import type { Declaration, ObjectDeclaration } from '../connector.js';

/** HubSpot's object type ids of the objects that we read (HubSpot docs: Object APIs). */
export const OBJECT_TYPE_IDS: Readonly<Record<string, string>> = {
  contacts: '0-1',
  companies: '0-2',
  deals: '0-3',
  tasks: '0-27',
  notes: '0-46',
  meetings: '0-47',
  calls: '0-48',
  emails: '0-49',
};

const OUTPUT_PREFIX = 'plumbline_';

function engagement(label: string): ObjectDeclaration {
  return { label, role: 'engagement', modifiedProperty: 'hs_lastmodifieddate' };
}

/**
 * Contact properties that HubSpot counts up by itself. Their changes are not pushed or not reliably, so
 * they are polled (HubSpot docs: Webhooks name `num_unique_conversion_events` and the modification date).
 */
const POLLED =
  /^(hs_lastmodifieddate|lastmodifieddate|hs_analytics_.+|hs_latest_source.*|hs_email_(?!optout).+|hs_sales_email_.+|hs_sequences_.+|hs_last_sales_activity_.+|(num|first|recent)_(unique_)?conversion.*|num_.+|notes_.+|hs_calculated_.+)$/;

export const declaration: Declaration = {
  crm: 'hubspot',
  label: 'HubSpot',
  ways: [
    {
      id: 'key',
      label: 'Service key',
      push: false,
      freshness: 'Changes arrive within the poll interval, one minute by default.',
    },
    {
      id: 'own-app',
      label: 'Your own app',
      push: true,
      freshness: 'Changes arrive within seconds; page views and e-mail figures within a minute.',
    },
    {
      id: 'listed-app',
      label: 'Marketplace app',
      push: true,
      freshness: 'Changes arrive within seconds; page views and e-mail figures within a minute.',
    },
  ],
  scopes: {
    required: [
      'oauth',
      'crm.objects.contacts.read',
      'crm.objects.contacts.write',
      'crm.schemas.contacts.write',
      'crm.objects.owners.read',
      'crm.objects.companies.read',
      'crm.objects.deals.read',
    ],
    optional: ['sales-email-read'],
  },
  objects: {
    contacts: { label: 'Contacts', role: 'person', modifiedProperty: 'lastmodifieddate' },
    companies: { label: 'Companies', role: 'company', modifiedProperty: 'hs_lastmodifieddate' },
    deals: { label: 'Deals', role: 'deal', modifiedProperty: 'hs_lastmodifieddate' },
    emails: engagement('E-mails'),
    calls: engagement('Calls'),
    meetings: engagement('Meetings'),
    notes: engagement('Notes'),
    tasks: engagement('Tasks'),
  },
  personObjects: ['contacts'],
  created: 'createdate',
  additionalEmails: 'hs_additional_emails',
  stage: {
    objects: ['contacts'],
    property: 'lifecyclestage',
    order: [
      'subscriber',
      'lead',
      'marketingqualifiedlead',
      'salesqualifiedlead',
      'opportunity',
      'customer',
      'evangelist',
      'other',
    ],
    forwardOnly: true,
  },
  limits: {
    readBatch: 100,
    historyBatch: 50,
    writeBatch: 100,
    callsPerSecond: 10,
    textLength: 65_536,
  },
  capabilities: { push: true, propertyHistory: true, tasks: true, aliasesOnRead: true },
  route(object, property) {
    const pushed = object === 'contacts' || object === 'companies' || object === 'deals';
    return pushed && !POLLED.test(property) ? 'push' : 'poll';
  },
  outputName: (logical) => OUTPUT_PREFIX + logical.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_'),
  recordUrl: (portal, object, record) =>
    `https://app.hubspot.com/contacts/${portal}/record/${OBJECT_TYPE_IDS[object] ?? object}/${record}`,
};

/** Our input properties: written by people, so read by us; every other `plumbline_` one is an output. */
const INPUTS = new Set(
  ['feedback', 'feedback_reason', 'override', 'override_until', 'release'].map((name) =>
    declaration.outputName(name),
  ),
);

/** Whether a property is one that we write: it is never subscribed to. */
export function isOutput(property: string): boolean {
  return property.startsWith(OUTPUT_PREFIX) && !INPUTS.has(property);
}
