import { createHmac } from 'node:crypto';
import type {
  Connector,
  HookRequest,
  ObjectNeed,
  OutputProperty,
  ProvisionStep,
  Session,
  SessionContext,
  TaskState,
  Write,
  WriteOutcome,
} from '../../../connectors/connector.js';
import type { Answer } from '../../../connectors/kit/answer.js';
import { advance, startWalk, walkOf } from '../../../connectors/kit/cursor-walk.js';
import { createRequester } from '../../../connectors/kit/request.js';
import type { Change, Snapshot } from '../../../src/lead/change.js';
import { CrmError } from '../../../src/lead/crm-error.js';
import { fakeTiming } from '../kit/support.js';
import type { World } from './world.js';

/**
 * The smallest CRM and connector that keep the contract, so that the suite itself is tested: records in
 * a map, an answer for each call, and the kit's request stack between them.
 */
interface Row {
  readonly values: Record<string, string | null>;
  modifiedAt: number;
}

const SECRET = 'a-secret-of-the-double';
const PORTAL = '1';
const URL = 'https://leads.acme.example/hooks/memory';
const BATCH = 3;

export async function memoryWorld(): Promise<World> {
  let time = Date.UTC(2026, 0, 1);
  let serial = 0;
  let fault: 'cut' | 'fail' | null = null;
  let alive = true;
  const rows = new Map<string, Row>();
  const aliases = new Map<string, string>();
  const properties = new Set(['title', 'status']);
  const tasks: {
    id: string;
    record: string;
    marker: string;
    createdAt: number;
    state: TaskState['state'];
    changedAt: number;
  }[] = [];
  let hooks: HookRequest[] = [];

  const emit = (event: object): void => {
    const body = Buffer.from(JSON.stringify([{ portal: PORTAL, at: time, ...event }]));
    const headers = { 'x-signature': sign(SECRET, URL, body, time), 'x-time': String(time) };
    hooks.push({ method: 'POST', url: URL, headers, body });
  };

  /** Runs one call at the "server". */
  function serve(token: string, work: () => unknown): Answer {
    const answer = (status: number, body: unknown = null): Answer => ({
      status,
      headers: {},
      body,
    });
    if (!alive || token === 'dead') return answer(401);
    if (fault === 'fail') {
      fault = null;
      return answer(503);
    }
    const body = work();
    if (fault === 'cut') {
      fault = null;
      throw new Error('connection cut');
    }
    return answer(200, body);
  }

  function open(context: SessionContext): Session {
    const request = createRequester(
      context,
      {
        crm: 'Memory',
        budgets: { all: { limit: 100, windowMs: 1_000 } },
        toldLimit: () => undefined,
        isWindowFull: () => false,
        failure: ({ status }, { effect }) =>
          status === 401
            ? new CrmError('reconnect', 'Connect again.')
            : new CrmError('transient', 'The double failed.', {
                outcome: effect === 'read' ? 'not-applied' : 'unknown',
              }),
      },
      fakeTiming(),
    );
    const call = async <T>(effect: 'read' | 'once', work: () => T): Promise<T> => {
      const answer = await request({
        operation: 'call',
        budget: 'all',
        priority: 'live',
        effect,
        send: async (token) => serve(token, work),
      });
      return answer.body as T;
    };
    const read = <T>(work: () => T): Promise<T> => call('read', work);
    const page = (origin: 'poll' | 'backfill' | 'fetch', snapshots: Snapshot[]) => ({
      readAt: time,
      origin,
      snapshots,
      missing: [],
    });
    const plan = (outputs: readonly OutputProperty[]): ProvisionStep[] =>
      outputs.map(({ name }) => {
        const property = `x_${name}`;
        return { property, action: properties.has(property) ? 'present' : 'create' };
      });
    return {
      describe: () =>
        read(() => ({
          portal: PORTAL,
          name: 'Memory',
          timeZone: 'UTC',
          scopes: [],
          missing: [],
          missingToWrite: [],
          stageOrder: ['new', 'old'],
          properties: {
            people: [...properties].map((name) => ({
              name,
              label: name,
              type: 'text',
              readOnly: false,
            })),
          },
        })),
      planProvision: (outputs) => read(() => plan(outputs)),
      provision: (outputs) =>
        read(() => {
          const steps = plan(outputs);
          for (const step of steps) properties.add(step.property);
          return steps;
        }),
      feeds: (needs) => needs.map((need) => ({ name: need.object, need, property: 'modified' })),
      startCursor: (_, from) => ({ ...startWalk(from) }),
      poll: async (feed, cursor) => {
        const walk = walkOf(cursor);
        const found = await read(() =>
          [...rows]
            .map(([id, row]) => ({ id, at: row.modifiedAt }))
            .filter((row) => (walk.tie ? row.at === walk.tie.at : row.at >= walk.at))
            .filter((row) => !walk.tie || Number(row.id) > Number(walk.tie.after))
            .sort((a, b) => a.at - b.at || Number(a.id) - Number(b.id))
            .slice(0, BATCH),
        );
        const full = found.length === BATCH;
        const step = advance(walk, found, { full, now: time, overlapMs: 1_000 });
        const snapshots = [...step.fresh].flatMap((id) => snapshotOf(feed.need, id) ?? []);
        return { page: page('poll', snapshots), cursor: { ...step.walk }, more: step.more };
      },
      backfill: async (need, cursor) => {
        const after = Number(cursor?.after ?? 0);
        const ids = await read(() => [...rows.keys()].filter((id) => Number(id) > after));
        const part = ids.slice(0, BATCH);
        return {
          page: page(
            'backfill',
            part.flatMap((id) => snapshotOf(need, id) ?? []),
          ),
          cursor: { after: Number(part.at(-1) ?? after) },
          more: ids.length > BATCH,
        };
      },
      fetch: async (need, ids) => {
        const found = await read(() =>
          ids.map((id) => snapshotOf(need, aliases.get(id) ?? id, id)),
        );
        return {
          ...page(
            'fetch',
            found.filter((entry) => entry !== undefined),
          ),
          missing: ids
            .filter((_, index) => found[index] === undefined)
            .map((record) => ({ object: need.object, record })),
        };
      },
      push: (_, writes) => call('once', () => writes.map(apply)),
      createTask: (task) =>
        call('once', () => {
          serial += 1;
          const { record, marker } = task;
          const at = { createdAt: time, changedAt: time };
          tasks.push({ id: String(serial), record, marker, state: 'waiting', ...at });
          return String(serial);
        }),
      findTasks: (_, record, since) =>
        read(() =>
          tasks
            .filter((task) => task.record === record && task.createdAt >= since)
            .map(({ id, marker, createdAt, state }) => ({
              id,
              marker,
              createdAt,
              completed: state === 'completed',
            })),
        ),
      taskStates: (ids) =>
        read(() =>
          tasks
            .filter((task) => ids.includes(task.id))
            .map(({ id, state, changedAt }) => ({ id, state, changedAt })),
        ),
      owners: () => read(() => [{ id: '1', email: null, name: 'Rita Rep', active: true }]),
    };
  }

  function snapshotOf(need: ObjectNeed, id: string, asked = id): Snapshot | undefined {
    const row = rows.get(id);
    if (!row) return undefined;
    return {
      object: need.object,
      record: id,
      modifiedAt: row.modifiedAt,
      properties: { ...row.values },
      ...(asked !== id && { aliases: [asked] }),
    };
  }

  function apply({ record, values }: Write): WriteOutcome {
    const row = rows.get(record);
    if (!row) return { record, status: 'gone' };
    if (values.status === 'nonsense') return { record, status: 'refused', message: 'no choice' };
    Object.assign(row.values, values);
    row.modifiedAt = time;
    return { record, status: 'written' };
  }

  const connector: Connector = {
    declaration: {
      crm: 'memory',
      label: 'Memory',
      ways: [{ id: 'own-app', label: 'App', push: true, freshness: 'At once.' }],
      scopes: { required: [], optional: [] },
      objects: { people: { label: 'People', role: 'person', modifiedProperty: 'modified' } },
      personObjects: ['people'],
      created: 'created',
      stage: { objects: ['people'], property: 'status', order: ['new', 'old'], forwardOnly: false },
      limits: { readBatch: BATCH, historyBatch: BATCH, writeBatch: BATCH, textLength: 100 },
      capabilities: { push: true, propertyHistory: false, tasks: true, aliasesOnRead: false },
      route: () => 'push',
      outputName: (logical) => `x_${logical}`,
      recordUrl: (_, object, record) => `https://crm.example/${object}/${record}`,
    },
    defaultBaseUrl: 'https://crm.example',
    receiver: {
      verify(hook, secrets, now) {
        const at = Number(hook.headers['x-time']);
        const signed = secrets.some(
          (secret) => sign(secret, hook.url, hook.body, at) === hook.headers['x-signature'],
        );
        if (signed && Math.abs(now - at) <= 300_000) return { ok: true };
        return { ok: false, status: 401, code: 'signature', reason: 'Not signed.' };
      },
      split(body, account) {
        let events: { portal: string; change: Change }[] = [];
        try {
          events = JSON.parse(Buffer.from(body).toString()).map((event: unknown) => {
            const { portal, ...change } = event as { portal: string };
            return { portal, change };
          });
        } catch {
          return { changes: [], dropped: { malformed: 1 } };
        }
        const changes = events.filter((event) => account(event.portal));
        return { changes, dropped: { foreign: events.length - changes.length } };
      },
    },
    open,
  };

  const tick = (): number => {
    time += 1;
    return time;
  };
  return {
    connector,
    portal: PORTAL,
    open: (change) =>
      open({
        baseUrl: 'https://crm.example',
        portal: PORTAL,
        auth: { token: async () => 'alive', refused: async () => {} },
        window: () => ({ take: async () => () => {} }),
        clock: () => time,
        log: { info: () => {}, warn: () => {} },
        timeoutMs: 1_000,
        count: () => {},
        ...change,
      }),
    now: () => time,
    names: { text: 'title', list: { property: 'status', badValue: 'nonsense' } },
    async create(_, values) {
      serial += 1;
      rows.set(String(serial), { values: { ...values }, modifiedAt: tick() });
      return String(serial);
    },
    async update(object, record, values) {
      const row = rows.get(record);
      if (!row) throw new Error(`no record ${record}`);
      Object.assign(row.values, values);
      row.modifiedAt = tick();
      const source = { kind: 'person' };
      for (const [property, value] of Object.entries(values)) {
        emit({ kind: 'value', object, record, property, value, event: '1', source });
      }
    },
    async remove(object, record) {
      rows.delete(record);
      emit({ kind: 'deleted', object, record, event: '2', source: { kind: 'person' } });
    },
    async setTask(id, state) {
      const task = tasks.find((one) => one.id === id);
      if (!task) throw new Error(`no task ${id}`);
      task.state = state;
      task.changedAt = tick();
    },
    async merge(_, winner, loser) {
      rows.delete(loser);
      aliases.set(loser, winner);
      return winner;
    },
    values: async (_, record) => rows.get(record)?.values,
    settle: async () => {
      time += 10;
    },
    applyThenCut: async () => {
      fault = 'cut';
    },
    failOnce: async () => {
      fault = 'fail';
    },
    revoke: async () => {
      alive = false;
    },
    hooks: async () => {
      const sent = hooks;
      hooks = [];
      return sent;
    },
    secrets: [SECRET],
    close: async () => {},
  };
}

function sign(secret: string, url: string, body: Uint8Array, at: number): string {
  return createHmac('sha256', secret).update(url).update(body).update(String(at)).digest('hex');
}
