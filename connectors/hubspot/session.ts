import type { Session, SessionContext } from '../connector.js';
import type { Timing } from '../kit/timing.js';
import { backfill } from './backfill.js';
import { createApi } from './client.js';
import { describe } from './describe.js';
import { fetchRecords } from './fetch.js';
import { readOwners } from './owners.js';
import { feedsOf, poll, startCursor } from './poll.js';
import { planProvision, provision } from './provision.js';
import { pushWrites } from './push.js';
import { createTask, findTasks, taskStates } from './tasks.js';

export function openSession(context: SessionContext, timing?: Timing): Session {
  const api = createApi(context, timing);
  return {
    describe: (objects) => describe(api, objects),
    planProvision: (properties) => planProvision(api, properties),
    provision: (properties) => provision(api, properties),
    feeds: (needs) => feedsOf(needs),
    startCursor: (_, from) => startCursor(from),
    poll: (feed, cursor) => poll(api, feed, cursor),
    backfill: (need, cursor) => backfill(api, need, cursor),
    fetch: (need, ids, withHistory, priority) =>
      fetchRecords(api, need, ids, withHistory, priority),
    push: (object, writes, priority) => pushWrites(api, object, writes, priority),
    createTask: (task) => createTask(api, task),
    findTasks: (object, record, since) => findTasks(api, object, record, since),
    taskStates: (ids) => taskStates(api, ids),
    owners: () => readOwners(api),
  };
}
