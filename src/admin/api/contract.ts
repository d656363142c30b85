/** Everything that the user interface may know of the server: one object of endpoints an area. */
import { accountsApi } from './contract/accounts.js';
import { auditApi } from './contract/audit.js';
import { documentsApi } from './contract/documents.js';
import { eventsApi } from './contract/events.js';
import { keysApi } from './contract/keys.js';
import { leadsApi } from './contract/leads.js';
import { mappingsApi } from './contract/mappings.js';
import { modelsApi } from './contract/models.js';
import { overviewApi } from './contract/overview.js';
import { previewsApi } from './contract/previews.js';
import { retentionApi } from './contract/retention.js';
import { sessionApi } from './contract/session.js';
import { usersApi } from './contract/users.js';
import { viewsApi } from './contract/views.js';

export * from './contract/accounts.js';
export * from './contract/audit.js';
export * from './contract/demo.js';
export * from './contract/documents.js';
export * from './contract/endpoint.js';
export * from './contract/events.js';
export * from './contract/evidence.js';
export * from './contract/keys.js';
export * from './contract/lead-shapes.js';
export * from './contract/leads.js';
export * from './contract/mappings.js';
export * from './contract/models.js';
export * from './contract/overview.js';
export * from './contract/previews.js';
export * from './contract/retention.js';
export * from './contract/session.js';
export * from './contract/users.js';
export * from './contract/views.js';

export const contract = {
  overview: overviewApi,
  leads: leadsApi,
  views: viewsApi,
  session: sessionApi,
  users: usersApi,
  keys: keysApi,
  audit: auditApi,
  accounts: accountsApi,
  retention: retentionApi,
  documents: documentsApi,
  previews: previewsApi,
  mappings: mappingsApi,
  events: eventsApi,
  models: modelsApi,
};
