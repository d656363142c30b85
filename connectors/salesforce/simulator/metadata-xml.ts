import { Parser } from 'xml2js';

/** An element with its children in order; names come without their prefix. */
export interface XmlElement {
  readonly name: string;
  /** Namespace of the name. */
  readonly uri: string;
  /** By local name, e.g. `type` of `xsi:type`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Characters directly inside, with entities resolved. */
  readonly text: string;
}

interface Parsed {
  readonly '#name': string;
  readonly $ns?: { readonly uri?: string; readonly local?: string };
  readonly $?: Readonly<Record<string, { readonly local: string; readonly value: string }>>;
  readonly $$?: readonly Parsed[];
  readonly _?: string;
}

/** The root element of a document. @throws Error when it is not well-formed. */
export function parseXml(text: string): XmlElement {
  const parser = new Parser({
    xmlns: true,
    explicitRoot: false,
    explicitChildren: true,
    preserveChildrenOrder: true,
    charsAsChildren: false,
  });
  let failure: Error | null = null;
  let parsed: Parsed | null = null;
  // Without its `async` option the parser calls back before it returns.
  parser.parseString(text, (error: Error | null, result: unknown) => {
    failure ??= error;
    parsed = result as Parsed | null;
  });
  if (failure !== null) throw failure;
  if (!parsed) throw new Error('The document is empty.');
  return elementOf(parsed);
}

function elementOf(parsed: Parsed): XmlElement {
  const attributes: Record<string, string> = {};
  for (const { local, value } of Object.values(parsed.$ ?? {})) attributes[local] = value;
  return {
    name: parsed.$ns?.local ?? parsed['#name'],
    uri: parsed.$ns?.uri ?? '',
    attributes,
    children: (parsed.$$ ?? []).map(elementOf),
    text: parsed._ ?? '',
  };
}

/** What an answer is made of; arrays repeat the element, undefined leaves it out, null is nil. */
export type XmlContent =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly XmlContent[]
  | { readonly [name: string]: XmlContent };

/** `xsi:type` of an element. */
export const TYPE = '@type';

/** Elements from plain values, with everything escaped. */
export function toXml(name: string, content: XmlContent): string {
  if (content === undefined) return '';
  if (Array.isArray(content)) return content.map((entry) => toXml(name, entry)).join('');
  if (content === null) return `<${name} xsi:nil="true"/>`;
  if (typeof content !== 'object') return `<${name}>${escapeXml(String(content))}</${name}>`;
  const entries = Object.entries(content);
  const type = entries.find(([key]) => key === TYPE)?.[1];
  const inside = entries.map(([key, value]) => (key === TYPE ? '' : toXml(key, value))).join('');
  return `<${name}${type === undefined ? '' : ` xsi:type="${String(type)}"`}>${inside}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] as string);
}
