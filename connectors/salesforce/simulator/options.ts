import { z } from 'zod';
import type { Clock } from '../../../src/lib/clock.js';
import type { FaultSpec } from '../../simulator-kit/faults.js';
import type { LimitOptions } from './limits.js';
import type { PackageSpec } from './package-install.js';
import type { Settings } from './settings.js';

/** The external client app that the org knows. */
export interface AppSpec {
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Null: any. */
  readonly redirectUris: readonly string[] | null;
  readonly scopes: readonly string[];
  /** User name that client credentials act as; null: the flow is off. */
  readonly runAs: string | null;
  /** PEM certificate or public key that signs JWT assertions; null: the flow is off. */
  readonly certificate: string | null;
  /** User names that the admin approved beforehand; null: all. */
  readonly preauthorized: readonly string[] | null;
}

/** A field that the org has beside the standard ones, open to everybody. */
export interface CustomField {
  /** Default Lead and Contact. */
  readonly object?: string | undefined;
  /** With `__c`. */
  readonly name: string;
  readonly type:
    | 'string'
    | 'textarea'
    | 'double'
    | 'boolean'
    | 'date'
    | 'datetime'
    | 'picklist'
    | 'multipicklist';
  readonly values?: readonly string[] | undefined;
  readonly restricted?: boolean | undefined;
  readonly externalId?: boolean | undefined;
}

export interface SimulatorOptions {
  /** Default 1. */
  readonly seed?: number | undefined;
  /** People: leads and contacts together, default 300. */
  readonly people?: number | undefined;
  /** The share of people without a deal who are leads, 0 to 1; default 0.7. */
  readonly leadShare?: number | undefined;
  /** False: people without calls, meetings, mails and campaign memberships. Default true. */
  readonly activities?: boolean | undefined;
  /** The CRM's time at the start, ms; the machine's when absent. It runs on from there. */
  readonly now?: number | undefined;
  /** The base clock; the machine's when absent. */
  readonly clock?: Clock | undefined;
  /** The request log's; the machine's when absent. */
  readonly limitClock?: Clock | undefined;
  /** 0 (default): any free port. */
  readonly port?: number | undefined;
  /** Five characters of the org's ids, for a second org; default `5f000`. */
  readonly instance?: string | undefined;
  /** A sandbox has other login hosts. */
  readonly sandbox?: boolean | undefined;
  readonly edition?: 'Developer' | 'Enterprise' | 'Unlimited' | 'Professional' | undefined;
  readonly app?: Partial<AppSpec> | undefined;
  /** False: nobody gave the app a grant yet. Default true. */
  readonly installed?: boolean | undefined;
  readonly limits?: Partial<LimitOptions> | undefined;
  /** Of every API call, ms. */
  readonly latencyMs?: number | undefined;
  readonly latencyJitterMs?: number | undefined;
  readonly customFields?: readonly CustomField[] | undefined;
  /** Managed packages that are installed from the start. */
  readonly packages?: readonly PackageSpec[] | undefined;
  /** Accounts that are people. */
  readonly personAccounts?: boolean | undefined;
  /** ISO codes of a multi-currency org, the corporate one first. */
  readonly currencies?: readonly string[] | undefined;
  /** How long a streaming connect waits, ms; 110,000 as in production when absent. */
  readonly streamTimeoutMs?: number | undefined;
  readonly settings?: Partial<Settings> | undefined;
  readonly faults?: readonly FaultSpec[] | undefined;
}

/** The options as a process takes them: JSON, without clocks. */
export const ProcessOptions = z.looseObject({
  seed: z.number().int().optional(),
  people: z.number().int().min(0).max(200_000).optional(),
  activities: z.boolean().optional(),
  now: z.number().optional(),
  port: z.number().int().min(0).max(65_535).optional(),
  latencyMs: z.number().min(0).optional(),
  installed: z.boolean().optional(),
  personAccounts: z.boolean().optional(),
  packages: z.array(z.strictObject({ namespace: z.string(), folder: z.string() })).optional(),
  streamTimeoutMs: z.number().positive().optional(),
  /** Ends by itself after so long, ms. */
  lifetimeMs: z.number().positive().optional(),
  /** False: do not end when standard input closes. */
  watchStdin: z.boolean().optional(),
});
