import { z } from 'zod';
import type { Clock } from '../../../src/lib/clock.js';
import type { FaultSpec } from '../../simulator-kit/faults.js';
import type { WebhookTarget } from '../../simulator-kit/webhooks.js';
import type { LimitOptions } from './limits.js';
import type { Settings } from './settings.js';
import type { DeclaredSubscription, SubscriptionFile } from './subscriptions.js';

/** A property that the account has beside HubSpot's own. */
export interface CustomProperty {
  /** Default contacts. */
  readonly object?: string | undefined;
  readonly name: string;
  readonly type: 'string' | 'number' | 'enumeration' | 'bool' | 'date' | 'datetime';
  readonly label?: string | undefined;
  /** Values of an enumeration. */
  readonly options?: readonly string[] | undefined;
  /** Webhooks carry REDACTED instead of its value. */
  readonly sensitive?: boolean | undefined;
}

export interface PortalSpec {
  readonly id: string;
  readonly seed?: number | undefined;
  readonly contacts?: number | undefined;
}

export interface SimulatorOptions {
  /** Default 1. */
  readonly seed?: number | undefined;
  /** Contacts a portal, default 300. */
  readonly contacts?: number | undefined;
  /** Default one portal, `4242001`. */
  readonly portals?: readonly PortalSpec[] | undefined;
  /** The CRM's time at the start, ms; the machine's when absent. It runs on from there. */
  readonly now?: number | undefined;
  /** The base clock; the machine's when absent. */
  readonly clock?: Clock | undefined;
  /** Rate windows, the search lag and the request log; the machine's clock when absent. */
  readonly limitClock?: Clock | undefined;
  /** 0 (default): any free port. */
  readonly port?: number | undefined;
  readonly webhook?: (WebhookTarget & WebhookDelivery) | undefined;
  readonly subscriptions?: readonly DeclaredSubscription[] | SubscriptionFile | undefined;
  /** False: the app is not installed until somebody goes through OAuth. Default true. */
  readonly installed?: boolean | undefined;
  readonly app?: Partial<AppSpec> | undefined;
  /** Scopes of the service key; default all that the simulator knows. */
  readonly keyScopes?: readonly string[] | undefined;
  readonly limits?: Partial<LimitOptions> | false | undefined;
  /** Of every API call, ms. */
  readonly latencyMs?: number | undefined;
  readonly latencyJitterMs?: number | undefined;
  /** How long a change takes to appear in search, ms. Default 0. */
  readonly searchLagMs?: number | undefined;
  readonly timeZone?: string | undefined;
  readonly customProperties?: readonly CustomProperty[] | undefined;
  readonly settings?: Partial<Settings> | undefined;
  readonly faults?: readonly FaultSpec[] | undefined;
}

export interface WebhookDelivery {
  readonly concurrency?: number | undefined;
  readonly lingerMs?: number | undefined;
  readonly timeoutMs?: number | undefined;
  /** Divides the waits before retries. */
  readonly compress?: number | undefined;
  readonly retryDelays?: readonly number[] | undefined;
}

export interface AppSpec {
  readonly appId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[] | null;
  readonly requiredScopes: readonly string[];
  readonly optionalScopes: readonly string[];
}

export const REQUIRED_SCOPES = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.schemas.contacts.write',
  'crm.objects.owners.read',
  'crm.objects.companies.read',
  'crm.objects.deals.read',
] as const;

export const OPTIONAL_SCOPES = [
  'crm.schemas.contacts.read',
  'crm.schemas.companies.read',
  'crm.schemas.deals.read',
  'crm.objects.companies.write',
  'crm.objects.deals.write',
  'sales-email-read',
  'crm.lists.read',
  'forms',
  'content',
] as const;

/** The options as a process takes them: JSON, without clocks. */
export const ProcessOptions = z.looseObject({
  seed: z.number().int().optional(),
  contacts: z.number().int().min(0).max(200_000).optional(),
  now: z.number().optional(),
  port: z.number().int().min(0).max(65_535).optional(),
  latencyMs: z.number().min(0).optional(),
  searchLagMs: z.number().min(0).optional(),
  installed: z.boolean().optional(),
  /** Ends by itself after so long, ms. */
  lifetimeMs: z.number().positive().optional(),
  /** False: do not end when standard input closes. */
  watchStdin: z.boolean().optional(),
});
