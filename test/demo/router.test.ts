import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, jest, test } from '@jest/globals';
import express, { type ErrorRequestHandler } from 'express';
import { type Counters, problemSchema, type Story } from '../../src/admin/api/contract.js';
import { createDemoRouter, type DemoListener, type DemoService } from '../../src/admin/api/demo.js';
import { PlumblineError } from '../../src/lib/errors.js';

function unused(): never {
  throw new Error('not to be called');
}

const nothing: DemoService = {
  stories: async () => [],
  counters: unused,
  whatIf: unused,
  play: unused,
  subscribe: unused,
};

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(service: Partial<DemoService>): Promise<string> {
  const web = express();
  web.use(createDemoRouter({ ...nothing, ...service }));
  const refuse: ErrorRequestHandler = (error: PlumblineError, _request, response, _next) => {
    const { code = 'internal', message, status = 500 } = error;
    response.status(status).json({ error: { code, message } });
  };
  web.use(refuse);
  const server = createServer(web);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/demo`;
}

async function problemOf(url: string, method = 'GET'): Promise<[number, string]> {
  const answer = await fetch(url, { method });
  return [answer.status, problemSchema.parse(await answer.json()).error.code];
}

test('until the first score there is no story', async () => {
  const url = await serve({});
  expect(await problemOf(`${url}/stories`)).toEqual([503, 'not-ready']);
});

test('points of the preview are within bounds, and today’s when none are given', async () => {
  const whatIf = jest.fn<DemoService['whatIf']>(async () => {
    throw new PlumblineError('no-rule', 'none', { status: 404 });
  });
  const url = await serve({ whatIf });
  for (const wrong of ['101', '-1', 'x', '', '1&pricing=2']) {
    expect(await problemOf(`${url}/what-if?pricing=${wrong}`)).toEqual([400, 'bad-query']);
  }
  await problemOf(`${url}/what-if`);
  await problemOf(`${url}/what-if?pricing=7.5`);
  expect(whatIf.mock.calls).toEqual([[null], [7.5]]);
});

test('an answer of another shape than agreed does not leave', async () => {
  const stories = async () => [{ lead: 1 } as unknown as Story];
  const { status } = await fetch(`${await serve({ stories })}/stories`);
  expect(status).toBe(500);
});

test('only the acts can be played, and a refusal keeps its code', async () => {
  const play = jest.fn<DemoService['play']>(() => {
    throw new PlumblineError('act-running', 'wait', { status: 409 });
  });
  const url = await serve({ play });
  expect(await problemOf(`${url}/acts/applause`, 'POST')).toEqual([404, 'no-act']);
  expect(play).not.toHaveBeenCalled();
  expect(await problemOf(`${url}/acts/demo-request`, 'POST')).toEqual([409, 'act-running']);
});

test('a stream begins with the counters, whatever happens meanwhile, and ends with its reader', async () => {
  const counters: Counters = {
    deliveriesReceived: 1,
    changes: 2,
    scores: 3,
    writeBacks: 4,
    tasks: 5,
    apiCalls: 6,
    duplicatesIgnored: 7,
    workerRestarts: 8,
    waiting: 9,
  };
  let tell: DemoListener = unused;
  let ended: () => void = unused;
  const over = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const url = await serve({
    counters: async () => {
      tell('story', {});
      return counters;
    },
    subscribe(listener) {
      tell = listener;
      return ended;
    },
  });
  const stop = new AbortController();
  const response = await fetch(`${url}/events`, { signal: stop.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body?.getReader();
  let text = '';
  while (!text.includes('event: story')) {
    text += Buffer.from((await reader?.read())?.value ?? []).toString('utf8');
  }
  expect(text).toBe(
    `event: counters\ndata: ${JSON.stringify(counters)}\n\nevent: story\ndata: {}\n\n`,
  );
  stop.abort();
  await over;
});
