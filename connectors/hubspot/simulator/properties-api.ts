import { z } from 'zod';
import type { OutgoingResponse } from '../../simulator-kit/server.js';
import { batchInputs, bodyObject, type Call, typeOrRefuse } from './call.js';
import type { PropertyDefinition, PropertyGroup } from './definitions.js';
import { badRequest, notFound, Refusal } from './errors.js';
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
const Group = z.object({
  name: z.string(),
  label: z.string().min(1),
  displayOrder: z.number().int().optional(),
});

const NAME = /^[a-z][a-z0-9_]*$/;
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

export function listGroups(call: Call, typeWord: string): OutgoingResponse {
  return {
    status: 200,
    body: { results: call.portal.properties.groupsOf(typeOrRefuse(typeWord).name) },
  };
}

export function getGroup(call: Call, typeWord: string, name: string): OutgoingResponse {
  const group = call.portal.properties.group(typeOrRefuse(typeWord).name, name);
  if (!group) throw notFound(`Property group "${name}" does not exist`);
  return { status: 200, body: group };
}

export function createGroup(call: Call, typeWord: string): OutgoingResponse {
  const type = typeOrRefuse(typeWord).name;
  const { name, label, displayOrder = -1 } = parse(Group, bodyObject(call));
  checkName(name);
  if (call.portal.properties.group(type, name)) {
    throw new Refusal(409, {
      message: `A property group named "${name}" already exists.`,
      category: 'OBJECT_ALREADY_EXISTS',
      subCategory: 'Properties.GROUP_WITH_NAME_EXISTS',
    });
  }
  const group: PropertyGroup = { name, label, displayOrder, archived: false };
  call.portal.properties.putGroup(type, group);
  return { status: 201, body: group };
}

export function updateGroup(call: Call, typeWord: string, name: string): OutgoingResponse {
  const type = typeOrRefuse(typeWord).name;
  const old = call.portal.properties.group(type, name);
  if (!old) throw notFound(`Property group "${name}" does not exist`);
  const patch = parse(Group.omit({ name: true }).partial(), bodyObject(call));
  const group = { ...old, ...(definedOnly(patch) as Partial<PropertyGroup>) };
  call.portal.properties.putGroup(type, group);
  return { status: 200, body: group };
}

export function deleteGroup(call: Call, typeWord: string, name: string): OutgoingResponse {
  const type = typeOrRefuse(typeWord).name;
  const old = call.portal.properties.group(type, name);
  if (!old) return { status: 204 };
  if (call.portal.properties.list(type).some((entry) => entry.groupName === name)) {
    throw badRequest(`Property group "${name}" still has active properties`);
  }
  call.portal.properties.putGroup(type, { ...old, archived: true });
  return { status: 204 };
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

function checkName(name: string): void {
  if (!NAME.test(name) || name.length > 100) {
    throw badRequest(
      `Invalid name "${name}": use lowercase letters, digits and underscores, starting with a letter`,
      [{ message: 'invalid name', code: 'INVALID_PROPERTY_NAME', context: { name: [name] } }],
    );
  }
  if (name.startsWith('hs_') || name.startsWith('hubspot')) {
    throw badRequest(`Invalid name "${name}": the prefix is reserved for HubSpot`, [
      { message: 'reserved prefix', code: 'RESERVED_PROPERTY_NAME', context: { name: [name] } },
    ]);
  }
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

function noGroup(name: string): Refusal {
  return badRequest(`Property group "${name}" does not exist`);
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw badRequest(
    `Invalid input JSON: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    parsed.error.issues.map((issue) => ({ message: issue.message, in: issue.path.join('.') })),
  );
}

function definedOnly(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

function shown(definition: PropertyDefinition): Record<string, unknown> {
  const { readOnly, rollUp: _rollUp, createdAt, updatedAt, ...rest } = definition;
  return {
    ...rest,
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
