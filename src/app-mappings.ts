/** What the mapping workbench and the events API need of the app. */
import { createPropertySamples } from './accounts/property-samples.js';
import type { EventServices } from './admin/api/routes/events.js';
import type { MappingServices } from './admin/api/routes/mappings.js';
import type { App } from './app-types.js';
import { EVENT_LIMITS } from './intake/events-line.js';
import { saveProperties } from './store/accounts.js';
import { listDelivered } from './store/events.js';
import { sampleLiving } from './store/records.js';

export function mappingServices(app: App): MappingServices {
  const { pool, clock, connector, session, settings } = app;
  const samples = createPropertySamples({
    clock,
    connector,
    session,
    ids: (account, object, limit) => sampleLiving(pool, account, object, limit),
    described: (account, object, names) => saveProperties(pool, account.id, object, names),
  });
  return {
    pool,
    clock,
    connector,
    pollIntervalMs: settings.pollIntervalMs,
    sample: samples.of,
  };
}

export function eventServices({ pool, events }: App): EventServices {
  return {
    receive: events,
    types: (workspace) => listDelivered(pool, workspace),
    largest: EVENT_LIMITS.body,
  };
}
