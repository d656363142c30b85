import type { Simulator } from '../../../connectors/salesforce/simulator/index.js';
import type { Change } from '../../../src/lead/change.js';
import type { Crm, ToldTitle, ToldValue } from './crm.js';

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value);

/** The channel that the app makes. */
export const CHANNEL = '/data/Plumbline__chn';

const READS = /^(query|sobjects\.(get|info)|describe|updated|deleted|collections\.read|resources)/;

export function salesforceCrm(simulator: Simulator): Crm {
  const { org, acts } = simulator;
  const campaign = (type: string): string =>
    [...org.records.all('Campaign').values()].find(({ values }) => values.Type === type)?.id ?? '';
  const campaigns = ['Webinar', 'Content'].map(campaign);
  return {
    id: 'salesforce',
    label: 'Salesforce',
    person: 'Lead',
    title: 'Title',
    stage: { property: 'Status', lead: 'Open - Not Contacted', mql: 'Working - Contacted' },
    machines: ['automation', 'integration'],
    operations: {
      update: 'collections.update',
      task: 'sobjects.create.Task',
      token: 'oauth.token',
      read: 'query',
    },
    tooMany: { kind: 'status', status: 403, code: 'REQUEST_LIMIT_EXCEEDED' },
    noToken: {
      fault: {
        kind: 'status',
        status: 400,
        operation: 'oauth.token',
        code: 'invalid_grant',
        message: 'ip restricted',
      },
      says: /^Salesforce does not let this server in by its address\. Add the address/,
    },
    invalid: { kind: 'poisoned-record', code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' },
    faults: simulator.faults,
    holds: simulator.holds,
    requests: simulator.requests,
    fault: (spec) => simulator.fault(spec),
    output: (logical) =>
      `Plumbline_${logical.replaceAll(/(^|_)[a-z]/g, (start) => start.toUpperCase())}__c`,
    create: (name, Title) =>
      acts.create('Lead', {
        FirstName: name,
        LastName: 'Moreau',
        Company: `${name} Works`,
        Email: `${name}@buyer.example`,
        Title,
      }).id,
    setTitle: (record, Title) => {
      acts.edit('Lead', record, { Title });
    },
    setStage(record, Status, by) {
      acts.edit('Lead', record, { Status }, { by });
    },
    // A query does not say of what it is: looks at tasks are in it.
    reads: () => simulator.requests.list().filter(({ operation }) => READS.test(operation)).length,
    optOut: (record) => {
      acts.edit('Lead', record, { HasOptedOutOfEmail: true });
    },
    ask: (record) => {
      for (const one of campaigns) acts.respond(record, one, 'Attended');
    },
    held: (record) =>
      Object.fromEntries(
        Object.entries(org.get('Lead', record)?.values ?? {}).map(([name, value]) => [
          name,
          textOf(value),
        ]),
      ),
    tasksOf: (record) => acts.tasksOf(record).map(({ id }) => id),
    endTokens: () => simulator.credentials.endAllSessions(),
    troubles: [
      { kind: 'event-delay', operation: 'cdc.Lead', ms: 700, count: 1 },
      { kind: 'apply-then-cut', operation: 'cometd.connect', count: 1 },
    ],
    // It tells nothing by itself: change events are fetched.
    told: async () => {},
  };
}

/** A value as the stream hands it over. */
export const streamedValue = ({ event, ...told }: ToldValue): Change => ({
  ...told,
  kind: 'value',
  event: String(event).padStart(20, '0'),
  source: { kind: 'person', id: '5' },
});

export const streamedTitle = ({ title, ...told }: ToldTitle): Change =>
  streamedValue({ ...told, object: 'Lead', property: 'Title', value: title });
