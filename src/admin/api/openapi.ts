/** The OpenAPI 3.1 document of a contract. */
import { z } from 'zod';
import { type Endpoint, problemSchema } from './contract/endpoint.js';
import type { AnyEndpoint, Contract } from './router.js';

type Json = Record<string, unknown>;

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  // What a client sends is before, what it gets after the schema's own conversions.
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

const PROBLEM = { $ref: '#/components/schemas/Problem' };

const refusal = (description: string): Json => ({
  description,
  content: { 'application/json': { schema: PROBLEM } },
});

const isNothing = (schema: unknown): boolean => schema instanceof z.ZodUndefined;

interface Members {
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
}

function parametersOf({ params, query }: AnyEndpoint): Json[] {
  const of = (object: z.ZodObject, where: 'path' | 'query'): Json[] => {
    // A value is sent as text: only what it is turned into says what is meant.
    const { properties = {} } = jsonSchema(object, 'output') as Members;
    const { required = [] } = jsonSchema(object, 'input') as Members;
    return Object.entries(properties).map(([name, schema]) => ({
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      schema,
    }));
  };
  return [...of(params, 'path'), ...of(query, 'query')];
}

function bodyOf({ body, consumes }: AnyEndpoint): Json {
  if (consumes !== null) {
    return { requestBody: { required: true, content: { [consumes]: { schema: {} } } } };
  }
  if (isNothing(body)) return {};
  const required = !body.safeParse(undefined).success;
  const schema = jsonSchema(body, 'input');
  return { requestBody: { required, content: { 'application/json': { schema } } } };
}

function answerOf({ answer, status }: AnyEndpoint): Json {
  const description = status === 204 ? 'Done.' : 'The answer.';
  if ('stream' in answer) {
    return { [status]: { description, content: { [String(answer.stream)]: { schema: {} } } } };
  }
  if (status === 204 || isNothing(answer)) return { [status]: { description } };
  const schema = jsonSchema(answer, 'output');
  return { [status]: { description, content: { 'application/json': { schema } } } };
}

/** A session's changes need the CSRF token beside the cookie; a key alone is enough. */
function securityOf({ access, method }: Endpoint): Json[] {
  if (access === 'public') return [];
  const session = method === 'get' ? { session: [] } : { session: [], csrf: [] };
  return [session, { key: [] }];
}

const pathOf = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

function operationOf(area: string, name: string, endpoint: AnyEndpoint): Json {
  const { access, summary } = endpoint;
  const open = access === 'public';
  const parameters = parametersOf(endpoint);
  return {
    operationId: `${area}.${name}`,
    tags: [area],
    summary,
    description: open ? 'For everybody.' : `Needs the role ${access}.`,
    security: securityOf(endpoint),
    ...(parameters.length > 0 && { parameters }),
    ...bodyOf(endpoint),
    responses: {
      ...answerOf(endpoint),
      400: refusal('The request does not fit this description.'),
      ...(!open && {
        401: refusal('Nobody is signed in, or the key is unknown.'),
        403: refusal('The role is too low, or the CSRF token is missing.'),
      }),
      default: refusal('Refused; the message says why.'),
    },
  };
}

/** Describes all endpoints of `contract`, which stand below `base`. */
export function openApiOf(contract: Contract, base: string, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [area, endpoints] of Object.entries(contract)) {
    for (const [name, endpoint] of Object.entries(endpoints)) {
      const path = pathOf(endpoint.path);
      paths[path] = { ...paths[path], [endpoint.method]: operationOf(area, name, endpoint) };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Plumbline',
      version,
      description:
        'Everything that the admin app does. Moments are ISO 8601 in UTC; ids are opaque.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: base }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'plumbline_session' },
        csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token' },
        key: { type: 'http', scheme: 'bearer', bearerFormat: 'plb_…' },
      },
    },
  };
}
