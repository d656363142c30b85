import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import type { Role } from '../../../src/admin/api/contract/endpoint.js';
import {
  type AllHandlers,
  type Contract,
  createApiRouter,
  type Identity,
} from '../../../src/admin/api/router.js';
import { PlumblineError } from '../../../src/lib/errors.js';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

export interface TestApi {
  readonly url: string;
  /** Who calls from now on. */
  as(who: { name?: string; role?: Role; workspace?: number }): void;
  send<T>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  /** The body of a GET as it comes. */
  read(path: string): Promise<Answer<string>>;
  close(): Promise<void>;
}

const refuse: ErrorRequestHandler = (error, _request, response, _next) => {
  if (!(error instanceof PlumblineError)) throw error;
  const { code, message, details } = error;
  response.status(error.status).json({ error: { code, message, details } });
};

/** The routes of an area behind a door that lets in whoever the test says. */
export async function openTestApi<C extends Contract>(
  contract: C,
  handlers: AllHandlers<C>,
  workspace: number,
): Promise<TestApi> {
  let who: Identity = { workspace, kind: 'user', id: '1', name: 'Ada', role: 'admin' };
  const app = express();
  app.use(createApiRouter(contract, handlers, { admit: async () => who }));
  app.use(refuse);
  const server = await new Promise<Server>((resolve) => {
    const made = app.listen(0, '127.0.0.1', () => resolve(made));
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    as: (other) => {
      who = { ...who, ...other };
    },
    async send<T>(method: string, path: string, body?: unknown) {
      const answer = await fetch(`${url}${path}`, {
        method,
        ...(body !== undefined && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
      const text = await answer.text();
      return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
    },
    async read(path) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`);
      return { status: answer.status, body: await answer.text() };
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
