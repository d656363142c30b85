import { expect, test } from '@jest/globals';
import express, { type ErrorRequestHandler, type Response } from 'express';
import request from 'supertest';
import { z } from 'zod';
import { endpoint, mayDo, ROLES, stream } from '../../../src/admin/api/contract/endpoint.js';
import {
  type AllHandlers,
  createApiRouter,
  type Gate,
  type Identity,
} from '../../../src/admin/api/router.js';
import { PlumblineError } from '../../../src/lib/errors.js';

const contract = {
  things: {
    read: endpoint({
      method: 'get',
      path: '/things/:thing',
      access: 'viewer',
      summary: 'Reads one.',
      params: { thing: z.coerce.number().int() },
      query: { tag: z.union([z.string(), z.array(z.string())]).optional() },
      answer: z.object({ id: z.number(), tags: z.array(z.string()) }),
    }),
    change: endpoint({
      method: 'put',
      path: '/things/:thing',
      access: 'editor',
      summary: 'Changes one.',
      params: { thing: z.string() },
      body: z.strictObject({ name: z.string().min(1) }),
      answer: z.object({ name: z.string() }),
    }),
    export: endpoint({
      method: 'get',
      path: '/export',
      access: 'public',
      summary: 'All.',
      answer: stream('text/csv'),
    }),
  },
};

const asked: string[] = [];
const handlers: AllHandlers<typeof contract> = {
  things: {
    read: async ({ params, query }) => {
      const secret = { id: params.thing, tags: [query.tag ?? []].flat(), secret: 'hidden' };
      return secret;
    },
    change: async ({ body, who }) => {
      asked.push(who.id);
      return { name: body.name };
    },
    export: async ({ response }) => {
      response.type('text/csv').send('a;b\n');
    },
  },
};

function server(identity: Identity | null) {
  const gate: Gate = {
    admit: async (_request, access) => {
      if (access === 'public') return identity;
      if (identity === null) throw new PlumblineError('sign-in', 'Sign in.', { status: 401 });
      if (mayDo(identity.role, access)) return identity;
      throw new PlumblineError('not-allowed', `Needs ${access}.`, { status: 403 });
    },
  };
  const onError: ErrorRequestHandler = (error, _request, response, _next) => {
    const known = error as PlumblineError;
    response.status(known.status ?? 500).json({ error: { code: known.code, ...known.details } });
  };
  const app = express();
  app.use('/api/v1', createApiRouter(contract, handlers, gate));
  app.use(onError);
  return request(app);
}

const editor: Identity = { workspace: 1, kind: 'user', id: '7', name: 'Ed', role: 'editor' };

test('roles include those below them', () => {
  expect(ROLES.map((role) => mayDo(role, 'publisher'))).toEqual([false, false, true, true]);
});

test('an answer holds what the contract names and nothing else', async () => {
  const answer = await server(editor).get('/api/v1/things/5?tag=a&tag=b');
  expect(answer.body).toEqual({ id: 5, tags: ['a', 'b'] });
  expect(answer.headers['cache-control']).toBe('no-store');
});

test('what is not in the contract is refused, by its path', async () => {
  const bad = await server(editor).get('/api/v1/things/five');
  expect([bad.status, bad.body.error.issues[0].path]).toEqual([400, 'path.thing']);
  expect((await server(editor).get('/api/v1/things/5?sort=x')).status).toBe(400);
  const extra = await server(editor).put('/api/v1/things/5').send({ name: 'x', role: 'admin' });
  expect(extra.status).toBe(400);
});

test('the body is JSON, small and read for the admitted alone', async () => {
  const put = (identity: Identity | null) => server(identity).put('/api/v1/things/5');
  const json = 'application/json';
  expect((await put(editor).type('text').send('x')).status).toBe(415);
  expect((await put(editor).type(json).send('{')).body.error.code).toBe('bad-json');
  const large = JSON.stringify({ name: 'x'.repeat(1_100_000) });
  expect((await put(editor).type(json).send(large)).status).toBe(413);
  expect((await put(null).type(json).send('{')).status).toBe(401);
  expect((await put({ ...editor, role: 'viewer' }).send({ name: 'x' })).status).toBe(403);
  expect((await put(editor).send({ name: 'new' })).body).toEqual({ name: 'new' });
  expect(asked).toEqual(['7']);
});

test('a stream is written by its handler', async () => {
  const answer = await server(null).get('/api/v1/export');
  expect([answer.text, answer.headers['content-type']]).toEqual([
    'a;b\n',
    'text/csv; charset=utf-8',
  ]);
});

test('an open stream ends when its caller may no longer listen, not at a hitch', async () => {
  const answers = ['hitch', 'still', 'refused'];
  const uses: (boolean | undefined)[] = [];
  const gate: Gate = {
    admit: async (_request, _access, use) => {
      uses.push(use);
      if (uses.length === 1) return editor;
      const next = answers.shift();
      if (next === 'hitch') throw new Error('the database was away for a moment');
      if (next === 'refused') throw new PlumblineError('sign-in', 'Sign in.', { status: 401 });
      return editor;
    },
  };
  const live = endpoint({
    method: 'get',
    path: '/live',
    access: 'viewer',
    summary: 'Never ends by itself.',
    answer: stream('text/event-stream'),
  });
  let told: () => void = () => {};
  const gone = new Promise<void>((resolve) => {
    told = resolve;
  });
  const open = async ({ response, signal }: { response: Response; signal: AbortSignal }) => {
    signal.addEventListener('abort', told);
    response.type('text/event-stream').write('data: {}\n\n');
  };
  const app = express();
  app.use(createApiRouter({ news: { live } }, { news: { live: open } }, gate, 5));
  await expect(request(app).get('/live')).rejects.toThrow('aborted');
  await gone;
  expect(uses).toEqual([undefined, false, false, false]);
});

test('a route without a handler does not start', () => {
  const gate: Gate = { admit: async () => null };
  const none = { things: {} } as unknown as AllHandlers<typeof contract>;
  expect(() => createApiRouter(contract, none, gate)).toThrow('no handler for things.read');
});
