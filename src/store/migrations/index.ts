import { first } from './0001-first.js';
import { apps } from './0002-apps.js';
import { plainBodies } from './0003-plain-bodies.js';
import { addresses } from './0004-addresses.js';
import { taskStates } from './0005-task-states.js';
import { valueHistory } from './0006-value-history.js';
import { models } from './0007-models.js';
import { past } from './0008-past.js';
import { fieldsSeq } from './0010-fields-seq.js';
import { people } from './0011-people.js';
import { search } from './0012-search.js';
import { drafts } from './0013-drafts.js';
import { leadFacts } from './0014-lead-facts.js';
import { outputs } from './0015-outputs.js';
import { events } from './0016-events.js';
import { becoming } from './0017-becoming.js';
import { streams } from './0018-streams.js';
import { leaving } from './0019-leaving.js';
import { teams } from './0020-teams.js';
import { massWrites } from './0022-mass-writes.js';
import { streamEvents } from './0023-stream-events.js';
import { lacks } from './0024-lacks.js';
import { previews } from './0025-previews.js';

/** Forward only; a published migration is never edited. */
export const migrations = [
  first,
  apps,
  plainBodies,
  addresses,
  taskStates,
  valueHistory,
  models,
  past,
  fieldsSeq,
  people,
  search,
  drafts,
  leadFacts,
  outputs,
  events,
  becoming,
  streams,
  leaving,
  teams,
  massWrites,
  streamEvents,
  lacks,
  previews,
];
