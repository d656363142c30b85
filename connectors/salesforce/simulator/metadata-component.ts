import { SoapFault } from './metadata-soap.js';
import type { XmlElement } from './metadata-xml.js';

/** A refusal of one component; the others of the call go on. */
export class ComponentError extends Error {
  readonly statusCode: string;
  readonly fields: readonly string[];

  constructor(statusCode: string, message: string, fields: readonly string[] = []) {
    super(message);
    this.statusCode = statusCode;
    this.fields = fields;
  }
}

/** Elements that a type takes: `once` at most once, `many` any number of times. */
export interface ElementRules {
  readonly type: string;
  readonly once: readonly string[];
  readonly many?: readonly string[];
}

/**
 * Refuses elements that the type does not know, or a second one where one is allowed: the platform
 * reads such a message not at all.
 */
export function checkElements(element: XmlElement, rules: ElementRules): void {
  const seen = new Set<string>();
  for (const { name } of element.children) {
    const known = rules.once.includes(name) || rules.many?.includes(name) === true;
    if (!known) {
      throw new SoapFault(
        'soapenv:Client',
        `Element {http://soap.sforce.com/2006/04/metadata}${name} invalid at this location in type ${rules.type}`,
      );
    }
    if (rules.once.includes(name) && seen.has(name))
      throw new SoapFault(
        'soapenv:Client',
        `Element ${name} is duplicated at this location in type ${rules.type}`,
      );
    seen.add(name);
  }
}

/** A whole number of an element. @throws SoapFault when it is none. */
export function wholeNumber(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^-?\d+$/.test(text))
    throw new SoapFault(
      'soapenv:Client',
      `'${text}' is not a valid value for the type xsd:int in ${name}`,
    );
  return Number(text);
}

export function flag(text: string | undefined, name: string): boolean | undefined {
  if (text === undefined) return undefined;
  if (!['true', 'false', '1', '0'].includes(text))
    throw new SoapFault(
      'soapenv:Client',
      `'${text}' is not a valid value for the type xsd:boolean in ${name}`,
    );
  return text === 'true' || text === '1';
}

/** API names: a letter first, then letters, digits and single underscores, none at the end. */
export function isDeveloperName(name: string): boolean {
  return /^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(name);
}
