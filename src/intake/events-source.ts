import type { Connector } from '../../connectors/connector.js';
import { EVENT_PERSON, EVENTS_SOURCE } from '../lead/event.js';
import { PlumblineError } from '../lib/errors.js';

/**
 * The events API as a source of records beside the CRMs: its people are matched, merged, scored and
 * erased as theirs are. There is nobody to call and nothing to write to.
 */
export const eventsSource: Connector = {
  declaration: {
    crm: EVENTS_SOURCE,
    label: 'Events API',
    ways: [],
    scopes: { required: [], optional: [] },
    objects: { [EVENT_PERSON]: { label: 'Person', role: 'person', modifiedProperty: '' } },
    personObjects: [EVENT_PERSON],
    created: '',
    stage: { objects: [], property: '', order: [], forwardOnly: false },
    limits: { readBatch: 1, historyBatch: 1, writeBatch: 1, textLength: 0 },
    capabilities: { push: true, propertyHistory: false, tasks: false, aliasesOnRead: false },
    route: () => 'push',
    outputName: (logical) => logical,
    recordUrl: () => '',
  },
  defaultBaseUrl: '',
  open() {
    throw new PlumblineError('no-session', 'The events API is told of people; it is never asked.');
  },
};
