import type { Connector } from '../connectors/connector.js';
import { createDayBudget } from './accounts/day-budget.js';
import { createHeartbeat } from './accounts/heartbeat.js';
import { PARKED_CONTEXT } from './accounts/reseal.js';
import type { SessionDependencies, Sessions } from './accounts/sessions.js';
import { planDependencies } from './app-publishing.js';
import type { Documents } from './evaluate/documents.js';
import { eventsSource } from './intake/events-source.js';
import { EVENTS_SOURCE } from './lead/event.js';
import { alwaysNeeded } from './mapping/needs.js';
import { filledProperties, ownProperties } from './mapping/writes.js';
import type { PipelineDependencies } from './pipeline.js';
import type { Settings } from './settings.js';
import { findAccount } from './store/accounts.js';

/** What the steps are given, made of the app's parts. */
export function pipelineDependencies(parts: {
  readonly settings: Settings;
  readonly accounts: SessionDependencies;
  readonly sessions: Sessions;
  readonly documents: Documents;
  readonly connectors: ReadonlyMap<string, Connector>;
  /** The mark of this installation's outputs. */
  readonly instance: string;
}): PipelineDependencies {
  const { settings, accounts, sessions, documents, instance } = parts;
  const connectors = new Map([...parts.connectors, [EVENTS_SOURCE, eventsSource]]);
  const { pool, keyring, clock, log, connector } = accounts;
  return {
    ...planDependencies({ pool, connectors }),
    pool,
    clock,
    log,
    connectors,
    connector,
    documents,
    instance,
    account: (id) => findAccount(pool, id),
    session: sessions.of,
    spending: createDayBudget(pool, clock),
    trouble: sessions.trouble,
    keepTokens: createHeartbeat({ ...accounts, trouble: sessions.trouble }),
    mapping: (account) => documents.mapping(account),
    countsCompanies: async (db, workspace) => {
      await documents.renew(db, workspace);
      return (await documents.companySpan(workspace)) !== null;
    },
    needs: async (account) => {
      const { declaration } = connector(account.crm);
      const mapping = await documents.mapping(account);
      // What we wrote is read with everything else, to see whether it still stands.
      const own = account.writes ? [...ownProperties(mapping.writes).keys()] : [];
      const needs = mapping.needs((object) => alwaysNeeded(declaration, object, own));
      if (!account.writes) return needs;
      const { personObjects } = declaration;
      const writes = filledProperties(mapping.writes);
      return needs.map((need) =>
        personObjects.includes(need.object) ? { ...need, writes } : need,
      );
    },
    seal: (text) => keyring.seal(text, PARKED_CONTEXT),
    hash: (key) => keyring.hash(['record', key]),
    hashes: (key) => keyring.hashes(['record', key]),
    marker: (key) => keyring.hash(['alert', key]).slice(0, 22),
    pollIntervalMs: settings.pollIntervalMs,
    tasksPerOwnerPerDay: settings.tasksPerOwnerPerDay,
    leaseMs: settings.leaseMs,
    protocol: {
      leaseMs: settings.leaseMs,
      timeoutMs: settings.callTimeoutMs,
      unknownWaitMs: settings.unknownWaitMs,
    },
  };
}
