import { z } from 'zod';
import { createControl, unlessMissing } from './control.js';

const described = z.object({
  object: z.string(),
  id: z.string(),
  values: z.record(z.string(), z.unknown()),
  /** Oldest first. `changed`: API names of fields. */
  changes: z.array(z.object({ changed: z.array(z.string()), at: z.number() })),
});
const rows = z.object({ records: z.array(z.record(z.string(), z.unknown())) });
const state = z.object({ counts: z.record(z.string(), z.number()), requests: z.number() });
const created = z.object({ id: z.string() });

export type OrgRecord = z.infer<typeof described>;
export type OrgRow = Readonly<Record<string, unknown>>;

/** The simulated Salesforce org as its people know it; not the way we connect. */
export interface Org {
  /** Something a person does. */
  act(name: string, input: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** @returns the id of the new record */
  create(object: string, fields: Readonly<Record<string, unknown>>): Promise<string>;
  /** Null when there is no such record. */
  record(id: string): Promise<OrgRecord | null>;
  /** What the admin sees. */
  query(soql: string): Promise<readonly OrgRow[]>;
  /** Calls of the API so far. */
  calls(): Promise<number>;
  /** Records of an object, deleted ones included. */
  count(object: string): Promise<number>;
  /** Gives the integration user a permission. */
  permit(permission: string): Promise<void>;
}

/** Speaks to the simulator's control address. */
export function createOrg(baseUrl: string): Org {
  const call = createControl(baseUrl);
  const act: Org['act'] = (name, input) => call('POST', `acts/${name}`, input);
  const readState = async () => state.parse(await call('GET', 'state'));
  return {
    act,
    create: async (object, fields) => created.parse(await act('create', { object, fields })).id,
    async record(id) {
      const found = await unlessMissing(call('GET', `record/${encodeURIComponent(id)}`));
      return found === null ? null : described.parse(found);
    },
    query: async (soql) =>
      rows.parse(await call('GET', `query?q=${encodeURIComponent(soql)}`)).records,
    calls: async () => (await readState()).requests,
    count: async (object) => (await readState()).counts[object] ?? 0,
    async permit(permission) {
      await call('PATCH', 'permissions', { permission });
    },
  };
}
