import type { OutgoingResponse } from '../../simulator-kit/server.js';
import { ComponentError, checkElements } from './metadata-component.js';
import { FieldComponents } from './metadata-fields.js';
import { PermissionSetComponents } from './metadata-permission-sets.js';
import { type SoapCall, SoapFault, soapAnswer, soapFault, textOf } from './metadata-soap.js';
import { TYPE, type XmlContent, type XmlElement } from './metadata-xml.js';
import type { Org } from './org.js';
import type { WriteContext } from './transaction.js';

/** Components of one call (Metadata API: createMetadata, readMetadata …). */
const MOST_COMPONENTS = 10;
const MOST_QUERIES = 3;
/** The right of the API itself: Modify Metadata Through Metadata API Functions. */
export const MODIFY_METADATA = 'ModifyMetadata';
const MODIFY_ALL_DATA = 'ModifyAllData';

/** One type of component. */
interface Components {
  create(element: XmlElement, context: WriteContext): string;
  update(element: XmlElement, context: WriteContext): string;
  delete(fullName: string, context: WriteContext): void;
  read(fullName: string): Readonly<Record<string, XmlContent>> | null;
  list(): string[];
  /** Beyond the right to the API. */
  readonly right: string;
  readonly directory: string;
  readonly suffix: string;
}

/** The metadata API over SOAP: custom fields and permission sets, component by component. */
export class MetadataService {
  readonly fields: FieldComponents;
  readonly permissionSets: PermissionSetComponents;
  private readonly org: Org;
  private readonly types: ReadonlyMap<string, Components>;

  constructor(org: Org) {
    this.org = org;
    const fields = new FieldComponents(org);
    const sets = new PermissionSetComponents(org);
    this.fields = fields;
    this.permissionSets = sets;
    this.types = new Map<string, Components>([
      ['CustomField', typeOf(fields, 'CustomizeApplication', 'objects', 'object')],
      [
        'PermissionSet',
        typeOf(sets, 'ManageProfilesPermissionsets', 'permissionsets', 'permissionset'),
      ],
    ]);
  }

  /** Faults are answered, not thrown. */
  serve({ operation, allOrNone }: SoapCall, context: WriteContext): OutgoingResponse {
    try {
      const { access } = this.org;
      if (
        !access.has(context.user, MODIFY_METADATA) &&
        !access.has(context.user, MODIFY_ALL_DATA)
      ) {
        throw new SoapFault(
          'sf:INSUFFICIENT_ACCESS',
          'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
        );
      }
      return soapAnswer(operation.name, this.run(operation, context, allOrNone));
    } catch (thrown) {
      if (thrown instanceof SoapFault) return soapFault(thrown);
      throw thrown;
    }
  }

  private run(operation: XmlElement, context: WriteContext, allOrNone: boolean): XmlContent {
    switch (operation.name) {
      case 'createMetadata':
        return this.each(operation, context, allOrNone, (type, element) =>
          type.create(element, context),
        );
      case 'updateMetadata':
        return this.each(operation, context, allOrNone, (type, element) =>
          type.update(element, context),
        );
      case 'deleteMetadata':
        return this.deleteAll(operation, context);
      case 'readMetadata':
        return this.read(operation);
      case 'listMetadata':
        return this.list(operation);
      case 'describeMetadata':
        return this.describe();
      default:
        throw new SoapFault(
          'soapenv:Client',
          `No operation available for request ${operation.name}`,
        );
    }
  }

  private each(
    operation: XmlElement,
    context: WriteContext,
    allOrNone: boolean,
    act: (type: Components, element: XmlElement) => string,
  ): XmlContent {
    checkElements(operation, { type: operation.name, once: [], many: ['metadata'] });
    const elements = operation.children;
    tooMany(elements.length, MOST_COMPONENTS);
    // Rolling components back is not offered: better refused than half done.
    if (allOrNone && elements.length > 1)
      throw new SoapFault(
        'sf:UNKNOWN_EXCEPTION',
        'allOrNone is not offered for several components',
      );
    const names = new Set(elements.map((element) => typeName(element)));
    if (names.size > 1)
      throw new SoapFault('sf:INVALID_TYPE', 'All components of a call must be of one type');
    const result = elements.map((element) => {
      const type = this.typeNamed(typeName(element));
      const fullName = textOf(element, 'fullName') ?? '';
      return outcome(fullName, () => {
        this.needRight(type, context);
        return act(type, element);
      });
    });
    return { result };
  }

  private deleteAll(operation: XmlElement, context: WriteContext): XmlContent {
    checkElements(operation, { type: 'deleteMetadata', once: ['type'], many: ['fullNames'] });
    const type = this.typeNamed(textOf(operation, 'type') ?? '');
    const names = namesOf(operation);
    tooMany(names.length, MOST_COMPONENTS);
    const result = names.map((fullName) =>
      outcome(fullName, () => {
        this.needRight(type, context);
        type.delete(fullName, context);
        return fullName;
      }),
    );
    return { result };
  }

  private read(operation: XmlElement): XmlContent {
    checkElements(operation, { type: 'readMetadata', once: ['type'], many: ['fullNames'] });
    const name = textOf(operation, 'type') ?? '';
    const type = this.typeNamed(name);
    const names = namesOf(operation);
    tooMany(names.length, MOST_COMPONENTS);
    const records = names.map((fullName): XmlContent => {
      const found = type.read(fullName);
      return found === null ? null : { [TYPE]: name, ...found };
    });
    return { result: { records } };
  }

  private list(operation: XmlElement): XmlContent {
    checkElements(operation, { type: 'listMetadata', once: ['asOfVersion'], many: ['queries'] });
    const queries = operation.children.filter(({ name }) => name === 'queries');
    tooMany(queries.length, MOST_QUERIES);
    const result = queries.flatMap((query) => {
      const name = textOf(query, 'type') ?? '';
      const type = this.typeNamed(name);
      return type.list().map((fullName) => ({
        fileName: `${type.directory}/${fullName.split('.')[0]}.${type.suffix}`,
        fullName,
        manageableState: 'unmanaged',
        type: name,
      }));
    });
    return { result };
  }

  private describe(): XmlContent {
    return {
      result: {
        metadataObjects: [...this.types].map(([xmlName, { directory, suffix }]) => ({
          directoryName: directory,
          inFolder: false,
          metaFile: false,
          suffix,
          xmlName,
        })),
        organizationNamespace: '',
        partialSaveAllowed: true,
        testRequired: false,
      },
    };
  }

  private typeNamed(name: string): Components {
    const type = this.types.get(name);
    if (!type) throw new SoapFault('sf:INVALID_TYPE', `Unknown type:${name}`);
    return type;
  }

  private needRight({ right }: Components, { user }: WriteContext): void {
    if (this.org.access.has(user, right)) return;
    throw new ComponentError(
      'INSUFFICIENT_ACCESS_OR_READONLY',
      `insufficient access rights on cross-reference id: needs the permission ${right}`,
    );
  }
}

function typeOf(
  components: Omit<Components, 'right' | 'directory' | 'suffix'>,
  right: string,
  directory: string,
  suffix: string,
): Components {
  return {
    create: (element, context) => components.create(element, context),
    update: (element, context) => components.update(element, context),
    delete: (fullName, context) => components.delete(fullName, context),
    read: (fullName) => components.read(fullName),
    list: () => components.list(),
    right,
    directory,
    suffix,
  };
}

function typeName(element: XmlElement): string {
  const given = element.attributes.type;
  if (given === undefined) throw new SoapFault('soapenv:Client', 'A component needs its xsi:type');
  return given.replace(/^\w+:/, '');
}

function namesOf(operation: XmlElement): string[] {
  return operation.children
    .filter(({ name }) => name === 'fullNames')
    .map(({ text }) => text.trim());
}

function tooMany(count: number, most: number): void {
  if (count > most)
    throw new SoapFault(
      'sf:LIMIT_EXCEEDED',
      `record limit reached. cannot submit more than ${most} records into this call`,
    );
}

function outcome(fullName: string, act: () => string): XmlContent {
  try {
    return { fullName: act(), success: true };
  } catch (thrown) {
    if (!(thrown instanceof ComponentError)) throw thrown;
    const { statusCode, message, fields } = thrown;
    return { errors: { fields, message, statusCode }, fullName, success: false };
  }
}
