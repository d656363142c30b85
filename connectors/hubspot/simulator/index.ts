import { systemClock } from '../../../src/lib/clock.js';
import { createSimulatorClock } from '../../simulator-kit/clock.js';
import { FaultPlan } from '../../simulator-kit/faults.js';
import { Holds } from '../../simulator-kit/holds.js';
import { createRandom } from '../../simulator-kit/random.js';
import { RequestLog } from '../../simulator-kit/requests.js';
import { listen } from '../../simulator-kit/server.js';
import { Acts } from './acts.js';
import { startAutomation } from './automation.js';
import { controlCall } from './control.js';
import { type AppRegistration, Credentials } from './credentials.js';
import { addCustomProperty } from './custom-property.js';
import { type Gateway, serve } from './gateway.js';
import { DEFAULT_LIMITS, type LimitOptions, PortalLimits } from './limits.js';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES, type SimulatorOptions } from './options.js';
import { Portal } from './portal.js';
import { FIRST_USER_ID, seedPortal } from './seed.js';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';
import { Simulator } from './simulator.js';
import { WebhookService } from './webhook-service.js';

export type { SimulatorOptions } from './options.js';
export type { Simulator } from './simulator.js';

export const DEFAULT_PORTAL = '4242001';
export const SERVICE_KEY_APP_ID = '9100001';

/**
 * Starts a local HubSpot: one or more accounts filled with made-up people, the API, OAuth, webhooks,
 * limits, faults and a control API under `/_simulator/`. Everything is in memory.
 */
export async function startHubSpotSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const seed = options.seed ?? 1;
  const clock = createSimulatorClock(options.clock ?? systemClock, options.now);
  const limitClock = options.limitClock ?? systemClock;
  const settings: Settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const app = appOf(options);
  const specs = options.portals ?? [{ id: DEFAULT_PORTAL }];
  const portals = new Map<string, Portal>();
  const limits = new Map<string, PortalLimits>();
  const credentials = new Credentials(app, clock, settings, seed);
  const faults = new FaultPlan(createRandom(seed).fork('faults'));
  for (const spec of options.faults ?? []) faults.add(spec);
  for (const [at, spec] of specs.entries()) {
    const portal = new Portal({
      id: spec.id,
      clock,
      settings,
      searchLagMs: options.searchLagMs ?? 0,
      searchClock: limitClock,
      timeZone: options.timeZone ?? 'Europe/Berlin',
    });
    for (const custom of options.customProperties ?? []) addCustomProperty(portal, custom);
    seedPortal(portal, {
      seed: spec.seed ?? seed + at,
      contacts: spec.contacts ?? options.contacts ?? 300,
    });
    startAutomation(portal);
    portals.set(spec.id, portal);
    limits.set(spec.id, new PortalLimits(limitsOf(options), limitClock, portal.timeZone));
    const scopes = options.keyScopes ?? [...REQUIRED_SCOPES, ...OPTIONAL_SCOPES];
    credentials.addKey(keyOf(spec.id, seed), spec.id, SERVICE_KEY_APP_ID, scopes);
    if (options.installed !== false) {
      const granted = [...app.requiredScopes, ...app.optionalScopes];
      credentials.install(spec.id, granted, FIRST_USER_ID, 'installer@seller.example');
    }
  }
  const webhooks = new WebhookService({
    portals,
    credentials,
    clock,
    settings,
    faults,
    seed,
    options,
  });
  const gateway: Gateway = {
    portals,
    limits,
    credentials,
    oauth: {
      credentials,
      settings,
      defaultPortal: specs[0]?.id ?? DEFAULT_PORTAL,
      portals: specs.map((spec) => spec.id),
      user: { id: FIRST_USER_ID, email: 'installer@seller.example' },
    },
    settings,
    faults,
    holds: new Holds(),
    log: new RequestLog(limitClock),
    clock: clock.now,
    random: createRandom(seed).fork('gateway'),
    latency: { ms: options.latencyMs ?? 0, jitterMs: options.latencyJitterMs ?? 0 },
    onUninstall: () => {},
  };
  const acts = new Map([...portals].map(([id, portal]) => [id, new Acts(portal)]));
  const simulator = new Simulator({ gateway, clock, webhooks, acts, app });
  const server = await listen(options.port ?? 0, (exchange) =>
    exchange.request.path.startsWith('/_simulator')
      ? controlCall(simulator, exchange)
      : serve(gateway, exchange),
  );
  simulator.opened(server, specs[0]?.id ?? DEFAULT_PORTAL, (portal) => keyOf(portal, seed));
  return simulator;
}

function appOf(options: SimulatorOptions): AppRegistration {
  return {
    appId: '50780459',
    clientId: '7fff1e36-2d40-4ae1-bbb1-5266d59564fb',
    clientSecret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy',
    redirectUris: null,
    requiredScopes: REQUIRED_SCOPES,
    optionalScopes: OPTIONAL_SCOPES,
    ...options.app,
  };
}

function limitsOf(options: SimulatorOptions): LimitOptions {
  if (options.limits === false) return { ...DEFAULT_LIMITS, enabled: false };
  return { ...DEFAULT_LIMITS, ...options.limits };
}

function keyOf(portal: string, seed: number): string {
  return `pat-na1-${createRandom(seed).fork(`key-${portal}`).int(0x10000000, 0x7fffffff).toString(16)}-simulated`;
}
