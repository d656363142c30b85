import { type FieldOptions, field } from './definition-fields.js';
import type { FieldDefinition, FieldType, PicklistValue } from './definition-types.js';
import {
  ComponentError,
  checkElements,
  flag,
  isDeveloperName,
  wholeNumber,
} from './metadata-component.js';
import { child, textOf } from './metadata-soap.js';
import type { XmlContent, XmlElement } from './metadata-xml.js';

/** A custom field as its component was given. */
export interface FieldComponent {
  /** API name of the object. */
  readonly object: string;
  readonly definition: FieldDefinition;
  /** What reading it gives back, in the order of the elements. */
  readonly shown: Readonly<Record<string, XmlContent>>;
}

const TYPES: Readonly<Record<string, FieldType>> = {
  Number: 'double',
  Text: 'string',
  TextArea: 'textarea',
  LongTextArea: 'textarea',
  DateTime: 'datetime',
  Date: 'date',
  Checkbox: 'boolean',
  Picklist: 'picklist',
  Email: 'email',
  Phone: 'phone',
  Url: 'url',
};

const ELEMENTS = {
  type: 'CustomField',
  once: [
    'fullName',
    'label',
    'type',
    'length',
    'precision',
    'scale',
    'visibleLines',
    'description',
    'inlineHelpText',
    'required',
    'unique',
    'externalId',
    'caseSensitive',
    'trackHistory',
    'trackTrending',
    'trackFeedHistory',
    'defaultValue',
    'valueSet',
  ],
};

/** `Lead.Score__c` -> object and field; refused when it is no name of a custom field. */
export function splitFullName(fullName: string): { object: string; name: string } {
  const [object = '', name = '', more] = fullName.split('.');
  const developerName = name.replace(/__c$/, '');
  if (more !== undefined || name === '' || !name.endsWith('__c'))
    throw new ComponentError(
      'INVALID_FULL_NAME',
      `Invalid fullName, must end in a custom suffix (e.g. __c): ${fullName}`,
    );
  if (!isDeveloperName(developerName) || developerName.length > 40) {
    throw new ComponentError(
      'INVALID_FULL_NAME',
      `The Field Name field can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an underscore, not contain two consecutive underscores, and have at most 40 characters: ${name}`,
      ['DeveloperName'],
    );
  }
  return { object, name };
}

/** Reads a CustomField. @throws ComponentError for what the platform refuses of it. */
export function readField(element: XmlElement): FieldComponent {
  checkElements(element, ELEMENTS);
  const text = (name: string): string | undefined => textOf(element, name);
  const fullName = needed(text('fullName'), 'fullName');
  const { object, name } = splitFullName(fullName);
  const label = needed(text('label'), 'label');
  if (label.length > 40)
    throw new ComponentError(
      'STRING_TOO_LONG',
      `Field Label: data value too large: ${label} (max length=40)`,
      ['MasterLabel'],
    );
  const word = needed(text('type'), 'type');
  const type = TYPES[word];
  if (type === undefined)
    throw new ComponentError(
      'FUNCTIONALITY_NOT_ENABLED',
      `Fields of type ${word} are not offered here`,
    );
  const shape = SHAPES[word]?.(element) ?? noShape(element, word);
  const options: FieldOptions = {
    label,
    custom: true,
    required: flag(text('required'), 'required') === true,
    unique: flag(text('unique'), 'unique') === true,
    externalId: flag(text('externalId'), 'externalId') === true,
    idLookup: flag(text('externalId'), 'externalId') === true,
    trackHistory: flag(text('trackHistory'), 'trackHistory') === true,
    inlineHelpText: text('inlineHelpText') ?? null,
    ...shape.options,
  };
  const marked = options.unique || options.externalId;
  if (marked && !['Text', 'Number', 'Email'].includes(word)) {
    throw new ComponentError(
      'FIELD_INTEGRITY_EXCEPTION',
      `Can not specify 'unique' or 'externalId' for a CustomField of type ${word}`,
    );
  }
  const shown: Record<string, XmlContent> = { fullName, label, type: word };
  for (const key of ['description', 'inlineHelpText']) shown[key] = text(key);
  if (word !== 'Checkbox' && word !== 'LongTextArea') shown.required = options.required;
  shown.unique = options.unique === true ? true : undefined;
  shown.externalId = options.externalId;
  shown.trackHistory = options.trackHistory;
  return { object, definition: field(type, name, options), shown: { ...shown, ...shape.shown } };
}

interface Shape {
  readonly options: FieldOptions;
  readonly shown: Readonly<Record<string, XmlContent>>;
}

const SHAPES: Readonly<Record<string, (element: XmlElement) => Shape>> = {
  Number: (element) => {
    forbid(element, 'Number', ['length', 'visibleLines', 'valueSet']);
    const precision = neededNumber(element, 'precision');
    const scale = neededNumber(element, 'scale');
    if (precision < 1 || precision > 18 || scale < 0 || scale > precision) {
      throw new ComponentError(
        'FIELD_INTEGRITY_EXCEPTION',
        'Precision must be between 1 and 18, and scale not greater than precision',
        ['Precision'],
      );
    }
    return { options: { precision, scale }, shown: { precision, scale } };
  },
  Text: (element) => {
    forbid(element, 'Text', ['precision', 'scale', 'visibleLines', 'valueSet']);
    const length = neededNumber(element, 'length');
    if (length < 1 || length > 255)
      throw new ComponentError('FIELD_INTEGRITY_EXCEPTION', 'Length must be between 1 and 255', [
        'Length',
      ]);
    return { options: { length }, shown: { length } };
  },
  TextArea: (element) => {
    forbid(element, 'TextArea', ['length', 'precision', 'scale', 'visibleLines', 'valueSet']);
    return { options: { length: 255 }, shown: {} };
  },
  LongTextArea: (element) => {
    forbid(element, 'LongTextArea', ['precision', 'scale', 'valueSet', 'required']);
    const length = neededNumber(element, 'length');
    const visibleLines = neededNumber(element, 'visibleLines');
    if (length < 256 || length > 131_072)
      throw new ComponentError(
        'FIELD_INTEGRITY_EXCEPTION',
        'Length must be between 256 and 131072',
        ['Length'],
      );
    if (visibleLines < 2 || visibleLines > 50)
      throw new ComponentError(
        'FIELD_INTEGRITY_EXCEPTION',
        'Visible Lines must be between 2 and 50',
      );
    return { options: { length }, shown: { length, visibleLines } };
  },
  Checkbox: (element) => {
    forbid(element, 'Checkbox', [
      'length',
      'precision',
      'scale',
      'visibleLines',
      'valueSet',
      'required',
    ]);
    const given = textOf(element, 'defaultValue');
    if (given === undefined)
      throw new ComponentError(
        'REQUIRED_FIELD_MISSING',
        `Must specify 'defaultValue' for a CustomField of type Checkbox`,
      );
    const defaultValue = flag(given, 'defaultValue') === true;
    return { options: { defaultValue }, shown: { defaultValue } };
  },
  Picklist: (element) => {
    forbid(element, 'Picklist', ['length', 'precision', 'scale', 'visibleLines', 'defaultValue']);
    return readValueSet(element);
  },
};

function noShape(element: XmlElement, word: string): Shape {
  forbid(element, word, ['length', 'precision', 'scale', 'visibleLines', 'valueSet']);
  return { options: {}, shown: {} };
}

function readValueSet(element: XmlElement): Shape {
  const set = child(element, 'valueSet');
  const definition = set && child(set, 'valueSetDefinition');
  if (!set || !definition)
    throw new ComponentError(
      'REQUIRED_FIELD_MISSING',
      'Must specify a valueSet for a CustomField of type Picklist',
    );
  checkElements(set, { type: 'ValueSet', once: ['restricted', 'valueSetDefinition'] });
  checkElements(definition, {
    type: 'ValueSetValuesDefinition',
    once: ['sorted'],
    many: ['value'],
  });
  const restricted = flag(textOf(set, 'restricted'), 'restricted') === true;
  const picklistValues = definition.children.filter(({ name }) => name === 'value').map(readOption);
  if (picklistValues.length === 0)
    throw new ComponentError('FIELD_INTEGRITY_EXCEPTION', 'A picklist needs at least one value');
  const names = new Set(picklistValues.map((entry) => entry.value.toLowerCase()));
  if (names.size < picklistValues.length)
    throw new ComponentError('DUPLICATE_VALUE', 'Duplicate picklist value in the value set');
  const standard = picklistValues.filter((entry) => entry.defaultValue);
  if (standard.length > 1)
    throw new ComponentError(
      'FIELD_INTEGRITY_EXCEPTION',
      'A picklist has at most one default value',
    );
  const sorted = flag(textOf(definition, 'sorted'), 'sorted') === true;
  return {
    options: {
      picklistValues,
      restrictedPicklist: restricted,
      ...(standard[0] === undefined ? {} : { defaultValue: standard[0].value }),
    },
    shown: {
      valueSet: {
        restricted,
        valueSetDefinition: {
          sorted,
          value: picklistValues.map(({ value, label, defaultValue }) => ({
            fullName: value,
            default: defaultValue,
            label,
          })),
        },
      },
    },
  };
}

function readOption(element: XmlElement): PicklistValue {
  checkElements(element, {
    type: 'CustomValue',
    once: ['fullName', 'default', 'label', 'isActive', 'description', 'color'],
  });
  const value = needed(textOf(element, 'fullName'), 'fullName');
  if (value.length > 255)
    throw new ComponentError('STRING_TOO_LONG', `Picklist value too long: ${value.slice(0, 40)}`);
  if (textOf(element, 'default') === undefined) needed(undefined, 'default');
  return {
    value,
    label: textOf(element, 'label') || value,
    active: flag(textOf(element, 'isActive'), 'isActive') !== false,
    defaultValue: flag(textOf(element, 'default'), 'default') === true,
  };
}

export function needed(value: string | undefined, name: string): string {
  if (value === undefined || value === '')
    throw new ComponentError('REQUIRED_FIELD_MISSING', `Required field is missing: ${name}`, [
      name,
    ]);
  return value;
}

function neededNumber(element: XmlElement, name: string): number {
  return wholeNumber(needed(textOf(element, name), name), name) as number;
}

function forbid(element: XmlElement, type: string, names: readonly string[]): void {
  for (const name of names) {
    if (child(element, name)) {
      throw new ComponentError(
        'FIELD_INTEGRITY_EXCEPTION',
        `Can not specify '${name}' for a CustomField of type ${type}`,
      );
    }
  }
}
