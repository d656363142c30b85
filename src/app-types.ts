import type pg from 'pg';
import type { Connector, Session } from '../connectors/connector.js';
import type { InstallDependencies } from './accounts/own-app.js';
import type { SessionDependencies } from './accounts/sessions.js';
import type { Documents } from './evaluate/documents.js';
import type { ReceiveEvents } from './intake/events-receive.js';
import type { createHookHandler } from './intake/hook.js';
import type { Wakes } from './jobs/queue.js';
import type { Clock } from './lib/clock.js';
import type { Keyring } from './lib/crypto.js';
import type { Logger } from './lib/logger.js';
import type { PipelineDependencies, Step } from './pipeline.js';
import type { Settings } from './settings.js';
import type { Account } from './store/accounts.js';

export interface App {
  readonly settings: Settings;
  readonly pool: pg.Pool;
  readonly log: Logger;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly documents: Documents;
  readonly wakes: Wakes;
  readonly steps: readonly Step[];
  readonly pipeline: PipelineDependencies;
  /** What connecting an account takes. */
  readonly accounts: SessionDependencies;
  /** What connecting by an app takes, the way back from the CRM included. */
  readonly install: InstallDependencies;
  readonly databaseUrl: string;
  /** Takes webhooks; false when the request is none. */
  readonly hook: ReturnType<typeof createHookHandler>;
  /** Takes what other systems tell of people. */
  readonly events: ReceiveEvents;
  session(account: Account): Promise<Session>;
  /** Where a CRM's API is: the real one, or a simulator by the settings. */
  baseUrl(crm: string): string;
  connector(crm: string): Connector;
  close(): Promise<void>;
}

export interface AppOptions {
  readonly settings: Settings;
  readonly log: Logger;
  readonly clock: Clock;
  /** True for the process that owns the data folder (`serve`, `demo`); others just connect. */
  readonly owner: boolean;
}
