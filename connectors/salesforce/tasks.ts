import { CrmError } from '../../src/lead/crm-error.js';
import type { FoundTask, Priority, TaskDraft, TaskState } from '../connector.js';
import { objectOf } from '../kit/json.js';
import type { ObjectInfo } from './catalog.js';
import { idChunks } from './id-chunks.js';
import { recordIdOf } from './ids.js';
import type { Org } from './org.js';
import { queryEach } from './query.js';
import { idIn, isTrue, rowOfRecord, timeIn, valueIn } from './row.js';
import { select } from './soql.js';
import { taskBody } from './task-body.js';

/** Clocks of ours and Salesforce's may differ by so much; the marker tells the tasks apart. */
const CLOCK_SKEW_MS = 120_000;

const MARKER = /\[plumbline:([^\]\s]{1,200})\]/;

/** Which of a task's references leads to a record of the object. */
const REFERENCES: Readonly<Record<string, 'WhoId' | 'WhatId'>> = {
  Lead: 'WhoId',
  Contact: 'WhoId',
  Account: 'WhatId',
  Opportunity: 'WhatId',
};

/** An owner who cannot have tasks: inactive, or a queue that does not take them. */
const NO_OWNER = new Set([
  'INACTIVE_OWNER_OR_USER',
  'INVALID_CROSS_REFERENCE_KEY',
  'FIELD_INTEGRITY_EXCEPTION',
  'OPERATION_WITH_INVALID_USER_TYPE_EXCEPTION',
]);

/** What a task has; throws when the connected user may create none. */
async function creatableTask({ catalog }: Org): Promise<ObjectInfo> {
  const lacking = ({ createable }: ObjectInfo): string[] => (createable ? [] : ['createable']);
  const info = await catalog.allowing('Task', lacking, 'live');
  if (info.createable) return info;
  throw new CrmError(
    'rights',
    'Tasks cannot be created for owners: let the connected user create tasks by a permission set (Setup, Permission Sets: Object Settings, Task, Create and Edit; System Permissions, Edit Tasks).',
  );
}

/**
 * Creates the task in one call that is sent once. Without an owner, or with one who cannot have tasks, it
 * is the connected user's: Salesforce knows no task of nobody.
 */
export async function createTask(org: Org, task: TaskDraft): Promise<string> {
  try {
    return await create(org, task, task.owner);
  } catch (error) {
    // The right may have been taken since it was looked up.
    if (error instanceof CrmError && error.kind === 'rights' && error.details?.codes) {
      org.catalog.forget('Task');
      await creatableTask(org);
    }
    if (task.owner === null || !isAboutOwner(error)) throw error;
    org.api.context.log.warn('the task goes to the connected user: its owner takes none', {
      owner: task.owner,
    });
    return create(org, task, null);
  }
}

async function create(org: Org, task: TaskDraft, owner: string | null): Promise<string> {
  const info = await creatableTask(org);
  const answer = await org.api.send({
    operation: 'task create',
    priority: 'live',
    effect: 'once',
    method: 'POST',
    path: '/sobjects/Task',
    headers: { 'sforce-mru': 'updateMru=false' },
    body: {
      [referenceOf(task.object)]: task.record,
      ...(owner !== null && { OwnerId: owner }),
      ...taskBody(task, info, waitingStatus(info), org.api.context.timeZone),
    },
  });
  const id = recordIdOf(objectOf(answer.body).id);
  if (id !== undefined) return id;
  throw new CrmError('transient', 'Salesforce created a task without telling its id.', {
    outcome: 'unknown',
  });
}

function isAboutOwner(error: unknown): boolean {
  if (!(error instanceof CrmError) || error.outcome === 'unknown') return false;
  const { codes, properties } = error.details;
  const named = Array.isArray(properties) && properties.length > 0 ? properties : ['OwnerId'];
  return (
    Array.isArray(codes) &&
    codes.some((code) => NO_OWNER.has(String(code))) &&
    named.includes('OwnerId')
  );
}

function referenceOf(object: string): 'WhoId' | 'WhatId' {
  const reference = Object.hasOwn(REFERENCES, object) ? REFERENCES[object] : undefined;
  if (reference !== undefined) return reference;
  const objects = Object.keys(REFERENCES).join(', ');
  throw new CrmError('refused', `Salesforce tasks are linked to ${objects}, not to ${object}.`);
}

const taskInfo = (org: Org, priority: Priority): Promise<ObjectInfo> =>
  org.catalog.readable('Task', priority);

/** The status of a task that nobody has touched; orgs name their own. */
function waitingStatus(info: ObjectInfo): string | undefined {
  const options = info.field('Status')?.options ?? [];
  const usual = options.find(({ value }) => value.toLowerCase() === 'not started');
  return (usual ?? options[0])?.value;
}

/**
 * The record's tasks, open, completed, archived or deleted since: a deleted one was created, too. Long text
 * cannot be filtered by Salesforce, so the marker is looked for here.
 */
export async function findTasks(
  org: Org,
  object: string,
  record: string,
  since: number,
): Promise<FoundTask[]> {
  const soql = select({
    fields: ['Id', 'Description', 'IsClosed', 'CreatedDate'],
    from: 'Task',
    where: [
      { field: referenceOf(object), is: '=', value: record },
      { field: 'CreatedDate', is: '>=', value: new Date(since - CLOCK_SKEW_MS) },
    ],
  });
  const options = { operation: 'tasks query', priority: 'live', all: true } as const;
  const records = await queryEach(org.api, soql, options);
  return records.map(rowOfRecord).flatMap((row): FoundTask[] => {
    const id = idIn(row, 'Id');
    if (id === undefined) return [];
    return [
      {
        id,
        marker: MARKER.exec(valueIn(row, 'Description', 'textarea') ?? '')?.[1] ?? null,
        completed: isTrue(row, 'IsClosed'),
        createdAt: timeIn(row, 'CreatedDate') ?? 0,
      },
    ];
  });
}

/** What Salesforce does not answer was purged long ago, or is hidden from the connected user. */
export async function taskStates(org: Org, ids: readonly string[]): Promise<TaskState[]> {
  const waiting = waitingStatus(await taskInfo(org, 'background'));
  const states: TaskState[] = [];
  for (const part of idChunks(ids)) {
    const soql = select({
      fields: ['Id', 'Status', 'IsClosed', 'IsDeleted', 'SystemModstamp'],
      from: 'Task',
      where: [{ field: 'Id', in: part }],
    });
    const options = { operation: 'task states query', priority: 'background', all: true } as const;
    for (const record of await queryEach(org.api, soql, options)) {
      const row = rowOfRecord(record);
      const id = idIn(row, 'Id');
      if (id === undefined) continue;
      const changedAt = timeIn(row, 'SystemModstamp') ?? null;
      const status = valueIn(row, 'Status', 'picklist');
      const open = status === null || status === waiting ? 'waiting' : 'started';
      const state = isTrue(row, 'IsDeleted')
        ? 'gone'
        : isTrue(row, 'IsClosed')
          ? 'completed'
          : open;
      states.push({ id, state, changedAt });
    }
  }
  return states;
}
