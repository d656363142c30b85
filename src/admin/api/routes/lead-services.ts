import type pg from 'pg';
import type { ScoredModel } from '../../../evaluate/documents.js';
import type { LeadAhead, LeadNow, LeadThen } from '../../../evaluate/lead-input.js';
import type { Clock } from '../../../lib/clock.js';
import type * as choices from '../../../reports/leads/choices.js';
import type * as duplicates from '../../../reports/leads/duplicates.js';
import type * as list from '../../../reports/leads/list.js';
import type * as page from '../../../reports/leads/page.js';
import type * as score from '../../../reports/leads/score.js';
import type * as sources from '../../../reports/leads/sources.js';
import type * as timeline from '../../../reports/leads/timeline.js';
import type * as writes from '../../../reports/leads/writes.js';
import type * as overview from '../../../reports/overview.js';

/** The read models that lists and pages of leads are made of. */
export type LeadReports = Pick<typeof list, 'readLeadPage' | 'countLeads'> &
  Pick<typeof choices, 'modelChoices' | 'readChoices'> &
  Pick<
    typeof page,
    | 'readLeadHead'
    | 'readHeldRecords'
    | 'readRecordsById'
    | 'readStageMoves'
    | 'stageThen'
    | 'readOwnerNames'
  > &
  Pick<typeof score, 'explainScores'> &
  Pick<typeof sources, 'explainSources'> &
  Pick<typeof timeline, 'readTimeline'> &
  Pick<typeof writes, 'readRecordWrites' | 'readLeadTasks'> &
  Pick<typeof duplicates, 'readSuggested'>;

export type OverviewReports = Pick<
  typeof overview,
  'readTallies' | 'readUnscored' | 'readChanged' | 'readPulse'
>;

/** What the routes of leads and overview need of the rest of the app. */
export interface LeadServices {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly reports: LeadReports & OverviewReports;
  /** The primary model first, then the other live ones, then the shadows. */
  models(workspace: number): Promise<readonly ScoredModel[]>;
  /** The lead as it is scored now; null where there is nothing to score. */
  leadNow(workspace: number, lead: number): Promise<LeadNow | null>;
  /** The lead at a moment to come if nothing else happens; null where there is nothing to score. */
  leadAhead(workspace: number, lead: number, at: number): Promise<LeadAhead | null>;
  /** The lead as it was at a moment, milliseconds. */
  leadThen(workspace: number, lead: number, at: number): Promise<LeadThen>;
  /** Where a person sees a record; null for sources without pages. */
  recordUrl(
    crm: string,
    portal: string,
    object: string,
    record: string,
    uiDomain: string | null,
  ): string | null;
  objectLabel(crm: string, object: string): string;
}
