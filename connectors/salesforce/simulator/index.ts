import { systemClock } from '../../../src/lib/clock.js';
import { createSimulatorClock } from '../../simulator-kit/clock.js';
import { FaultPlan } from '../../simulator-kit/faults.js';
import { Holds } from '../../simulator-kit/holds.js';
import { createRandom } from '../../simulator-kit/random.js';
import { RequestLog } from '../../simulator-kit/requests.js';
import { listen } from '../../simulator-kit/server.js';
import { Acts } from './acts.js';
import { controlCall } from './control.js';
import { Credentials } from './credentials.js';
import { Cursors } from './cursors.js';
import { type Gateway, serve } from './gateway.js';
import { ApiLimits, DEFAULT_LIMITS } from './limits.js';
import type { AppSpec, SimulatorOptions } from './options.js';
import { Org } from './org.js';
import { addCurrencies, addCustomField } from './org-features.js';
import { addPersonAccounts } from './person-accounts.js';
import { installPlatform } from './platform.js';
import { type LimitSource, limitRoutes } from './rest-limits.js';
import { restRoutes } from './router.js';
import { seedOrg } from './seed.js';
import { INTEGRATION_USER } from './seed-setup.js';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';
import { Simulator } from './simulator.js';

export type { SimulatorOptions } from './options.js';
export type { Simulator } from './simulator.js';

const MAX_BODY = 150 * 1024 * 1024;
const MAX_HEADERS = 64 * 1024;

/**
 * Starts a local Salesforce: one org filled with made-up people, OAuth, the REST API, limits, faults and a
 * control API under `/_simulator/`. Everything is in memory.
 */
export async function startSalesforceSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const seed = options.seed ?? 1;
  const random = createRandom(seed);
  const clock = createSimulatorClock(options.clock ?? systemClock, options.now);
  const settings: Settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const org = new Org({
    clock,
    settings,
    instance: options.instance ?? '5f000',
    name: 'Simulated org',
  });
  if (options.personAccounts) addPersonAccounts(org);
  const { setup, population } = seedOrg(org, {
    seed,
    people: options.people ?? 300,
    leadShare: options.leadShare ?? 0.7,
    edition: options.edition ?? 'Enterprise',
    sandbox: options.sandbox === true,
    activities: options.activities !== false,
    personAccounts: options.personAccounts === true,
  });
  for (const custom of options.customFields ?? []) addCustomField(org, custom);
  if (options.currencies) addCurrencies(org, options.currencies, setup.admin);
  for (const object of ['Lead', 'Contact']) {
    org.duplicateRules.push({
      object,
      name: `Standard_${object}`,
      field: 'Email',
      action: 'alert',
    });
  }
  const credentials = new Credentials({
    app: appOf(options),
    orgId: org.id,
    clock,
    settings,
    random: random.fork('tokens'),
  });
  if (options.installed !== false) credentials.grant(setup.admin, credentials.app.scopes);
  const faults = new FaultPlan(random.fork('faults'));
  for (const spec of options.faults ?? []) faults.add(spec);
  const limits = new ApiLimits({ ...DEFAULT_LIMITS, ...options.limits }, clock.now);
  const cursors = new Cursors(clock.now);
  const limitSources: LimitSource[] = [];
  const gateway: Gateway = {
    org,
    credentials,
    oauth: {
      credentials,
      org,
      sandbox: options.sandbox === true,
      url: () => simulator.url,
      loginUrl: () => simulator.loginUrl,
      consentUser: String(org.get('User', setup.admin)?.values.Username),
    },
    limits,
    faults,
    holds: new Holds(),
    log: new RequestLog(options.limitClock ?? systemClock),
    random: random.fork('gateway'),
    routes: [restRoutes(cursors), limitRoutes(limits, limitSources)],
    services: [],
    latency: { ms: options.latencyMs ?? 0, jitterMs: options.latencyJitterMs ?? 0 },
  };
  const simulator = new Simulator({ gateway, cursors, acts: new Acts(org, setup), population });
  const platform = installPlatform(simulator, {
    edition: options.edition ?? 'Enterprise',
    streamTimeoutMs: options.streamTimeoutMs,
  });
  simulator.platform = platform;
  for (const spec of options.packages ?? []) simulator.installPackage(spec);
  limitSources.push(platform.limits);
  const server = await listen(
    options.port ?? 0,
    (exchange) =>
      exchange.request.path.startsWith('/_simulator')
        ? controlCall(simulator, exchange)
        : serve(gateway, exchange),
    '127.0.0.1',
    {
      maxBody: MAX_BODY,
      maxHeaderSize: MAX_HEADERS,
      first: (incoming, outgoing) => platform.capture.stream.handle(incoming, outgoing),
    },
  );
  simulator.opened(server);
  return simulator;
}

function appOf(options: SimulatorOptions): AppSpec {
  return {
    name: 'Plumbline',
    clientId: '3MVG9simulatedConsumerKey',
    clientSecret: '0123456789ABCDEF0123456789ABCDEF',
    redirectUris: null,
    scopes: ['api', 'refresh_token', 'id'],
    runAs: INTEGRATION_USER,
    certificate: null,
    preauthorized: null,
    ...options.app,
  };
}
