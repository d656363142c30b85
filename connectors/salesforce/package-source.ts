/**
 * The source of our package, from what we make in an org that has no package: fields, permission sets and
 * the channel of change events.
 */
import type { OutputProperty } from '../connector.js';
import { CHANNEL, CHANNEL_LABEL, memberName } from './channel.js';
import { fieldComponent } from './custom-field.js';
import { declaration, STREAMED } from './definition.js';
import { type Component, METADATA_NAMESPACE } from './metadata.js';
import { nameInPackage } from './package-names.js';
import { permissionSets } from './permission-sets.js';
import { renderLines } from './xml.js';

/** Relative to the package's folder; the other files there are written by hand. */
const ROOT = 'force-app/main/default';

/** Folder and ending of a type's files (Metadata API Developer Guide). */
const PLACES = {
  PermissionSet: ['permissionsets', 'permissionset'],
  PlatformEventChannel: ['platformEventChannels', 'platformEventChannel'],
  PlatformEventChannelMember: ['platformEventChannelMembers', 'platformEventChannelMember'],
} as const;

/** Path -> content of every file that is made from `properties`. */
export function packageSource(properties: readonly OutputProperty[]): Map<string, string> {
  const fields = declaration.personObjects.flatMap((object) =>
    properties.map((property) => ({
      object,
      name: nameInPackage(declaration.outputName(property.name)),
      property,
    })),
  );
  const members = STREAMED.map((object) => ({
    fullName: memberName(object),
    eventChannel: CHANNEL,
    selectedEntity: `${object}ChangeEvent`,
  }));
  return new Map([
    ...fields.map(({ object, name, property }): [string, string] => {
      const component = { ...fieldComponent(object, name, property), fullName: name };
      const path = `${ROOT}/objects/${object}/fields/${name}.field-meta.xml`;
      return [path, documentOf('CustomField', component)];
    }),
    ...filesOf(
      'PermissionSet',
      permissionSets(
        fields.map(({ object, name, property: { writtenBy } }) => ({
          fullName: `${object}.${name}`,
          writtenBy,
        })),
      ),
    ),
    ...filesOf('PlatformEventChannel', [
      { fullName: CHANNEL, channelType: 'data', label: CHANNEL_LABEL },
    ]),
    ...filesOf('PlatformEventChannelMember', members),
  ]);
}

function filesOf(
  type: keyof typeof PLACES,
  components: readonly Component[],
): [path: string, text: string][] {
  const [folder, ending] = PLACES[type];
  // The name of the file is the name of the component.
  return components.map(({ fullName, ...component }) => [
    `${ROOT}/${folder}/${fullName}.${ending}-meta.xml`,
    documentOf(type, component),
  ]);
}

function documentOf(type: string, component: Readonly<Record<string, Component[string]>>): string {
  const lines = renderLines(type, component, `xmlns="${METADATA_NAMESPACE}"`);
  return `${['<?xml version="1.0" encoding="UTF-8"?>', ...lines].join('\n')}\n`;
}
