import type { OutgoingResponse } from '../../simulator-kit/server.js';
import { type ApiCall, type ApiHandler, bodyObject, type RouteFinder } from './call.js';
import { CAPTURABLE, type ChannelRegistry, STANDARD_CHANNEL } from './cdc-channels.js';
import { changeEventName } from './cdc-events.js';
import { apiError, notFound, type Refusal } from './errors.js';
import { readId } from './ids.js';
import { isDeveloperName } from './metadata-component.js';
import { QueryRefusal } from './query-refusal.js';
import { CHANNEL, channelRow, MEMBER, memberRow, toolingView } from './tooling-view.js';

const CUSTOMIZE = 'CustomizeApplication';
const VIEW_SETUP = 'ViewSetup';
const MOST_CHANNELS = 100;

/** `/tooling/…` below `/services/data/vNN.0`: event channels and their members, nothing else. */
export function toolingRoutes(registry: ChannelRegistry): RouteFinder {
  const service = new ToolingService(registry);
  const route = (operation: string, handle: ApiHandler) => ({
    operation: `tooling.${operation}`,
    handle,
  });
  return (method, [area, what, object, id, ...more]) => {
    if (area !== 'tooling' || more.length > 0) return undefined;
    if (what === 'query' && object === undefined && method === 'GET')
      return route('query', (call) => service.query(call));
    if (what !== 'sobjects' || (object !== CHANNEL && object !== MEMBER)) return undefined;
    if (id === undefined) {
      if (method !== 'POST') return undefined;
      return route(`create.${object}`, (call) =>
        object === CHANNEL ? service.createChannel(call) : service.createMember(call),
      );
    }
    if (method === 'GET') return route('get', (call) => service.get(call, object, id));
    return method === 'DELETE'
      ? route(`delete.${object}`, (call) => service.delete(call, object, id))
      : undefined;
  };
}

class ToolingService {
  private readonly registry: ChannelRegistry;

  constructor(registry: ChannelRegistry) {
    this.registry = registry;
  }

  query(call: ApiCall): OutgoingResponse {
    needRight(call, VIEW_SETUP);
    const text = call.request.query.get('q');
    if (text === null) throw apiError(400, 'MALFORMED_QUERY', 'a query needs the parameter q');
    try {
      const view = toolingView(call.org, this.registry);
      const rows = view.query(text, { all: false, user: call.user });
      const records = rows
        .render(0, rows.length, call.version)
        .map(({ attributes: _, ...row }) => ({
          attributes: attributesOf(call, rows.object, String(row.Id ?? '')),
          ...row,
        }));
      return {
        status: 200,
        body: {
          size: rows.length,
          totalSize: rows.totalSize,
          done: true,
          queryLocator: null,
          entityTypeName: rows.object,
          records,
        },
      };
    } catch (thrown) {
      if (thrown instanceof QueryRefusal) throw apiError(400, thrown.errorCode, thrown.message);
      throw thrown;
    }
  }

  createChannel(call: ApiCall): OutgoingResponse {
    needRight(call, CUSTOMIZE);
    const { fullName, metadata } = component(call, ['channelType', 'label']);
    const name = fullName.replace(/__chn$/, '');
    if (name === fullName || !isDeveloperName(name))
      throw refused(
        'INVALID_FULL_NAME',
        `A custom channel is named like MyChannel__chn, not ${fullName}`,
      );
    if (metadata.channelType !== 'data')
      throw refused('FIELD_INTEGRITY_EXCEPTION', 'Only channels of type data are offered here', [
        'ChannelType',
      ]);
    if (typeof metadata.label !== 'string' || metadata.label === '')
      throw refused('REQUIRED_FIELD_MISSING', 'Required fields are missing: [MasterLabel]', [
        'MasterLabel',
      ]);
    if (this.registry.channelNamed(fullName))
      throw refused('DUPLICATE_DEVELOPER_NAME', `This Developer Name is already in use: ${name}`, [
        'DeveloperName',
      ]);
    if (this.registry.channels.size >= MOST_CHANNELS)
      throw refused('LIMIT_EXCEEDED', `An org has at most ${MOST_CHANNELS} custom channels`);
    const id = call.org.ids.make('0YL');
    this.registry.channels.set(id, {
      id,
      name: fullName,
      label: metadata.label,
      channelType: 'data',
      createdAt: call.org.clock.now(),
    });
    return created(id);
  }

  createMember(call: ApiCall): OutgoingResponse {
    needRight(call, CUSTOMIZE);
    const { fullName, metadata } = component(call, ['eventChannel', 'selectedEntity']);
    const { registry } = this;
    const channel = String(metadata.eventChannel ?? '');
    const entity = String(metadata.selectedEntity ?? '');
    if (fullName.includes('__')) {
      const [namespace] = fullName.split('__');
      throw refused(
        'INVALID_FULL_NAME',
        `Cannot create a new component with the namespace: ${namespace}.  Only components in the same namespace as the organization can be created through the API`,
      );
    }
    if (!isDeveloperName(fullName))
      throw refused(
        'INVALID_FULL_NAME',
        `The name of a member has letters, digits and single underscores only: ${fullName}`,
      );
    if (channel !== STANDARD_CHANNEL && !registry.channelNamed(channel))
      throw refused(
        'INVALID_CROSS_REFERENCE_KEY',
        `Unable to find the specified channel: ${channel}`,
        ['EventChannel'],
      );
    if (!this.isCapturable(call, entity))
      throw refused('FIELD_INTEGRITY_EXCEPTION', `invalid event in selectedEntity: ${entity}`, [
        'SelectedEntity',
      ]);
    if (registry.member(channel, entity))
      throw refused('DUPLICATE_VALUE', `${entity} is already selected for ${channel}`, [
        'SelectedEntity',
      ]);
    if ([...registry.members.values()].some((member) => member.developerName === fullName))
      throw refused(
        'DUPLICATE_DEVELOPER_NAME',
        `This Developer Name is already in use: ${fullName}`,
        ['DeveloperName'],
      );
    const selected = registry.selected();
    if (!selected.has(entity) && selected.size >= registry.mostEntities) {
      throw refused(
        'LIMIT_EXCEEDED',
        `You can select up to ${registry.mostEntities} entities for Change Data Capture. To select more, contact Salesforce for the add-on`,
      );
    }
    const id = call.org.ids.make('0v8');
    const createdAt = call.org.clock.now();
    registry.members.set(id, { id, channel, entity, developerName: fullName, createdAt });
    return created(id);
  }

  get(call: ApiCall, object: string, given: string): OutgoingResponse {
    needRight(call, VIEW_SETUP);
    const id = readId(given) ?? '';
    const channel = this.registry.channels.get(id);
    const member = this.registry.members.get(id);
    if (object === CHANNEL && channel) {
      const { channelType, label } = channel;
      return record(call, object, channelRow(channel), { channelType, label });
    }
    if (object === MEMBER && member) {
      const metadata = { eventChannel: member.channel, selectedEntity: member.entity };
      return record(call, object, memberRow(member, this.registry), metadata);
    }
    throw notFound('The requested resource does not exist');
  }

  delete(call: ApiCall, object: string, given: string): OutgoingResponse {
    needRight(call, CUSTOMIZE);
    const id = readId(given) ?? '';
    if (object === MEMBER) {
      if (!this.registry.members.delete(id))
        throw notFound('The requested resource does not exist');
      return { status: 204 };
    }
    const channel = this.registry.channels.get(id);
    if (!channel) throw notFound('The requested resource does not exist');
    const used = [...this.registry.members.values()].some(
      (member) => member.channel === channel.name,
    );
    if (used)
      throw refused(
        'DEPENDENCY_EXISTS',
        `The channel ${channel.name} still has members: delete them first`,
      );
    this.registry.channels.delete(id);
    return { status: 204 };
  }

  private isCapturable({ org }: ApiCall, entity: string): boolean {
    return org.definitions
      .list()
      .some(
        (object) =>
          (CAPTURABLE.has(object.name) || object.custom) && changeEventName(object.name) === entity,
      );
  }
}

function needRight({ org, user }: ApiCall, right: string): void {
  const { access } = org;
  // Whoever customizes sees the setup.
  if (access.has(user, right) || access.has(user, CUSTOMIZE)) return;
  throw apiError(
    403,
    'INSUFFICIENT_ACCESS_OR_READONLY',
    `insufficient access rights: needs the permission ${right}`,
  );
}

/** `{FullName, Metadata: {…}}`; anything else is refused. */
function component(
  call: ApiCall,
  allowed: readonly string[],
): { fullName: string; metadata: Readonly<Record<string, unknown>> } {
  const { FullName, Metadata, ...more } = bodyObject(call);
  const [unknown] = Object.keys(more);
  if (unknown !== undefined)
    throw refused('INVALID_FIELD', `No such column '${unknown}' on the tooling object`);
  if (typeof FullName !== 'string' || FullName === '')
    throw refused('REQUIRED_FIELD_MISSING', 'Required fields are missing: [FullName]', [
      'FullName',
    ]);
  if (Metadata === null || typeof Metadata !== 'object' || Array.isArray(Metadata))
    throw refused('REQUIRED_FIELD_MISSING', 'Required fields are missing: [Metadata]', [
      'Metadata',
    ]);
  for (const name of Object.keys(Metadata)) {
    if (!allowed.includes(name))
      throw refused('INVALID_FIELD', `Metadata: ${name} is not offered here`, [name]);
  }
  return { fullName: FullName, metadata: Metadata as Record<string, unknown> };
}

function refused(errorCode: string, message: string, fields: readonly string[] = []): Refusal {
  return apiError(400, errorCode, message, fields);
}

function created(id: string): OutgoingResponse {
  return { status: 201, body: { id, success: true, errors: [], warnings: [], infos: [] } };
}

function attributesOf(call: ApiCall, type: string, id: string) {
  return { type, url: `/services/data/v${call.version}/tooling/sobjects/${type}/${id}` };
}

function record(
  call: ApiCall,
  type: string,
  row: Readonly<Record<string, unknown>>,
  Metadata: Readonly<Record<string, unknown>>,
): OutgoingResponse {
  return {
    status: 200,
    body: { attributes: attributesOf(call, type, String(row.Id)), ...row, Metadata },
  };
}
