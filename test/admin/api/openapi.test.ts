/** The description of the API says what the server does: no route more, none less. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Router } from 'express';
import { z } from 'zod';
import { endpoint, stream } from '../../../src/admin/api/contract/endpoint.js';
import { openApiOf } from '../../../src/admin/api/openapi.js';
import { type AllHandlers, createApiRouter } from '../../../src/admin/api/router.js';
import { served } from '../../../src/app-admin.js';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly Record<string, unknown>[];
  readonly parameters?: readonly { name: string; in: string; required: boolean; schema: object }[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, { readonly schema: object }>>;
  };
  readonly responses: Readonly<
    Record<string, { description: string; content?: Record<string, { schema: object }> }>
  >;
}
interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly securitySchemes: Readonly<Record<string, unknown>> };
}

const describe = (contract: Parameters<typeof openApiOf>[0]): Description =>
  JSON.parse(JSON.stringify(openApiOf(contract, '/api/v1', '1.0.0')));
const description = describe(served);
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** What the router really answers, read off Express itself. */
function routesOf(router: Router): string[] {
  return router.stack.flatMap(({ route }) =>
    route === undefined
      ? []
      : Object.keys((route as unknown as { methods: Record<string, boolean> }).methods).map(
          (method) => `${method} ${route.path.replace(/:(\w+)/g, '{$1}')}`,
        ),
  );
}

test('every route is described, and nothing else', () => {
  const nothing = new Proxy({}, { get: () => async () => undefined });
  const handlers = new Proxy({}, { get: () => nothing }) as AllHandlers<typeof served>;
  const router = createApiRouter(served, handlers, { admit: async () => null });
  const described = operations.map(({ path, method }) => `${method} ${path}`);
  expect(described.sort()).toEqual(routesOf(router).sort());
  expect(described.length).toBeGreaterThan(20);
});

test('operations are told apart, and say who may call', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const schemes = Object.keys(description.components.securitySchemes);
  for (const { operation } of operations) {
    expect(operation.summary).toMatch(/^\S.*[.;]?$/);
    for (const one of operation.security)
      expect(schemes).toEqual(expect.arrayContaining(Object.keys(one)));
  }
  const find = (id: string) => operations.find(({ operation }) => operation.operationId === id);
  expect(find('session.signIn')?.operation.security).toEqual([]);
  expect(find('users.list')?.operation.security).toEqual([{ session: [] }, { key: [] }]);
  expect(find('users.create')?.operation.security).toEqual([
    { session: [], csrf: [] },
    { key: [] },
  ]);
});

test('parameters of the path are described once each, those of the query with their meaning', () => {
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const inPath = (operation.parameters ?? []).filter((one) => one.in === 'path');
    expect(inPath.map(({ name }) => name).sort()).toEqual([...named].sort());
    expect(inPath.every(({ required }) => required)).toBe(true);
  }
  expect(description.paths['/users']?.get?.parameters).toEqual([
    { name: 'cursor', in: 'query', required: false, schema: { type: 'string', maxLength: 500 } },
    {
      name: 'limit',
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    },
  ]);
});

test('every schema in it is a JSON Schema, and bodies that it describes are taken', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: '/description', ...description });
  for (const { operation } of operations) {
    const contents = [
      ...Object.values(operation.requestBody?.content ?? {}),
      ...Object.values(operation.responses).flatMap(({ content = {} }) => Object.values(content)),
    ];
    for (const { schema } of contents) {
      const text = JSON.stringify(schema).replaceAll('"#/components', '"/description#/components');
      expect(() => ajv.compile(JSON.parse(text))).not.toThrow();
    }
  }
  const body = description.paths['/users']?.post?.requestBody?.content['application/json'];
  const accepts = ajv.compile(body?.schema ?? {});
  expect(accepts({ email: 'a@b.example', name: 'A', role: 'viewer' })).toBe(true);
  expect(accepts({ email: 'a@b.example', name: 'A', role: 'viewer', workspace: 2 })).toBe(false);
  expect(accepts({ email: 'a@b.example', name: 'A', role: 'owner' })).toBe(false);
});

test('answers without content, streams and other bodies are described as what they are', () => {
  const { paths } = describe({
    things: {
      remove: endpoint({
        method: 'delete',
        path: '/things/:thing',
        access: 'admin',
        summary: 'Removes it.',
        params: { thing: z.coerce.number().int() },
        answer: z.undefined(),
        status: 204,
      }),
      upload: endpoint({
        method: 'post',
        path: '/things',
        access: 'editor',
        summary: 'Takes lines.',
        consumes: 'application/x-ndjson',
        answer: stream('text/csv'),
      }),
    },
  });
  const removed = paths['/things/{thing}']?.delete;
  expect(removed?.responses['204']).toEqual({ description: 'Done.' });
  expect(removed?.requestBody).toBeUndefined();
  expect(removed?.parameters).toMatchObject([{ name: 'thing', schema: { type: 'integer' } }]);
  const uploaded = paths['/things']?.post;
  expect(uploaded?.requestBody?.content).toEqual({ 'application/x-ndjson': { schema: {} } });
  expect(uploaded?.responses['200']?.content).toEqual({ 'text/csv': { schema: {} } });
});

test('it is written for the version of the package', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(openApiOf(served, '/api/v1', version)).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'Plumbline', version },
    servers: [{ url: '/api/v1' }],
  });
});
