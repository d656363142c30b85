/** Our properties as custom fields: what we make, and whether what is there can be ours. */
import type { OutputProperty } from '../connector.js';
import type { Component } from './metadata.js';
import { type Element, elementsOf, textIn, type XmlValue } from './xml.js';

/** Salesforce's types of custom fields (Metadata API Developer Guide: CustomField). */
const TYPES: Readonly<Record<OutputProperty['type'], string>> = {
  number: 'Number',
  text: 'Text',
  'long-text': 'LongTextArea',
  datetime: 'DateTime',
  date: 'Date',
  boolean: 'Checkbox',
  list: 'Picklist',
};

/** We write at most 250 characters into a text; what is too short for it would refuse them. */
const SHORTEST_LONG_TEXT = 255;
const SHORTEST_TEXT = 80;
const TEXT_LENGTH = 255;
const LONG_TEXT_LENGTH = 32_768;
const DIGITS = 9;

/** Characters of a custom field's name, `__c` not counted. */
const LONGEST_NAME = 40;

/** Why no field can have this name; undefined when it can. */
export function nameProblem(name: string): string | undefined {
  const own = name.replace(/__c$/, '');
  if (own.length <= LONGEST_NAME) return undefined;
  return `${name} is longer than the ${LONGEST_NAME} characters that Salesforce allows: give the model a shorter name.`;
}

/** Elements in the order of the schema. `kept` are values of an existing list that are not ours. */
export function fieldComponent(
  object: string,
  name: string,
  property: OutputProperty,
  kept: readonly Choice[] = [],
): Component {
  const { type } = property;
  return {
    fullName: `${object}.${name}`,
    ...(type === 'boolean' && { defaultValue: 'false' }),
    description: property.description,
    inlineHelpText: property.description.slice(0, 510),
    label: property.label.slice(0, 40),
    ...(type === 'text' && { length: TEXT_LENGTH }),
    ...(type === 'long-text' && { length: LONG_TEXT_LENGTH }),
    ...(type === 'number' && { precision: DIGITS }),
    ...(type !== 'boolean' && type !== 'long-text' && { required: false }),
    ...(type === 'number' && { scale: 0 }),
    trackTrending: false,
    type: TYPES[type],
    ...(type === 'list' && { valueSet: valueSetOf([...kept, ...lacking(property, kept)]) }),
    ...(type === 'long-text' && { visibleLines: 4 }),
  };
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

function valueSetOf(choices: readonly Choice[]): XmlValue {
  return {
    restricted: true,
    valueSetDefinition: {
      sorted: false,
      value: choices.map(({ value, label }) => ({ fullName: value, default: false, label })),
    },
  };
}

function lacking({ options = [] }: OutputProperty, there: readonly Choice[]): Choice[] {
  const values = new Set(there.map(({ value }) => value.toLowerCase()));
  return options.filter(({ value }) => !values.has(value.toLowerCase()));
}

/** What an existing field is to us. */
export type Comparison =
  | { readonly action: 'present' }
  /** `choices` are those of an existing list, when it lacks some of ours. */
  | { readonly action: 'adopt'; readonly reason: string; readonly choices?: readonly Choice[] }
  | { readonly action: 'refuse'; readonly reason: string };

/** Holds a field's metadata against what we want of it. */
export function compareField(
  fullName: string,
  existing: Element,
  property: OutputProperty,
): Comparison {
  const type = textIn(existing, 'type') ?? '';
  const wanted = TYPES[property.type];
  const rename = `Delete or rename it in Setup, Object Manager, then try again.`;
  if (elementsOf(existing, 'formula').length > 0) {
    const reason = `The field ${fullName} exists and is a formula, so it cannot be written. ${rename}`;
    return { action: 'refuse', reason };
  }
  const length = Number(textIn(existing, 'length') ?? 0);
  if (!takes(property.type, type, length)) {
    const size = length > 0 ? ` of ${length} characters` : '';
    const reason = `The field ${fullName} exists with the type ${type}${size}; it must be ${wanted}. ${rename}`;
    return { action: 'refuse', reason };
  }
  if (property.type === 'list') return compareList(fullName, existing, property);
  if (type === wanted) return { action: 'present' };
  const reason = `The field ${fullName} exists with the type ${type} instead of ${wanted}; it is used as it is.`;
  return { action: 'adopt', reason };
}

function takes(wanted: OutputProperty['type'], type: string, length: number): boolean {
  if (wanted === 'text') return type === 'Text' && length >= SHORTEST_TEXT;
  if (wanted === 'long-text') {
    return (
      type === 'TextArea' || (/^(LongTextArea|Text)$/.test(type) && length >= SHORTEST_LONG_TEXT)
    );
  }
  return type === TYPES[wanted];
}

function compareList(fullName: string, existing: Element, property: OutputProperty): Comparison {
  const [set = ''] = elementsOf(existing, 'valueSet');
  if (textIn(set, 'valueSetName') !== undefined) {
    const reason = `The list ${fullName} takes its choices from a global value set. Give it choices of its own in Setup, Object Manager, then try again.`;
    return { action: 'refuse', reason };
  }
  const choices = elementsOf(set, 'value').flatMap((one): Choice[] => {
    const value = textIn(one, 'fullName');
    return value === undefined ? [] : [{ value, label: textIn(one, 'label') ?? value }];
  });
  if (lacking(property, choices).length === 0) return { action: 'present' };
  const reason = `The list ${fullName} exists and gets the choices that it lacks.`;
  return { action: 'adopt', reason, choices };
}
