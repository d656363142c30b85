import {
  type Channel,
  type ChannelMember,
  type ChannelRegistry,
  STANDARD_CHANNEL,
} from './cdc-channels.js';
import { field, objectOf, text } from './definition-fields.js';
import { Org } from './org.js';
import { dateTimeText, type FieldValues } from './values.js';

/** The objects of the tooling API that exist here. */
export const CHANNEL = 'PlatformEventChannel';
export const MEMBER = 'PlatformEventChannelMember';

const shared = () => [
  text('FullName', 255),
  text('DeveloperName', 80),
  text('MasterLabel', 80),
  text('NamespacePrefix', 15),
  text('Language', 40),
];

const definitions = () => [
  objectOf({
    name: CHANNEL,
    keyPrefix: '0YL',
    fields: [...shared(), text('ChannelType', 40)],
  }),
  objectOf({
    name: MEMBER,
    keyPrefix: '0v8',
    fields: [
      ...shared(),
      text('EventChannel', 255),
      text('SelectedEntity', 255),
      field('textarea', 'FilterExpression'),
    ],
  }),
];

/** Channels and members as rows: an org that holds nothing else, for the SOQL of the tooling API. */
export function toolingView(org: Org, registry: ChannelRegistry): Org {
  const view = new Org({ clock: org.clock, settings: org.settings, instance: '00000', name: '' });
  // Nobody has a profile there, so this closes the org's other objects to everybody.
  for (const object of view.definitions.list()) view.access.deny('', object.name, 'read');
  for (const object of definitions()) view.definitions.addObject(object);
  for (const channel of registry.channels.values()) add(view, CHANNEL, channelRow(channel));
  for (const member of registry.members.values()) add(view, MEMBER, memberRow(member, registry));
  return view;
}

function add(view: Org, object: string, values: FieldValues): void {
  view.records.add({ object, id: String(values.Id), values });
}

function stamps(createdAt: number): FieldValues {
  const at = dateTimeText(createdAt);
  return { IsDeleted: false, CreatedDate: at, LastModifiedDate: at, SystemModstamp: at };
}

export function channelRow(channel: Channel): FieldValues {
  return {
    Id: channel.id,
    FullName: channel.name,
    DeveloperName: channel.name.replace(/__chn$/, '').replace(/^\w+?__/, ''),
    MasterLabel: channel.label,
    NamespacePrefix: channel.namespace ?? null,
    Language: 'en_US',
    ChannelType: channel.channelType,
    ...stamps(channel.createdAt),
  };
}

/** A custom channel stands as its id, the standard one as its name. */
export function memberRow(member: ChannelMember, registry: ChannelRegistry): FieldValues {
  const channel =
    member.channel === STANDARD_CHANNEL
      ? STANDARD_CHANNEL
      : (registry.channelNamed(member.channel)?.id ?? member.channel);
  return {
    Id: member.id,
    FullName:
      member.namespace === undefined
        ? member.developerName
        : `${member.namespace}__${member.developerName}`,
    DeveloperName: member.developerName,
    MasterLabel: member.developerName,
    NamespacePrefix: member.namespace ?? null,
    Language: 'en_US',
    EventChannel: channel,
    SelectedEntity: member.entity,
    FilterExpression: null,
    ...stamps(member.createdAt),
  };
}
