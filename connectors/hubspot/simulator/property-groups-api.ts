import { z } from 'zod';
import type { OutgoingResponse } from '../../simulator-kit/server.js';
import { bodyObject, type Call, typeOrRefuse } from './call.js';
import type { PropertyGroup } from './definitions.js';
import { badRequest, notFound, Refusal } from './errors.js';
import { checkName, definedOnly, parse } from './property-input.js';

const Group = z.object({
  name: z.string(),
  label: z.string().min(1),
  displayOrder: z.number().int().optional(),
});

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
