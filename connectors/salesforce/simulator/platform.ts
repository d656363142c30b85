import { z } from 'zod';
import { PlumblineError } from '../../../src/lib/errors.js';
import type { Subscriber } from './bayeux-engine.js';
import { bearerOf } from './bearer.js';
import { type BulkService, bulkOf, bulkRoute } from './bulk.js';
import { STANDARD_CHANNEL } from './cdc-channels.js';
import { CaptureService } from './cdc-service.js';
import { act } from './control-acts.js';
import { convertLead } from './conversion.js';
import { Flows } from './flows.js';
import { mergeRecords } from './merge.js';
import { metadataRoute } from './metadata-route.js';
import type { Platform } from './platform-parts.js';
import type { LimitSource } from './rest-limits.js';
import type { Simulator } from './simulator.js';
import { toolingRoutes } from './tooling.js';
import type { SaveError } from './transaction.js';

export interface PlatformOptions {
  readonly edition: string;
  /** How long a streaming connect waits, ms; 110,000 in production. */
  readonly streamTimeoutMs?: number | undefined;
}

/** Hangs the platform's services into a simulator. */
export function installPlatform(simulator: Simulator, options: PlatformOptions): Platform {
  const { gateway, org, clock, faults, requests } = simulator;
  const capture = new CaptureService({
    org,
    clock,
    faults,
    edition: options.edition,
    timeoutMs: options.streamTimeoutMs,
    signIn: (authorization) => signIn(simulator, authorization),
    told: (operation) => requests.answer(requests.arrive(operation), 200),
  });
  const bulk = bulkOf(org);
  const flows = new Flows(org, simulator.setup.automated);
  gateway.routes.push(bulkRoute, toolingRoutes(capture.channels));
  gateway.services.push(metadataRoute);
  simulator.onClose(() => capture.stream.close());
  const platform = { bulk, capture, flows, limits: () => limitsOf(bulk, capture) };
  addControls(simulator, platform);
  addActs(simulator);
  return platform;
}

function signIn(simulator: Simulator, authorization: string): Subscriber | undefined {
  const token = bearerOf(authorization);
  const session = token === undefined ? undefined : simulator.credentials.session(token);
  if (!session || !simulator.org.settings.apiEnabled) return undefined;
  const able = session.scopes.some((scope) => scope === 'api' || scope === 'full');
  return able ? { userId: session.user, authorization } : undefined;
}

function limitsOf(bulk: BulkService, capture: CaptureService): ReturnType<LimitSource> {
  const { queryJobsPerDay, batchesPerDay } = bulk.options;
  return {
    DailyBulkV2QueryJobs: { Max: queryJobsPerDay, Remaining: bulk.query.remaining() },
    DailyBulkApiBatches: { Max: batchesPerDay, Remaining: bulk.ingest.remaining() },
    ...capture.limits(),
  };
}

const StreamInput = z.strictObject({
  cut: z.boolean().optional(),
  forget: z.boolean().optional(),
  delivered: z.number().int().min(0).optional(),
  used: z.number().int().min(0).optional(),
  clients: z.number().int().min(0).optional(),
  entities: z.number().int().min(0).optional(),
  select: z
    .strictObject({
      channel: z.string().default(STANDARD_CHANNEL),
      objects: z.array(z.string()),
      selected: z.boolean().default(true),
    })
    .optional(),
});

const BulkInput = z
  .strictObject({
    jobMs: z.number().min(0),
    polls: z.number().int().min(0),
    pageRows: z.number().int().min(1),
    maxUpload: z.number().int().min(1),
    queryJobsPerDay: z.number().int().min(0),
    batchesPerDay: z.number().int().min(0),
  })
  .partial();

const FlowInput = z.strictObject({
  name: z.string(),
  object: z.string(),
  kind: z.enum(['before-save', 'after-save', 'scheduled']),
  on: z.enum(['create', 'update']).optional(),
  condition: z.string().optional(),
  set: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  fails: z.string().optional(),
});

function addControls({ controls }: Simulator, { capture, bulk, flows }: Platform): void {
  controls['GET stream'] = () => streamState(capture);
  controls['PATCH stream'] = ({ body }) => {
    const input = StreamInput.parse(body<unknown>());
    if (input.cut === true) capture.stream.sever();
    if (input.cut === false) capture.stream.restore();
    if (input.forget === true) capture.stream.forget();
    if (input.delivered !== undefined) capture.quota.limit = input.delivered;
    if (input.used !== undefined) capture.quota.take(input.used - capture.quota.used());
    if (input.clients !== undefined) capture.maxClients = input.clients;
    if (input.entities !== undefined) capture.channels.mostEntities = input.entities;
    if (input.select) {
      const { channel, objects, selected } = input.select;
      capture.select(channel, objects, selected);
    }
    return streamState(capture);
  };
  controls['GET bulk'] = () => bulk.options;
  controls['PATCH bulk'] = ({ body }) =>
    Object.assign(bulk.options, BulkInput.parse(body<unknown>()));
  controls['GET flows'] = () => ({ flows: flows.list() });
  controls['POST flows'] = ({ body }) => flows.add(FlowInput.parse(body<unknown>()));
  controls['DELETE flows'] = () => flows.clear();
}

function streamState({ capture, channels, quota, stream }: CaptureService) {
  return {
    channels: [...channels.channels.values()].map((channel) => channel.name),
    members: [...channels.members.values()].map(({ channel, entity }) => ({ channel, entity })),
    retained: capture.ring.size,
    delivered: { limit: quota.limit, used: quota.used() },
    listening: stream.listening,
  };
}

function addActs({ moreActs }: Simulator): void {
  moreActs['convert-lead'] = act(
    z.strictObject({
      lead: z.string(),
      status: z.string().optional(),
      account: z.string().optional(),
      contact: z.string().optional(),
      opportunityName: z.string().nullable().optional(),
      owner: z.string().optional(),
      mapping: z.record(z.string(), z.string()).optional(),
      by: z.string().optional(),
    }),
    ({ org, acts }, { by, ...request }) =>
      orRefuse(convertLead(org, request, acts.context({ by }))),
  );
  moreActs.merge = act(
    z.strictObject({
      master: z.string(),
      losers: z.array(z.string()),
      fields: z
        .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
        .optional(),
      by: z.string().optional(),
    }),
    ({ org, acts }, { by, ...request }) =>
      orRefuse(mergeRecords(org, request, acts.context({ by }))),
  );
}

function orRefuse<T extends { readonly success: boolean }>(
  result: T | { readonly success: false; readonly errors: readonly SaveError[] },
): T {
  if (!('errors' in result)) return result;
  const why = result.errors.map(({ statusCode, message }) => `${statusCode}: ${message}`);
  throw new PlumblineError('simulator-act', `The org refuses this: ${why.join('; ')}`, {
    status: 400,
  });
}
