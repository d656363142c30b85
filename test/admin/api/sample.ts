/** Values that fit a schema, made from the schema alone. */
import { z } from 'zod';

interface Json {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
  readonly allOf?: readonly Json[];
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly items?: Json;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
}

const FORMATS: Readonly<Record<string, string>> = {
  email: 'somebody@sample.example',
  'date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  base64: 'c2FtcGxl',
};

function textOf({ format = '', pattern, minLength = 1 }: Json): string {
  const plain = FORMATS[format] ?? 'x'.repeat(Math.max(1, minLength));
  if (pattern === undefined) return plain;
  return [plain, '1', 'sample'].find((text) => new RegExp(pattern).test(text)) ?? plain;
}

/** A known value, in the type that the schema asks for. */
function knownOf(schema: Json, value: unknown): unknown {
  const number = schema.type === 'integer' || schema.type === 'number';
  return number ? Number(value) : value;
}

function madeOf(schema: Json, known: Readonly<Record<string, unknown>>): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (first) return madeOf(first, known);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => {
          const member = schema.properties?.[name] ?? {};
          return [name, name in known ? knownOf(member, known[name]) : madeOf(member, known)];
        }),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => madeOf(schema.items ?? {}, known));
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return Math.max(0, schema.minimum ?? 1);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

/** `known`: what members of a name are set to. Undefined for a schema that wants nothing. */
export function sampleOf(
  schema: z.ZodType,
  known: Readonly<Record<string, unknown>> = {},
): unknown {
  if (schema instanceof z.ZodUndefined) return undefined;
  return madeOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json, known);
}
