import { z } from 'zod';
import { createControl, unlessMissing } from './control.js';

const historyEntry = z.object({ value: z.string(), timestamp: z.iso.datetime() });
const record = z.object({
  id: z.string(),
  properties: z.record(z.string(), z.string().nullable()),
  createdAt: z.string(),
});
const described = record.extend({
  /** Newest first. */
  propertiesWithHistory: z.record(z.string(), z.array(historyEntry)).default({}),
  linked: z.record(z.string(), z.array(z.string())).default({}),
});
const owner = z.object({
  id: z.string(),
  userId: z.number(),
  firstName: z.string(),
  lastName: z.string(),
  archived: z.boolean(),
});
const state = z.object({
  portals: z.array(z.object({ counts: z.record(z.string(), z.number()), owners: z.array(owner) })),
  requests: z.number(),
});
const held = z.object({
  held: z.array(z.object({ id: z.string(), operation: z.string(), body: z.unknown() })),
});

export type CrmRecordState = z.infer<typeof described>;
export type CrmOwner = z.infer<typeof owner>;

export interface HeldRequest {
  readonly id: string;
  /** Records in its body. */
  readonly records: readonly string[];
}

/** The simulated CRM as its people, its visitors and its machine room know it; not the way we connect. */
export interface Crm {
  /** Something a person, a visitor or the CRM does. */
  act<T = unknown>(name: string, input: Readonly<Record<string, unknown>>): Promise<T>;
  /** Null when there is no living record. */
  record(object: string, id: string): Promise<CrmRecordState | null>;
  list(object: string, limit: number): Promise<{ id: string }[]>;
  /** Oldest first. */
  tasks(contact: string): Promise<z.infer<typeof record>[]>;
  owners(): Promise<CrmOwner[]>;
  /** Calls of the API so far. */
  calls(): Promise<number>;
  /** Records of an object. */
  count(object: string): Promise<number>;
  tokens(): Promise<{ accessToken: string; refreshToken: string }>;
  /** Sends the app's webhooks there; `publicUrl` is what is signed. */
  sendHooks(target: { url: string; publicUrl: string }, subscriptions: unknown): Promise<void>;
  /** Stops the next call of an operation until released. @returns what lifts it again. */
  holdNext(operation: string): Promise<() => Promise<void>>;
  /** What is held, after waiting at most `waitMs` for something. */
  held(waitMs: number): Promise<HeldRequest[]>;
  /** Lets everything held go on, whether its sender is still there or not. */
  release(): Promise<void>;
}

const idsIn = (body: unknown): string[] => {
  const parsed = z.object({ inputs: z.array(z.object({ id: z.string() })) }).safeParse(body);
  return parsed.success ? parsed.data.inputs.map((input) => input.id) : [];
};

/** Speaks to the simulator's control address. */
export function createCrm(baseUrl: string): Crm {
  const call = createControl(baseUrl);
  const readState = async () => state.parse(await call('GET', 'state'));
  return {
    act: async <T>(name: string, input: Readonly<Record<string, unknown>>) =>
      (await call('POST', `acts/${name}`, input)) as T,
    record: async (object, id) => {
      const found = await unlessMissing(call('GET', `record/${object}/${encodeURIComponent(id)}`));
      return found === null ? null : described.parse(found);
    },
    list: async (object, limit) =>
      z
        .object({ results: z.array(z.object({ id: z.string() })) })
        .parse(await call('GET', `records/${object}?limit=${limit}`)).results,
    tasks: async (contact) =>
      z
        .object({ tasks: z.array(record) })
        .parse(await call('GET', `contact/${encodeURIComponent(contact)}/tasks`)).tasks,
    owners: async () => (await readState()).portals[0]?.owners ?? [],
    calls: async () => (await readState()).requests,
    count: async (object) => (await readState()).portals[0]?.counts[object] ?? 0,
    tokens: async () =>
      z
        .object({ accessToken: z.string(), refreshToken: z.string() })
        .parse(await call('POST', 'tokens', {})),
    async sendHooks(target, subscriptions) {
      await call('PUT', 'subscriptions', subscriptions);
      await call('PUT', 'webhooks', { ...target, lingerMs: 20, retryDelays: [1000, 3000, 10_000] });
    },
    async holdNext(operation) {
      const fault = z
        .object({ id: z.string() })
        .parse(await call('POST', 'faults', { kind: 'hold', operation, count: 1 }));
      return async () => {
        await call('DELETE', `faults/${fault.id}`);
      };
    },
    held: async (waitMs) =>
      held
        .parse(await call('GET', `holds?wait=${waitMs}`))
        .held.map(({ id, body }) => ({ id, records: idsIn(body) })),
    async release() {
      await call('POST', 'holds', { how: 'continue' });
    },
  };
}
