import { CrmError } from '../../src/lead/crm-error.js';
import type { FoundTask, Priority, TaskDraft, TaskState } from '../connector.js';
import { chunks } from '../kit/batch.js';
import { arrayOf, idOf, objectOf, textOf, timeOf } from '../kit/json.js';
import type { HubSpotApi } from './client.js';
import { declaration } from './definition.js';
import { readLinks } from './links.js';
import { HUBSPOT_API_VERSION } from './version.js';

/** Association types from a task (HubSpot docs: Association type ids). */
const TASK_TO: Readonly<Record<string, number>> = { contacts: 204, companies: 192, deals: 216 };

/** Clocks of ours and HubSpot's may differ by so much; the marker tells the tasks apart. */
const CLOCK_SKEW_MS = 120_000;

const MARKER = /\[plumbline:([^\]\s<>]{1,200})\]/;

/** Creates the task with its link in one call. Plain fetch: a time-out must cut the connection. */
export async function createTask(api: HubSpotApi, task: TaskDraft): Promise<string> {
  const associationTypeId = TASK_TO[task.object];
  if (associationTypeId === undefined) {
    throw new CrmError(
      'refused',
      `HubSpot tasks are linked to ${Object.keys(TASK_TO).join(', ')}, not to ${task.object}.`,
    );
  }
  const answer = await api.send({
    operation: 'task create',
    priority: 'live',
    effect: 'once',
    method: 'POST',
    path: `/crm/objects/${HUBSPOT_API_VERSION}/tasks`,
    body: {
      properties: {
        hs_timestamp: new Date(task.due).toISOString(),
        hs_task_subject: task.subject,
        hs_task_body: bodyOf(task),
        hs_task_status: 'NOT_STARTED',
        hs_task_priority: task.priority.toUpperCase(),
        hs_task_type: 'TODO',
        ...(task.owner !== null && { hubspot_owner_id: task.owner }),
      },
      associations: [
        {
          to: { id: task.record },
          types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }],
        },
      ],
    },
  });
  const id = idOf(objectOf(answer.body).id);
  if (id === undefined) {
    throw new CrmError('transient', 'HubSpot created a task without telling its id.', {
      outcome: 'unknown',
    });
  }
  return id;
}

/** Nothing in a line, which may hold a lead's own words, can pass for the marker. */
function bodyOf(task: TaskDraft): string {
  const lines = task.lines.map((line) => escapeHtml(line.replaceAll('[plumbline:', '(plumbline:')));
  return [...lines, `[plumbline:${escapeHtml(task.marker)}]`].join('<br>');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** The record's tasks, through its links and a batch read, because the search index lags. */
export async function findTasks(
  api: HubSpotApi,
  object: string,
  record: string,
  since: number,
): Promise<FoundTask[]> {
  const links = await readLinks(api, object, 'tasks', [record], 'live');
  const ids = (links.get(record) ?? []).map((link) => link.record);
  const tasks: FoundTask[] = [];
  for (const part of chunks(ids, declaration.limits.readBatch)) {
    const properties = ['hs_task_body', 'hs_task_status', 'hs_createdate'];
    const { results } = await readTasks(api, part, properties, 'live');
    tasks.push(...arrayOf(results).flatMap(taskOf));
  }
  return tasks.filter((task) => task.createdAt >= since - CLOCK_SKEW_MS);
}

/** The answer's parts: a dated path may name what it did not find in a 200. */
async function readTasks(
  api: HubSpotApi,
  ids: readonly string[],
  properties: readonly string[],
  priority: Priority,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await api.send({
    operation: 'tasks batch read',
    priority,
    method: 'POST',
    path: `/crm/objects/${HUBSPOT_API_VERSION}/tasks/batch/read`,
    body: { inputs: ids.map((id) => ({ id })), properties, propertiesWithHistory: [] },
  });
  return objectOf(answer.body);
}

/** Deleted tasks are those that the answer's errors name (HubSpot docs: Error handling, batch errors). */
export async function taskStates(api: HubSpotApi, ids: readonly string[]): Promise<TaskState[]> {
  const { results, errors } = await readTasks(api, ids, ['hs_task_status'], 'background');
  const found = arrayOf(results).map(objectOf).flatMap(stateOf);
  const lost = arrayOf(errors)
    .map(objectOf)
    .filter((error) => error.category === 'OBJECT_NOT_FOUND')
    .flatMap((error) => arrayOf(objectOf(error.context).ids))
    .flatMap((id) => idOf(id) ?? []);
  return [...found, ...lost.map((id) => ({ id, state: 'gone' as const, changedAt: null }))];
}

function stateOf(task: Readonly<Record<string, unknown>>): TaskState[] {
  const id = idOf(task.id);
  if (id === undefined) return [];
  const changedAt = timeOf(task.updatedAt) ?? null;
  switch (textOf(objectOf(task.properties).hs_task_status)) {
    case 'COMPLETED':
      return [{ id, state: 'completed', changedAt }];
    case 'IN_PROGRESS':
    case 'WAITING':
    case 'DEFERRED':
      return [{ id, state: 'started', changedAt }];
    default:
      return [{ id, state: 'waiting', changedAt }];
  }
}

function taskOf(row: unknown): FoundTask[] {
  const task = objectOf(row);
  const id = idOf(task.id);
  const properties = objectOf(task.properties);
  if (id === undefined) return [];
  const marker = MARKER.exec(textOf(properties.hs_task_body) ?? '')?.[1];
  return [
    {
      id,
      marker: marker === undefined ? null : unescapeHtml(marker),
      completed: properties.hs_task_status === 'COMPLETED',
      createdAt: timeOf(properties.hs_createdate) ?? timeOf(task.createdAt) ?? 0,
    },
  ];
}
