import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { PlumblineError } from '../../../src/lib/errors.js';
import type { ChannelRegistry } from './cdc-channels.js';
import { metadataOf } from './metadata-route.js';
import { child, textOf } from './metadata-soap.js';
import { parseXml, type XmlElement } from './metadata-xml.js';
import type { Org } from './org.js';

export interface PackageSpec {
  /** At most 15 characters: it stands before every name of the package, with two underscores. */
  readonly namespace: string;
  /** Source in the format of Salesforce DX, with `force-app` inside. */
  readonly folder: string;
}

interface SourceFile {
  /** Name of the component: the file's, without its ending. */
  readonly name: string;
  /** Folders above the file. */
  readonly folders: readonly string[];
  readonly element: XmlElement;
}

/**
 * Installs a managed package as an admin does for admins alone: its fields are open to nobody else until a
 * permission set of the package is assigned, and its selections of change events stand outside of the
 * org's own number.
 */
export function installPackage(
  org: Org,
  channels: ChannelRegistry,
  { namespace, folder }: PackageSpec,
  admin: string,
): void {
  if (!/^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(namespace) || namespace.length > 15) {
    throw new PlumblineError('simulator-package', `"${namespace}" is no namespace of a package.`, {
      status: 400,
    });
  }
  const files = readSource(join(folder, 'force-app'));
  const ofType = (type: string) => files.filter(({ element }) => element.name === type);
  const { fields, permissionSets } = metadataOf(org);
  for (const { name, folders, element } of ofType('CustomField')) {
    const object = folders.at(-2) ?? '';
    if (textOf(element, 'fullName') !== name) {
      throw new PlumblineError('simulator-package', `The file of ${object}.${name} is misnamed.`);
    }
    fields.install(withText(element, 'fullName', `${object}.${name}`), namespace);
  }
  for (const { name, element } of ofType('PermissionSet')) {
    const named = { ...element, children: [...element.children, textElement('fullName', name)] };
    const context = { user: admin, client: null, api: null, trusted: true };
    const set = permissionSets.install(inNamespace(named, namespace), namespace, context);
    const assignment = { AssigneeId: admin, PermissionSetId: set };
    org.create('PermissionSetAssignment', assignment, context);
  }
  const createdAt = org.clock.now();
  for (const { name, element } of ofType('PlatformEventChannel')) {
    const id = org.ids.make('0YL');
    const label = textOf(element, 'label') ?? name;
    const own = { id, name: `${namespace}__${name}`, label, namespace, createdAt };
    channels.channels.set(id, { ...own, channelType: 'data' });
  }
  for (const { name, element } of ofType('PlatformEventChannelMember')) {
    const id = org.ids.make('0v8');
    const channel = `${namespace}__${textOf(element, 'eventChannel')}`;
    const entity = textOf(element, 'selectedEntity') ?? '';
    if (!channels.channelNamed(channel)) {
      throw new PlumblineError('simulator-package', `${name} is of no channel of the package.`);
    }
    const member = { id, channel, entity, developerName: name, namespace, createdAt };
    channels.members.set(id, member);
  }
}

function readSource(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('-meta.xml'))
    .sort()
    .map((path) => {
      const [name = ''] = basename(path).split('.');
      const element = parseXml(readFileSync(join(folder, path), 'utf8'));
      return { name, folders: path.split(sep).slice(0, -1), element };
    });
}

/** Fields of the package are named inside of it without the namespace. */
function inNamespace(set: XmlElement, namespace: string): XmlElement {
  const children = set.children.map((entry) => {
    const field = entry.name === 'fieldPermissions' ? textOf(entry, 'field') : undefined;
    const [object, name] = field?.split('.') ?? [];
    return name?.endsWith('__c')
      ? withText(entry, 'field', `${object}.${namespace}__${name}`)
      : entry;
  });
  return { ...set, children };
}

function withText(element: XmlElement, name: string, text: string): XmlElement {
  const children = element.children.map((entry) =>
    entry === child(element, name) ? { ...entry, text } : entry,
  );
  return { ...element, children };
}

function textElement(name: string, text: string): XmlElement {
  return { name, uri: '', attributes: {}, children: [], text };
}
