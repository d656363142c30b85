import { z } from 'zod';
import type { OutgoingResponse } from '../../simulator-kit/server.js';
import { batchInputs, bodyObject, type Call, typeOrRefuse } from './call.js';
import type { PropertyDefinition } from './definitions.js';
import { badRequest, Refusal } from './errors.js';
import { checkName, definedOnly, noGroup, parse } from './property-input.js';
import { isoTime } from './values.js';

const FIELD_TYPES: Readonly<Record<string, readonly string[]>> = {
  string: ['text', 'textarea', 'html', 'file', 'phonenumber', 'calculation_equation'],
  number: ['number', 'calculation_equation'],
  enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox', 'calculation_equation'],
  bool: ['booleancheckbox', 'calculation_equation'],
  date: ['date'],
  datetime: ['date'],
};

const Option = z.object({
  label: z.string().min(1),
  value: z.string().min(1),
  displayOrder: z.number().int(),
  hidden: z.boolean(),
  description: z.string().optional(),
});

const Create = z.object({
  name: z.string(),
  label: z.string().min(1),
  groupName: z.string().min(1),
  type: z.enum(['string', 'number', 'enumeration', 'bool', 'date', 'datetime']),
  fieldType: z.string(),
  description: z.string().optional(),
  options: z.array(Option).optional(),
  displayOrder: z.number().int().optional(),
  hasUniqueValue: z.boolean().optional(),
  hidden: z.boolean().optional(),
  formField: z.boolean().optional(),
  externalOptions: z.boolean().optional(),
});
const Patch = Create.omit({ name: true, hasUniqueValue: true }).partial();

const CUSTOM_LIMIT = 1000;
const UNIQUE_LIMIT = 10;

export function listProperties(call: Call, typeWord: string): OutgoingResponse {
  const type = typeOrRefuse(typeWord).name;
  const archived = call.request.query.get('archived') === 'true';
  return { status: 200, body: { results: call.portal.properties.list(type, archived).map(shown) } };
}

export function getProperty(call: Call, typeWord: string, name: string): OutgoingResponse {
  return {
    status: 200,
    body: shown(call.portal.properties.get(typeOrRefuse(typeWord).name, name)),
  };
}

export function createProperty(call: Call, typeWord: string): OutgoingResponse {
  return {
    status: 201,
    body: shown(addProperty(call, typeOrRefuse(typeWord).name, bodyObject(call))),
  };
}

export function updateProperty(call: Call, typeWord: string, name: string): OutgoingResponse {
  const type = typeOrRefuse(typeWord).name;
  const old = call.portal.properties.get(type, name);
  const patch = parse(Patch, bodyObject(call));
  if (old.hubspotDefined && (patch.type !== undefined || patch.fieldType !== undefined)) {
    throw badRequest(`The definition of "${name}" is read only`);
  }
  const { options, ...plain } = patch;
  const merged: PropertyDefinition = {
    ...old,
    ...(definedOnly(plain) as Partial<PropertyDefinition>),
    options: options === undefined ? old.options : (options as PropertyDefinition['options']),
    updatedAt: call.portal.clock.now(),
  };
  checkShape(merged);
  if (!call.portal.properties.group(type, merged.groupName)) throw noGroup(merged.groupName);
  call.portal.properties.replace(type, merged);
  return { status: 200, body: shown(merged) };
}

/** Archives it; HubSpot's own cannot be. */
export function archiveProperty(call: Call, typeWord: string, name: string): OutgoingResponse {
  const type = typeOrRefuse(typeWord).name;
  const old = call.portal.properties.find(type, name);
  if (!old) return { status: 204 };
  if (old.hubspotDefined) throw badRequest(`The property "${name}" cannot be archived`);
  call.portal.properties.replace(type, { ...old, archived: true });
  return { status: 204 };
}

export function batchProperties(call: Call, typeWord: string, action: string): OutgoingResponse {
  const type = typeOrRefuse(typeWord).name;
  const inputs = batchInputs(call, 100);
  const now = isoTime(call.portal.clock.now());
  const results: unknown[] = [];
  const errors: unknown[] = [];
  for (const input of inputs) {
    const name = String(input.name);
    if (action === 'archive') {
      archiveProperty(call, typeWord, name);
      continue;
    }
    try {
      results.push(
        shown(
          action === 'create'
            ? addProperty(call, type, input)
            : call.portal.properties.get(type, name),
        ),
      );
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      errors.push({ status: 'error', context: { name: [name] }, ...thrown.body });
    }
  }
  if (action === 'archive') return { status: 204 };
  return {
    status: errors.length > 0 ? 207 : action === 'create' ? 201 : 200,
    body: {
      status: 'COMPLETE',
      results,
      ...(errors.length > 0 ? { numErrors: errors.length, errors } : {}),
      startedAt: now,
      completedAt: now,
    },
  };
}

function addProperty(call: Call, type: string, input: Record<string, unknown>): PropertyDefinition {
  const wanted = parse(Create, input);
  checkName(wanted.name);
  const registry = call.portal.properties;
  const now = call.portal.clock.now();
  const definition: PropertyDefinition = {
    name: wanted.name,
    label: wanted.label,
    groupName: wanted.groupName,
    type: wanted.type,
    fieldType: wanted.fieldType,
    description: wanted.description ?? '',
    options: (wanted.options ?? []) as PropertyDefinition['options'],
    displayOrder: wanted.displayOrder ?? -1,
    hasUniqueValue: wanted.hasUniqueValue ?? false,
    hidden: wanted.hidden ?? false,
    formField: wanted.formField ?? false,
    externalOptions: wanted.externalOptions ?? false,
    calculated: wanted.fieldType === 'calculation_equation',
    hubspotDefined: false,
    readOnly: wanted.fieldType === 'calculation_equation',
    rollUp: false,
    createdUserId: call.principal.appId,
    createdAt: now,
    updatedAt: now,
    archived: false,
  };
  checkShape(definition);
  if (registry.customCount(type) >= CUSTOM_LIMIT) {
    throw badRequest(`The account has reached its limit of ${CUSTOM_LIMIT} custom properties`);
  }
  if (definition.hasUniqueValue) {
    const unique = registry.list(type).filter((entry) => entry.hasUniqueValue).length;
    if (unique >= UNIQUE_LIMIT)
      throw badRequest(`At most ${UNIQUE_LIMIT} unique properties an object`);
  }
  registry.add(type, definition);
  if (definition.hasUniqueValue) call.portal.store.declareUnique(type, definition.name);
  return definition;
}

function checkShape(definition: PropertyDefinition): void {
  if (!FIELD_TYPES[definition.type]?.includes(definition.fieldType)) {
    throw badRequest(`fieldType ${definition.fieldType} is not valid for type ${definition.type}`, [
      { message: 'invalid fieldType', code: 'INVALID_FIELD_TYPE' },
    ]);
  }
  const { options } = definition;
  if (definition.type === 'bool') {
    const values = options.map((option) => option.value).sort();
    if (values.join() !== 'false,true')
      throw badRequest('A bool property needs the options true and false');
  } else if (definition.type !== 'enumeration' && options.length > 0) {
    throw badRequest(`A property of type ${definition.type} has no options`);
  }
  if (definition.type === 'enumeration' && options.length === 0 && !definition.externalOptions) {
    throw badRequest('An enumeration needs options');
  }
  if (new Set(options.map((option) => option.value)).size < options.length) {
    throw badRequest('Option values must be unique');
  }
}

function shown(definition: PropertyDefinition): Record<string, unknown> {
  const { readOnly, rollUp: _rollUp, sensitive, createdAt, updatedAt, ...rest } = definition;
  return {
    ...rest,
    dataSensitivity: sensitive ? 'sensitive' : 'non_sensitive',
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
    modificationMetadata: {
      archivable: !definition.hubspotDefined,
      readOnlyDefinition: definition.hubspotDefined,
      readOnlyValue: readOnly,
      readOnlyOptions: definition.hubspotDefined,
    },
  };
}

/** `GET /crm/limits/{v}/custom-properties`. */
export function customPropertyLimits(call: Call): OutgoingResponse {
  const types = ['contacts', 'companies', 'deals'];
  const byObjectType = types.map((name) => {
    const usage = call.portal.properties.customCount(name);
    return {
      objectTypeId: typeOrRefuse(name).id,
      limit: CUSTOM_LIMIT,
      usage,
      percentage: (usage / CUSTOM_LIMIT) * 100,
    };
  });
  const overallUsage = byObjectType.reduce((sum, row) => sum + row.usage, 0);
  const overallLimit = CUSTOM_LIMIT * types.length;
  const overallPercentage = (overallUsage / overallLimit) * 100;
  return { status: 200, body: { overallLimit, overallUsage, overallPercentage, byObjectType } };
}
