/** The connected CRM accounts: how each is doing, and whether we write into it. */
import { z } from 'zod';
import { endpoint, moment } from './endpoint.js';

const count = z.number().int();

const wayIdSchema = z.enum(['key', 'client-credentials', 'jwt', 'own-app', 'listed-app']);

export const connectedAccountSchema = z.object({
  id: z.string(),
  crm: z.string(),
  crmLabel: z.string(),
  /** The CRM's own id of the portal or org. */
  portal: z.string(),
  name: z.string(),
  way: z.object({
    id: wayIdSchema,
    label: z.string(),
    /** What this way costs in freshness, one sentence. */
    freshness: z.string(),
    /** True when the CRM pushes changes. */
    push: z.boolean(),
  }),
  state: z.enum(['connected', 'reconnect', 'left']),
  /** Of one that was left: what came from it is being erased. */
  erasing: z.boolean(),
  /** What is wrong, with the way out. */
  problem: z.string().nullable(),
  /** The command that puts it right, where there is one. */
  command: z.string().nullable(),
  writeBack: z.boolean(),
  connectedAt: moment,
  firstLoad: z.object({
    completeAt: moment.nullable(),
    records: count,
    objects: z.array(z.object({ object: z.string(), records: count, done: z.boolean() })),
  }),
  polling: z.object({
    lastAt: moment.nullable(),
    /** How long the latest feed has been due. */
    lateMs: z.number(),
    troubles: z.array(z.object({ feed: z.string(), reason: z.string() })),
    /** Fields that it does not show us or let us write, a sentence each with the way out. */
    lacks: z.array(
      z.object({ reason: z.string(), /** Perhaps nothing is wrong. */ note: z.boolean() }),
    ),
  }),
  lastPushAt: moment.nullable(),
  /** The subscription to changes, where the CRM has one; null where it was never tried. */
  stream: z
    .object({
      /** Since when it holds; null: it does not, and everything is polled. */
      liveAt: moment.nullable(),
      heardAt: moment.nullable(),
      /** Why it does not hold, or what was missed, with the way out. */
      note: z.string().nullable(),
      /** Since when it is let go of while a mass of our own writes is sent; null: it is not. */
      pausedAt: moment.nullable(),
      /** Events handed over in the last 24 hours, and of those what our own writes caused. */
      events: z.object({
        lastDay: count,
        own: count,
        /** What the CRM allows all who listen to the account in a day; null: it has not told. */
        allowance: z.object({ limit: count, remaining: count }).nullable(),
      }),
    })
    .nullable(),
  /** From when on values are known without gaps; null before the first load is complete. */
  history: z.object({ completeFrom: moment.nullable(), wholeProperties: count }).nullable(),
  /** Work that waits. */
  backlog: z.object({ changes: count, reads: count, writes: count, tasks: count }),
  /** Work laid aside because the CRM refuses it, with the commonest reasons. */
  parked: z.object({
    changes: count,
    writes: count,
    tasks: count,
    reasons: z.array(z.object({ reason: z.string(), count })),
  }),
  /** Calls of ours to the CRM. */
  calls: z.object({
    /** Since the hour began, and in the last 24 hours. */
    thisHour: count,
    lastDay: count,
    /** Of those of the day: refused for the CRM's limit, and failed for whatever reason. */
    limitedLastDay: count,
    failedLastDay: count,
    byHour: z.array(z.object({ hour: moment, calls: count })),
    /** What the CRM allows in a day, all apps of the account together, as it told last; null: it did not. */
    day: z
      .object({
        limit: count,
        remaining: count,
        toldAt: moment,
        /** How many of them may be ours. */
        share: count,
        /** What waits until calls are free again, each together with those before it. */
        waits: z.enum(['nothing', 'background', 'reads', 'live']),
        /** Of what more is used: of our share, or of what all apps have together. */
        by: z.enum(['share', 'all']),
      })
      .nullable(),
    /** Percent of a day's calls that may be ours. */
    sharePercent: count,
  }),
});
export type ConnectedAccount = z.infer<typeof connectedAccountSchema>;

const params = { account: z.string() };

/** One thing that a way asks for. */
export const credentialFieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  help: z.string(),
  /** Never shown again. */
  secret: z.boolean(),
  multiLine: z.boolean(),
  /** Stands in where nothing is given. */
  default: z.string().nullable(),
});
export type CredentialField = z.infer<typeof credentialFieldSchema>;

/** A CRM that can be connected here by what is typed or pasted, without a browser. */
export const connectableSchema = z.object({
  crm: z.string(),
  label: z.string(),
  ways: z.array(
    z.object({
      id: wayIdSchema,
      label: z.string(),
      /** What this way costs in freshness, one sentence. */
      freshness: z.string(),
      fields: z.array(credentialFieldSchema),
    }),
  ),
  /** Rights that we must have, in the CRM's own words, and those that it had better have. */
  scopes: z.object({ required: z.array(z.string()), optional: z.array(z.string()) }),
});
export type Connectable = z.infer<typeof connectableSchema>;

/** What turning write-back on does to one property of ours in the CRM. */
export const provisionStepSchema = z.object({
  property: z.string(),
  action: z.enum(['create', 'adopt', 'present', 'refuse']),
  reason: z.string().nullable(),
});

export const accountsApi = {
  list: endpoint({
    method: 'get',
    path: '/accounts',
    access: 'viewer',
    summary: 'The connected CRM accounts and how each is doing.',
    answer: z.object({ items: z.array(connectedAccountSchema) }),
  }),
  connectable: endpoint({
    method: 'get',
    path: '/connectable',
    access: 'admin',
    summary: 'The CRMs that can be connected here, and what each way asks for.',
    answer: z.object({ items: z.array(connectableSchema) }),
  }),
  connect: endpoint({
    method: 'post',
    path: '/accounts',
    access: 'admin',
    summary:
      'Connects a CRM account by a key or credentials, read-only, and begins to read it; a known one gets the new ones.',
    body: z.strictObject({
      crm: z.string().max(40),
      way: wayIdSchema,
      fields: z.record(z.string().max(40), z.string().max(10_000)),
    }),
    answer: z.object({
      id: z.string(),
      name: z.string(),
      /** Rights that are missing, one sentence each with what that costs. */
      missing: z.array(z.string()),
    }),
    status: 201,
  }),
  disconnect: endpoint({
    method: 'delete',
    path: '/accounts/:account',
    access: 'admin',
    summary:
      'Ends our access in the CRM where that can be, and all reading and writing; what came from the account stays, or is erased in the background.',
    params,
    query: { erase: z.stringbool().default(false) },
    answer: z.object({
      /** `by-hand`: remove our access in the CRM; `gone`: there was none any more. */
      access: z.enum(['left', 'by-hand', 'gone']),
      /** Why the CRM could not be told. */
      problem: z.string().nullable(),
    }),
  }),
  setCallShare: endpoint({
    method: 'put',
    path: '/accounts/:account/call-share',
    access: 'admin',
    summary: "Sets which part of the calls that the CRM allows in a day may be Plumbline's.",
    params,
    body: z.strictObject({ percent: z.number().int().min(1).max(100) }),
    answer: z.object({ percent: count }),
  }),
  writeBackPlan: endpoint({
    method: 'get',
    path: '/accounts/:account/write-back',
    access: 'admin',
    summary: 'What turning write-back on would create or use in the CRM; creates nothing.',
    params,
    answer: z.object({ steps: z.array(provisionStepSchema) }),
  }),
  setWriteBack: endpoint({
    method: 'put',
    path: '/accounts/:account/write-back',
    access: 'admin',
    summary: 'Turns writing into the CRM on (creating our properties there) or off.',
    params,
    body: z.strictObject({ on: z.boolean() }),
    answer: z.object({
      on: z.boolean(),
      steps: z.array(provisionStepSchema),
      /** Leads that will be written in the background, without tasks. */
      leads: count,
    }),
  }),
};
