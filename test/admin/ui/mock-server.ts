import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  ACTS,
  type ActName,
  type ActRun,
  type ActStep,
  actRunSchema,
  type Counters,
  countersSchema,
  DEMO_ROUTES,
  duplicateSchema,
  type LeadPage,
  leadPageSchema,
  type SessionView,
  type Story,
  sessionSchema,
  sourcesSchema,
  storiesSchema,
  whatIfSchema,
  wouldChangeSchema,
  writesSchema,
} from '../../../src/admin/api/contract.js';
import {
  FIRST_COUNTERS,
  inventPeople,
  PRICING_NOW,
  preview,
  type Row,
  rowOf,
  STORY_LEAD,
  storyGoal,
  storyLimit,
  storyPage,
  storyRecord,
} from './mock-data.js';

/** What a test may change while the server runs. */
export interface MockState {
  /** Until true, the story answers 503 `not-ready`. */
  ready: boolean;
  askedAt: number | null;
  /** Replaces parts of the story, to try hostile or odd data. */
  change: (story: Story) => Story;
  /** Stories beside hers. */
  others: Story[];
  /** The same of her page. */
  changePage: (page: LeadPage) => LeadPage;
}

export interface MockServer {
  readonly url: string;
  readonly state: MockState;
  /** Sends an event to every open page. */
  readonly emit: (event: string, data: unknown) => void;
  readonly close: () => Promise<void>;
}

const LEAD = `/api/v1/leads/${STORY_LEAD}`;

/** Who watches the demo is signed in by it. */
const VISITOR: SessionView = {
  user: {
    id: '1',
    kind: 'user',
    name: 'Demo visitor',
    email: 'visitor@demo.example',
    role: 'admin',
    hasPassword: false,
  },
  csrf: 'token',
  endsAt: '2100-01-01T00:00:00.000Z',
  idleMs: 3_600_000,
  setUp: false,
  identityProvider: null,
  demo: true,
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

const SCRIPTS: Readonly<Record<ActName, readonly (readonly [ActStep, number])[]>> = {
  'demo-request': [
    ['sent', 0],
    ['received', 9],
    ['scored', 61],
    ['written', 324],
    ['task', 402],
  ],
  'repeat-and-kill': [
    ['sent', 0],
    ['sent', 60],
    ['killed', 120],
    ['sent', 180],
    ['received', 185],
    ['restarted', 420],
    ['caught-up', 610],
  ],
  'campaign-response': [],
  conversion: [],
};

/**
 * A server with invented data that fulfils the contract: every answer passes its schema on the way
 * out. `root` is the folder of the built page; `port` 0 takes a free one.
 */
export async function startMockServer(root: string, port = 0): Promise<MockServer> {
  const now = Date.now();
  const people = inventPeople();
  const state: MockState = {
    ready: true,
    askedAt: null,
    change: (story) => story,
    others: [],
    changePage: (page) => page,
  };
  const streams = new Set<ServerResponse>();
  const runs = new Map<ActName, ActRun>();
  const counters: Counters = { ...FIRST_COUNTERS };

  const emit = (event: string, data: unknown): void => {
    for (const stream of streams)
      stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const count = (by: Partial<Counters>): void => {
    for (const [name, value] of Object.entries(by)) counters[name as keyof Counters] += value;
    emit('counters', countersSchema.parse(counters));
  };

  const rows = (pricing: number): Row[] => {
    const record = storyRecord(now, state.askedAt);
    const { stage, scores } = storyPage(now, now, state.askedAt);
    const { total = 0, band = null } = scores[0] ?? {};
    const { name, company, owner } = record;
    const more = pricing === PRICING_NOW ? 0 : Math.round(((pricing - PRICING_NOW) * 40) / 60);
    const raised = Math.min((total ?? 0) + more, 100);
    return [
      ...people.map((person) => rowOf(person, pricing)),
      {
        id: STORY_LEAD,
        name,
        company,
        owner,
        total: raised,
        band: raised >= 50 && band === 'cool' ? 'warm' : band,
        stage: raised >= 50 ? 'mql' : stage,
      },
    ];
  };
  const story = (): Story =>
    state.change({
      lead: STORY_LEAD,
      account: {
        crm: 'HubSpot',
        name: 'Demo portal',
        news: 'webhooks',
      },
      record: storyRecord(now, state.askedAt),
      acts: ['demo-request', 'repeat-and-kill'],
      runs: [...runs.values()],
    });

  const effects: Readonly<Record<ActName, (step: ActStep) => void>> = {
    'demo-request'(step) {
      if (step === 'received') count({ deliveriesReceived: 1, changes: 1, waiting: 2 });
      if (step === 'scored') {
        state.askedAt ??= Date.now();
        count({ scores: 1, waiting: -1 });
        emit('story', {});
      }
      if (step === 'written') count({ writeBacks: 1, apiCalls: 1, waiting: -1 });
      if (step === 'task') count({ tasks: 1, apiCalls: 1 });
    },
    'repeat-and-kill'(step) {
      if (step === 'sent') count({ deliveriesReceived: 1, waiting: 1 });
      if (step === 'restarted') count({ workerRestarts: 1 });
      if (step === 'caught-up') count({ duplicatesIgnored: 3, waiting: -3 });
    },
    'campaign-response'() {},
    conversion() {},
  };

  const play = (act: ActName): ActRun => {
    const first: ActRun = {
      run: `${act}-${Date.now()}`,
      act,
      state: 'running',
      startedAt: new Date().toISOString(),
      steps: [],
      verdict: null,
      problem: null,
    };
    runs.set(act, first);
    const script = SCRIPTS[act].filter(([step]) => step !== 'task' || counters.tasks === 0);
    script.forEach(([step, afterMs], index) => {
      setTimeout(() => {
        const former = runs.get(act) ?? first;
        effects[act](step);
        const last = index === script.length - 1;
        const run: ActRun = {
          ...former,
          steps: [...former.steps, { step, afterMs }],
          state: last ? 'done' : 'running',
          verdict:
            last && act === 'repeat-and-kill' ? { sent: 3, ignored: 3, doubled: 0, lost: 0 } : null,
        };
        runs.set(act, run);
        emit('act', actRunSchema.parse(run));
      }, afterMs + 30);
    });
    return first;
  };

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://mock');
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const refuse = (status: number, code: string, message: string): void =>
      send(status, { error: { code, message } });
    if (request.method === 'POST') {
      const act = ACTS.find((name) => url.pathname === `${DEMO_ROUTES.acts}/${name}`);
      if (!act) {
        refuse(404, 'not-found', 'There is no such act.');
        return;
      }
      if ([...runs.values()].some((run) => run.state === 'running')) {
        refuse(409, 'act-running', 'Another act is running. Wait until it has ended.');
        return;
      }
      send(202, actRunSchema.parse(play(act)));
      return;
    }
    const number = (name: string): number => Number(url.searchParams.get(name));
    switch (url.pathname) {
      case '/api/v1/session':
        send(200, sessionSchema.parse(VISITOR));
        return;
      case LEAD: {
        const at = url.searchParams.get('at');
        const page = storyPage(now, at === null ? Date.now() : Date.parse(at), state.askedAt);
        send(200, leadPageSchema.parse(state.changePage(page)));
        return;
      }
      case `${LEAD}/timeline`:
        send(200, { items: [], next: null });
        return;
      case `${LEAD}/sources`:
        send(200, sourcesSchema.parse({ fields: [], records: [] }));
        return;
      case `${LEAD}/would-change`:
        send(200, wouldChangeSchema.parse({ hindrance: null, goals: [storyGoal, storyLimit] }));
        return;
      case `${LEAD}/writes`:
        send(200, writesSchema.parse({ records: [], tasks: [] }));
        return;
      case `${LEAD}/duplicates`:
        send(200, { items: duplicateSchema.array().parse([]) });
        return;
      case DEMO_ROUTES.stories:
        if (!state.ready) refuse(503, 'not-ready', 'The first scores are being made.');
        else send(200, storiesSchema.parse({ stories: [story(), ...state.others] }));
        return;
      case DEMO_ROUTES.counters:
        send(200, countersSchema.parse(counters));
        return;
      case DEMO_ROUTES.whatIf: {
        const pricing = url.searchParams.has('pricing') ? number('pricing') : PRICING_NOW;
        send(200, whatIfSchema.parse(preview(rows(PRICING_NOW), rows(pricing), pricing)));
        return;
      }
      case DEMO_ROUTES.events:
        response.writeHead(200, {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
        });
        streams.add(response);
        request.on('close', () => streams.delete(response));
        response.write(`event: counters\ndata: ${JSON.stringify(counters)}\n\n`);
        return;
      default:
        sendFile(root, url.pathname, response);
    }
  };

  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    emit,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** A file of the built page; for an address of one of its screens the page itself. */
function sendFile(root: string, path: string, response: ServerResponse): void {
  const screen = extname(path) === '' && !path.startsWith('/api/');
  const file = join(root, normalize(screen ? '/index.html' : path));
  if (!file.startsWith(root) || !existsSync(file)) {
    response.writeHead(404);
    response.end();
    return;
  }
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  response.end(readFileSync(file));
}

// Run by itself it serves the built page for working on it: tsx test/admin/ui/mock-server.ts [port]
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = join(import.meta.dirname, '../../../src/admin/ui/dist');
  const server = await startMockServer(root, Number(process.argv[2] ?? 4173));
  process.stdout.write(`${server.url}\n`);
}
