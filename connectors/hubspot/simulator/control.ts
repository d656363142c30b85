import { messageOf, PlumblineError } from '../../../src/lib/errors.js';
import { COMMON_CONTROLS, type ControlInput, clockState } from '../../simulator-kit/control.js';
import type { Exchange } from '../../simulator-kit/server.js';
import type { WebhookTarget } from '../../simulator-kit/webhooks.js';
import type { CardCall } from './card.js';
import { ACTS } from './control-acts.js';
import { Refusal } from './errors.js';
import type { LimitOptions } from './limits.js';
import type { LoadOptions } from './load.js';
import { OBJECT_TYPES, objectType } from './object-types.js';
import type { WebhookDelivery } from './options.js';
import { renderRecord } from './render.js';
import type { Settings } from './settings.js';
import type { Simulator } from './simulator.js';
import type { DeclaredSubscription } from './subscriptions.js';

interface ControlCall extends ControlInput<Simulator> {
  readonly portal: string;
}
type Handler = (call: ControlCall) => unknown;

/** `/_simulator/…`: what a test or the demo may ask of the simulator; no part of HubSpot. JSON only. */
export async function controlCall(simulator: Simulator, exchange: Exchange): Promise<void> {
  const { method, path, query, body } = exchange.request;
  const [, word = 'health', ...rest] = path.split('/').filter((part) => part !== '');
  const handler = HANDLERS[`${method} ${word}`];
  try {
    if (!handler) {
      throw new PlumblineError('simulator-control', `There is no ${method} ${path}.`, {
        status: 404,
      });
    }
    const answer = await handler({
      simulator,
      query,
      portal: query.get('portal') ?? simulator.portal,
      rest: rest.map(decodeURIComponent),
      body: <T>() => (body.length === 0 ? {} : JSON.parse(body.toString('utf8'))) as T,
    });
    exchange.respond({ status: 200, body: answer ?? {} });
  } catch (thrown) {
    const known = thrown instanceof PlumblineError || thrown instanceof Refusal;
    const status = known ? thrown.status : 400;
    exchange.respond({ status, body: { error: messageOf(thrown) } });
  }
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  ...COMMON_CONTROLS,
  'GET health': ({ simulator }) => ({
    ok: true,
    crm: 'hubspot',
    portals: [...simulator.gateway.portals.keys()],
  }),
  'GET state': ({ simulator }) => stateOf(simulator),
  'GET settings': ({ simulator }) => simulator.gateway.settings,
  'PATCH settings': ({ simulator, body }) => changeSettings(simulator, body<Partial<Settings>>()),
  'GET limits': ({ simulator, portal }) => {
    const limits = simulator.gateway.limits.get(portal);
    return { ...limits?.options, remainingToday: limits?.remainingToday() };
  },
  'PATCH limits': ({ simulator, portal, body }) => {
    const { secondApp, ...limits } = body<
      Partial<LimitOptions> & { secondApp?: { searchPerSecond?: number; perSecond?: number } }
    >();
    const target = simulator.gateway.limits.get(portal);
    if (Object.keys(limits).length > 0) target?.change(limits);
    if (secondApp) target?.setSecondApp(secondApp.searchPerSecond ?? 0, secondApp.perSecond ?? 0);
    return target?.options;
  },
  'PATCH latency': ({ simulator, body }) =>
    Object.assign(simulator.gateway.latency, body<object>()),
  'PATCH search': ({ simulator, portal, body }) => {
    const { lagMs, flush } = body<{ lagMs?: number; flush?: boolean }>();
    const data = simulator.data(portal);
    if (lagMs !== undefined) data.setSearchLag(lagMs);
    if (flush) data.index.flush();
    return { lagMs: data.index.lagMs };
  },
  'GET webhooks': ({ simulator }) => webhooksOf(simulator),
  'PUT webhooks': ({ simulator, body }) => {
    const target = body<WebhookTarget & WebhookDelivery>();
    simulator.webhooks.setTarget(target, target);
    return webhooksOf(simulator);
  },
  'PUT subscriptions': ({ simulator, body }) => {
    simulator.webhooks.setSubscriptions(body<DeclaredSubscription[]>());
    return { subscriptions: simulator.webhooks.subscriptions };
  },
  'POST webhooks': async ({ simulator, rest, query }) => {
    const { emitter } = simulator.webhooks;
    if (rest[0] === 'pause') emitter?.pause();
    if (rest[0] === 'resume') emitter?.resume();
    if (rest[0] === 'idle') {
      const limit = Math.min(60_000, Number(query.get('wait') ?? 10_000));
      await Promise.race([emitter?.idle(), new Promise((resolve) => setTimeout(resolve, limit))]);
    }
    return webhooksOf(simulator);
  },
  'POST tokens': ({ simulator, portal }) => ({
    accessToken: simulator.accessToken(portal),
    refreshToken: simulator.refreshToken(portal),
  }),
  'DELETE tokens': ({ simulator, portal }) => simulator.gateway.credentials.killAccess(portal),
  'POST uninstall': ({ simulator, portal }) => ({ uninstalled: simulator.uninstall(portal) }),
  'POST acts': ({ simulator, rest, body }) => {
    const act = ACTS[rest[0] ?? ''];
    if (!act) {
      const names = Object.keys(ACTS).join(', ');
      throw new PlumblineError(
        'simulator-act',
        `There is no act "${rest[0]}"; there are ${names}.`,
        { status: 404 },
      );
    }
    return act(simulator, body<unknown>());
  },
  'GET contact': ({ simulator, portal, rest }) =>
    rest[1] === 'tasks'
      ? { tasks: tasksOf(simulator, portal, rest[0] ?? '') }
      : found(simulator.describe('contacts', rest[0] ?? '', portal), rest),
  'GET record': ({ simulator, portal, rest }) => {
    const type = objectType(rest[0] ?? '');
    return found(type && simulator.describe(type.name, rest[1] ?? '', portal), rest);
  },
  'GET records': ({ simulator, portal, rest, query }) => {
    const type = objectType(rest[0] ?? 'contacts')?.name ?? 'contacts';
    const data = simulator.data(portal);
    const limit = Math.min(1000, Number(query.get('limit') ?? 20));
    const { records } = data.store.page(type, Number(query.get('after') ?? 0), limit, false);
    return { results: records.map((record) => renderRecord(data, record, { properties: [] })) };
  },
  'GET load': ({ simulator }) => ({ loads: simulator.loadStates }),
  'POST load': ({ simulator, portal, body }) => simulator.load(body<LoadOptions>(), portal).state,
  'DELETE load': ({ simulator }) => simulator.stopLoads(),
  'POST card': ({ simulator, body }) => simulator.callFromCard(body<CardCall>()),
};

function found(record: unknown, rest: readonly string[]): unknown {
  if (!record)
    throw new PlumblineError('simulator-record', `There is no record ${rest.join('/')}.`, {
      status: 404,
    });
  return record;
}

function webhooksOf({ webhooks }: Simulator) {
  const { emitter } = webhooks;
  return {
    target: emitter?.target ?? null,
    stats: emitter?.stats ?? null,
    subscriptions: webhooks.subscriptions.length,
    log: emitter?.log.slice(-200) ?? [],
  };
}

function stateOf(simulator: Simulator) {
  const portals = [...simulator.gateway.portals].map(([id, data]) => ({
    id,
    serviceKey: simulator.key(id),
    installed: simulator.gateway.credentials.installations.has(id),
    counts: Object.fromEntries(
      OBJECT_TYPES.map((type) => [type.name, data.store.count(type.name)]),
    ),
    owners: data.owners,
  }));
  return {
    portals,
    app: { appId: simulator.app.appId, clientId: simulator.app.clientId },
    clock: clockState(simulator.clock),
    requests: simulator.requests.total(),
    refusedByRate: simulator.requests.total(429),
    webhooks: simulator.webhooks.emitter?.stats ?? null,
  };
}

/** Unknown names and wrong kinds of values are refused. */
function changeSettings(simulator: Simulator, patch: Partial<Settings>): Settings {
  const { settings } = simulator.gateway;
  for (const [name, value] of Object.entries(patch)) {
    const known = settings[name as keyof Settings];
    if (known === undefined || (known !== null && typeof known !== typeof value)) {
      throw new PlumblineError('simulator-setting', `There is no setting ${name} of that kind.`, {
        status: 400,
      });
    }
  }
  return Object.assign(settings, patch);
}

function tasksOf(simulator: Simulator, portal: string, contact: string) {
  const data = simulator.data(portal);
  const names = data.properties.list('tasks').map((definition) => definition.name);
  return simulator
    .acts(portal)
    .tasksOf(contact)
    .map((task) => {
      const properties = names.filter((name) => data.valueOf(task, name) !== null);
      return renderRecord(data, task, { properties });
    });
}
