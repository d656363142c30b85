import type { Session, SessionContext } from '../connector.js';
import type { Timing } from '../kit/timing.js';
import { backfill } from './backfill.js';
import { createApi } from './client.js';
import { describe } from './describe.js';
import { fetchRecords } from './fetch.js';
import { massWrites } from './mass.js';
import { openOrg } from './org.js';
import { readOwners } from './owners.js';
import { feedsOf, poll, startCursor } from './poll.js';
import { planProvision, provision } from './provision.js';
import { pushWrites } from './push.js';
import { streamChanges } from './stream.js';
import { createTask, findTasks, taskStates } from './tasks.js';

export function openSession(context: SessionContext, timing?: Timing): Session {
  const org = openOrg(createApi(context, timing));
  return {
    describe: (objects) => describe(org, objects),
    planProvision: (properties) => planProvision(org, properties),
    provision: (properties) => provision(org, properties),
    feeds: (needs) => feedsOf(needs),
    startCursor: (_, from) => startCursor(from),
    poll: (feed, cursor) => poll(org, feed, cursor),
    stream: (options) => streamChanges(org, options),
    backfill: (need, cursor) => backfill(org, need, cursor),
    fetch: (need, ids, withHistory, priority) =>
      fetchRecords(org, need, ids, withHistory, priority),
    push: (object, writes, priority) => pushWrites(org, object, writes, priority),
    mass: massWrites(org),
    createTask: (task) => createTask(org, task),
    findTasks: (object, record, since) => findTasks(org, object, record, since),
    taskStates: (ids) => taskStates(org, ids),
    owners: () => readOwners(org),
  };
}
