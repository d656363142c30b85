/** What the pages of leads are made of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LeadServices } from './admin/api/routes/lead-services.js';
import type { App } from './app-types.js';
import { readLeadNow, readLeadThen } from './evaluate/lead-input.js';
import { packageRoot } from './lib/root.js';
import * as choices from './reports/leads/choices.js';
import { readSuggested } from './reports/leads/duplicates.js';
import { countLeads, readLeadPage } from './reports/leads/list.js';
import * as page from './reports/leads/page.js';
import { explainScores } from './reports/leads/score.js';
import { explainSources } from './reports/leads/sources.js';
import { readTimeline } from './reports/leads/timeline.js';
import { readLeadTasks, readRecordWrites } from './reports/leads/writes.js';
import * as overview from './reports/overview.js';

const readList = (path: string): string => readFileSync(join(packageRoot(), path), 'utf8');

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
      explainScores,
      explainSources,
      readTimeline,
      readRecordWrites,
      readLeadTasks,
      readSuggested,
    },
    models: (workspace) => documents.models(workspace),
    leadNow: (workspace, lead) => readLeadNow(app, workspace, lead, clock()),
    leadThen: (workspace, lead, at) => readLeadThen(app, workspace, lead, at, readList),
    recordUrl: (crm, portal, object, record) =>
      connectors.get(crm)?.declaration.recordUrl(portal, object, record) ?? null,
    objectLabel: (crm, object) => connectors.get(crm)?.declaration.objects[object]?.label ?? object,
  };
}
