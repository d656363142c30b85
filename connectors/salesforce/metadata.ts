/**
 * Salesforce's Metadata API over SOAP: the part that makes fields and permission sets at once, without a
 * deployment. Elements are sent in the order of their names, as its schema has them.
 */
import { CrmError } from '../../src/lead/crm-error.js';
import { chunks } from '../kit/batch.js';
import type { CallOptions, SalesforceApi } from './client.js';
import type { SalesforceFault } from './errors.js';
import { SALESFORCE_API_VERSION } from './version.js';
import { type Element, elementsOf, render, textIn, type XmlValue } from './xml.js';

export type ComponentType = 'CustomField' | 'PermissionSet';

/** A component as its schema has it; `fullName` is its name: `Lead.Plumbline_Score__c`. */
export interface Component {
  readonly fullName: string;
  readonly [element: string]: XmlValue;
}

/** What became of one component. */
export interface ComponentResult {
  readonly fullName: string;
  readonly success: boolean;
  readonly faults: readonly SalesforceFault[];
}

/** Components a call takes. */
const AT_ONCE = 10;

const PATH = `/services/Soap/m/${SALESFORCE_API_VERSION}`;
export const METADATA_NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

/** Those of the named components that are there, by full name, as elements. */
export async function readComponents(
  api: SalesforceApi,
  type: ComponentType,
  names: readonly string[],
): Promise<ReadonlyMap<string, Element>> {
  const found = new Map<string, Element>();
  for (const part of chunks(names, AT_ONCE)) {
    const body = part.map((name) => render('fullNames', name)).join('');
    const call = `<readMetadata>${render('type', type)}${body}</readMetadata>`;
    const answer = await soap(api, { operation: `${type} read`, priority: 'live' }, call);
    for (const record of elementsOf(answer, 'records')) {
      const name = textIn(record, 'fullName');
      if (name !== undefined && name !== '') found.set(name, record);
    }
  }
  return found;
}

/** Makes components, or changes those that are there, one result each. */
export async function writeComponents(
  api: SalesforceApi,
  how: 'create' | 'update',
  type: ComponentType,
  components: readonly Component[],
): Promise<ComponentResult[]> {
  const results: ComponentResult[] = [];
  for (const part of chunks(components, AT_ONCE)) {
    const body = part.map((component) => render('metadata', component, `xsi:type="${type}"`));
    // What was made already is refused by its name the second time, a change is the same once more.
    const effect = 'repeatable';
    const options = { operation: `${type} ${how}`, priority: 'live', effect } as const;
    const call = `<${how}Metadata>${body.join('')}</${how}Metadata>`;
    const answer = await soap(api, options, call);
    const told = elementsOf(answer, 'result').map(resultOf);
    if (told.length !== part.length) {
      throw new CrmError('transient', 'Salesforce did not say what became of every component.');
    }
    results.push(...told);
  }
  return results;
}

function resultOf(element: Element): ComponentResult {
  return {
    fullName: textIn(element, 'fullName') ?? '',
    success: textIn(element, 'success') === 'true',
    faults: elementsOf(element, 'errors').map((error) => ({
      code: textIn(error, 'statusCode') ?? '',
      message: textIn(error, 'message') ?? '',
      fields: [],
    })),
  };
}

async function soap(api: SalesforceApi, options: CallOptions, call: string): Promise<Element> {
  const { body } = await api.send({
    ...options,
    method: 'POST',
    path: PATH,
    headers: { soapaction: '""' },
    text: {
      type: 'text/xml; charset=UTF-8',
      of: (token) =>
        `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="${METADATA_NAMESPACE}"><soapenv:Header><SessionHeader>${render('sessionId', token)}</SessionHeader></soapenv:Header><soapenv:Body>${call}</soapenv:Body></soapenv:Envelope>`,
    },
    answer: 'text',
  });
  return typeof body === 'string' ? body : '';
}
