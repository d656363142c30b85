import type { Declaration, ObjectDeclaration } from '../connector.js';
import { lackOf } from './lack-sentences.js';
import { WAYS } from './ways.js';

const MODIFIED = 'SystemModstamp';

function object(label: string, role: ObjectDeclaration['role']): ObjectDeclaration {
  return { label, role, modifiedProperty: MODIFIED };
}

/** Custom fields of ours; a package puts its namespace before them. */
export const OUTPUT_PREFIX = 'Plumbline_';
const OUTPUT_SUFFIX = '__c';

/** Objects whose changes are asked for by the channel of change events, in the order of worth. */
export const STREAMED = ['Lead', 'Contact', 'Opportunity', 'Task', 'CampaignMember'] as const;

/** The name of the right to read an object. */
export function readRight(object: string): string {
  return `read ${object}`;
}

export const declaration: Declaration = {
  crm: 'salesforce',
  label: 'Salesforce',
  ways: WAYS,
  scopes: {
    required: ['api', 'refresh_token', 'id'],
    // No scopes of OAuth: objects that an org may keep to itself or not have.
    optional: ['Event', 'EmailMessage', 'CampaignMember'].map(readRight),
  },
  objects: {
    Lead: object('Leads', 'person'),
    Contact: object('Contacts', 'person'),
    Account: object('Accounts', 'company'),
    Opportunity: object('Opportunities', 'deal'),
    Task: object('Tasks', 'engagement'),
    Event: object('Events', 'engagement'),
    EmailMessage: object('E-mails', 'engagement'),
    CampaignMember: object('Campaign members', 'engagement'),
  },
  personObjects: ['Lead', 'Contact'],
  created: 'CreatedDate',
  stage: {
    objects: ['Lead'],
    property: 'Status',
    order: [
      'Open - Not Contacted',
      'Working - Contacted',
      'Closed - Converted',
      'Closed - Not Converted',
    ],
    forwardOnly: false,
  },
  limits: {
    readBatch: 2_000,
    historyBatch: 200,
    writeBatch: 200,
    // A bulk job costs some ten calls, whatever its size; Salesforce works it off in parts of 10,000.
    mass: { from: 2_000, batch: 10_000 },
    textLength: 32_768,
    // One call each. With looks for missing fields an idle org costs less than 3,000 calls a day, of
    // 15,000 on the smallest plan.
    idlePollsPerDay: 2_000,
    // Of the events delivered in 24 hours, which every app of the org that listens shares.
    ownEventsShare: 1 / 3,
  },
  capabilities: { push: false, propertyHistory: true, tasks: true, aliasesOnRead: false },
  // Nothing is sent to us: change events are fetched.
  route: () => 'poll',
  outputName: (logical) => {
    const words = logical.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
    const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('_');
    return OUTPUT_PREFIX + name + OUTPUT_SUFFIX;
  },
  recordUrl: (_portal, object, record, uiDomain) =>
    `https://${uiDomain ?? 'login.salesforce.com'}/lightning/r/${object}/${record}/view`,
  lackOf,
};
