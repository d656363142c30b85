import { CrmError } from '../../src/lead/crm-error.js';
import { textOf } from '../kit/json.js';
import { STREAMED } from './definition.js';
import { recordIdOf } from './ids.js';
import type { Org } from './org.js';
import { seenNamespace } from './package.js';
import { isOwnNamespace } from './package-names.js';
import { queryEach } from './query.js';
import { select } from './soql.js';

/** The org's channel of change events that is ours, and what it tells of. */
export interface OwnChannel {
  /** `/data/Plumbline__chn` */
  readonly path: string;
  /** Absent where the connected user may listen, but not see what was selected. */
  readonly objects?: readonly string[];
  /** Why not all that were wanted are among them, for the admin. */
  readonly left?: string;
}

const NAME = 'Plumbline';
export const CHANNEL = `${NAME}__chn`;
export const CHANNEL_LABEL = NAME;
const PATH = `/data/${CHANNEL}`;
const packagedPath = (namespace: string): string => `/data/${namespace}__${CHANNEL}`;

/**
 * Finds the package's channel, ours, or makes ours, with as many of the wanted objects as the org allows, the
 * most worthy first. Making it again and again changes nothing. The package's channel is not ours to change:
 * it is used as it is.
 * @throws CrmError `rights`, with the way out, where there can be no channel
 */
export async function ownChannel(org: Org, wanted: readonly string[]): Promise<OwnChannel> {
  const found = await unlessForbidden(findChannels(org));
  if (found === 'forbidden') {
    const namespace = await seenNamespace(org.catalog, 'background');
    return { path: namespace === undefined ? PATH : packagedPath(namespace) };
  }
  try {
    for (const { namespace, id } of found) {
      if (namespace === undefined) continue;
      const path = packagedPath(namespace);
      const objects = await membersOf(org, [id, path.slice('/data/'.length)]);
      if (objects.some((object) => wanted.includes(object))) return { path, objects };
    }
    const id =
      found.find(({ namespace }) => namespace === undefined)?.id ?? (await makeChannel(org));
    const there = await membersOf(org, [id, CHANNEL]);
    const missing = STREAMED.filter((object) => wanted.includes(object) && !there.includes(object));
    const { added, refusal } = await addMembers(org, missing);
    const objects = [...there, ...added];
    const out = missing.filter((object) => !added.includes(object));
    if (objects.length > 0) {
      return { path: PATH, objects, ...(out.length > 0 && { left: leftOut(out, refusal) }) };
    }
  } catch (error) {
    if (!(error instanceof CrmError) || !(error.kind === 'rights' || error.kind === 'refused')) {
      throw error;
    }
    throw noChannel(error.message, error);
  }
  throw noChannel('The org has no change events left to select.');
}

/** An admin, or a package, may have made the channel for a user who sees nothing of the setup. */
async function unlessForbidden<T>(call: Promise<T>): Promise<T | 'forbidden'> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof CrmError && error.kind === 'rights') return 'forbidden';
    throw error;
  }
}

function leftOut(objects: readonly string[], said: string): string {
  return `Changes of ${objects.join(', ')} are polled, those of the other objects streamed: the org selects no more objects for change events. Where they matter, take another object out of its channels (Setup, Change Data Capture), or buy selections; they are taken up within a quarter of an hour. ${said}`;
}

function noChannel(said: string, cause?: unknown): CrmError {
  return new CrmError(
    'rights',
    `Salesforce streams no changes to us, so the org is polled. Let an admin make the channel ${CHANNEL} by letting Plumbline connect once as a user with View Setup and Configuration and Customize Application, or install the package. ${said}`,
    cause === undefined ? {} : { cause },
  );
}

async function tooling(org: Org, soql: string, operation: string) {
  return queryEach(org.api, soql, { operation, priority: 'background', tooling: true });
}

interface FoundChannel {
  readonly id: string;
  /** Of our package; undefined when we made it. */
  readonly namespace: string | undefined;
}

async function findChannels(org: Org): Promise<FoundChannel[]> {
  const soql = select({
    fields: ['Id', 'NamespacePrefix'],
    from: 'PlatformEventChannel',
    where: [{ field: 'DeveloperName', is: '=', value: NAME }],
  });
  const rows = await tooling(org, soql, 'event channels query');
  return rows.flatMap((row) => {
    const [id, namespace] = [recordIdOf(row.Id), textOf(row.NamespacePrefix) || undefined];
    const ours = namespace === undefined || isOwnNamespace(namespace);
    return id !== undefined && ours ? [{ id, namespace }] : [];
  });
}

async function makeChannel(org: Org): Promise<string> {
  const id = await make(org, 'PlatformEventChannel', CHANNEL, {
    channelType: 'data',
    label: CHANNEL_LABEL,
  });
  if (id !== undefined) return id;
  throw new CrmError('transient', 'Salesforce made an event channel without telling its id.');
}

/** Objects that the channel tells of; members name it by its id or its name. */
async function membersOf(org: Org, channel: readonly string[]): Promise<string[]> {
  const soql = select({
    fields: ['EventChannel', 'SelectedEntity'],
    from: 'PlatformEventChannelMember',
  });
  const rows = await tooling(org, soql, 'event channel members query');
  return rows.flatMap((row) => {
    const of = textOf(row.EventChannel) ?? '';
    const entity = textOf(row.SelectedEntity)?.match(/^(\w+)ChangeEvent$/)?.[1];
    const own = channel.includes(of) || channel.includes(recordIdOf(of) ?? '');
    return own && entity !== undefined ? [entity] : [];
  });
}

export const memberName = (object: string): string => `${NAME}_chn_${object}ChangeEvent`;

/** An org has a number of selections for all its channels: when they are used up, what there is must do. */
async function addMembers(
  org: Org,
  objects: readonly string[],
): Promise<{ readonly added: readonly string[]; readonly refusal: string }> {
  const added: string[] = [];
  let refusal = '';
  for (const object of objects) {
    const selectedEntity = `${object}ChangeEvent`;
    const metadata = { eventChannel: CHANNEL, selectedEntity };
    try {
      await make(org, 'PlatformEventChannelMember', memberName(object), metadata);
      added.push(object);
    } catch (error) {
      if (!(error instanceof CrmError) || error.kind !== 'refused') throw error;
      refusal = error.message;
      org.api.context.log.info('an object is not streamed', { object, reason: error.message });
    }
  }
  return { added, refusal };
}

async function make(
  { api }: Org,
  type: string,
  FullName: string,
  Metadata: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const { body } = await api.send({
    operation: `${type} create`,
    priority: 'background',
    effect: 'repeatable',
    method: 'POST',
    path: `/tooling/sobjects/${type}`,
    body: { FullName, Metadata },
  });
  return recordIdOf((body as { id?: unknown } | null)?.id);
}
