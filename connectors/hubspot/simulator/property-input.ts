import type { z } from 'zod';
import { badRequest, type Refusal } from './errors.js';

const NAME = /^[a-z][a-z0-9_]*$/;

export function checkName(name: string): void {
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

export function noGroup(name: string): Refusal {
  return badRequest(`Property group "${name}" does not exist`);
}

export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw badRequest(
    `Invalid input JSON: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    parsed.error.issues.map((issue) => ({ message: issue.message, in: issue.path.join('.') })),
  );
}

export function definedOnly(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
