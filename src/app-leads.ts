/** What the pages of leads are made of. */
import type { LeadServices } from './admin/api/routes/lead-services.js';
import type { App } from './app-types.js';
import { readLeadAhead, readLeadNow, readLeadThen } from './evaluate/lead-input.js';
import { versionFor } from './evaluate/scored-model.js';
import { readInstalled } from './lib/installed.js';
import * as choices from './reports/leads/choices.js';
import { readSuggested } from './reports/leads/duplicates.js';
import { countLeads, readLeadPage } from './reports/leads/list.js';
import * as page from './reports/leads/page.js';
import { explainScores } from './reports/leads/score.js';
import { explainSources } from './reports/leads/sources.js';
import { readTimeline } from './reports/leads/timeline.js';
import { readLeadTasks, readRecordWrites } from './reports/leads/writes.js';
import * as overview from './reports/overview.js';

export function createLeadServices(
  app: Pick<App, 'pool' | 'clock' | 'documents' | 'connectors'>,
): LeadServices {
  const { pool, clock, documents, connectors } = app;
  return {
    pool,
    clock,
    reports: {
      ...choices,
      ...page,
      ...overview,
      readLeadPage,
      countLeads,
      // Of a model in pilot each lead follows one of two versions.
      explainScores: (models, input, now) => {
        const followed = models.map((one) => versionFor(one, input.fields, now));
        return explainScores(followed, input, now);
      },
      explainSources,
      readTimeline,
      readRecordWrites,
      readLeadTasks,
      readSuggested,
    },
    models: (workspace) => documents.models(workspace),
    leadNow: (workspace, lead) => readLeadNow(app, workspace, lead, clock()),
    leadAhead: (workspace, lead, at) => readLeadAhead(app, workspace, lead, at),
    leadThen: (workspace, lead, at) => readLeadThen(app, workspace, lead, at, readInstalled),
    recordUrl: (crm, portal, object, record, uiDomain) =>
      connectors.get(crm)?.declaration.recordUrl(portal, object, record, uiDomain) ?? null,
    objectLabel: (crm, object) => connectors.get(crm)?.declaration.objects[object]?.label ?? object,
  };
}
