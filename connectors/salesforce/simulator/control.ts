import { messageOf, PlumblineError } from '../../../src/lib/errors.js';
import { COMMON_CONTROLS, type ControlHandler, clockState } from '../../simulator-kit/control.js';
import type { Exchange } from '../../simulator-kit/server.js';
import { ACTS } from './control-acts.js';
import { readId } from './ids.js';
import type { LimitOptions } from './limits.js';
import type { LoadOptions } from './load.js';
import type { AppSpec } from './options.js';
import type { DuplicateRule } from './org-core.js';
import { QueryRefusal } from './query-refusal.js';
import type { Settings } from './settings.js';
import type { RuleInput, Simulator } from './simulator.js';

/** `/_simulator/…`: what a test or the demo may ask of the simulator; no part of Salesforce. JSON only. */
export async function controlCall(simulator: Simulator, exchange: Exchange): Promise<void> {
  const { method, path, query, body } = exchange.request;
  const [, word = 'health', ...rest] = path.split('/').filter((part) => part !== '');
  const handler = HANDLERS[`${method} ${word}`] ?? simulator.controls[`${method} ${word}`];
  try {
    if (!handler) {
      throw new PlumblineError('simulator-control', `There is no ${method} ${path}.`, {
        status: 404,
      });
    }
    const answer = await handler({
      simulator,
      query,
      rest: rest.map(decodeURIComponent),
      body: <T>() => (body.length === 0 ? {} : JSON.parse(body.toString('utf8'))) as T,
    });
    exchange.respond({ status: 200, body: answer ?? {} });
  } catch (thrown) {
    const status = thrown instanceof PlumblineError ? thrown.status : 400;
    const code = thrown instanceof QueryRefusal ? `${thrown.errorCode}: ` : '';
    exchange.respond({ status, body: { error: code + messageOf(thrown) } });
  }
}

const HANDLERS: Readonly<Record<string, ControlHandler<Simulator>>> = {
  ...COMMON_CONTROLS,
  'GET health': ({ simulator }) => ({ ok: true, crm: 'salesforce', org: simulator.org.id }),
  'GET state': ({ simulator }) => stateOf(simulator),
  'GET settings': ({ simulator }) => simulator.org.settings,
  'PATCH settings': ({ simulator, body }) => changeSettings(simulator, body<Partial<Settings>>()),
  'GET limits': ({ simulator }) => limitsOf(simulator),
  'PATCH limits': ({ simulator, body }) => {
    const { used, secondApp, ...options } = body<
      Partial<LimitOptions> & { used?: number; secondApp?: { perSecond: number } }
    >();
    simulator.limits.change(options);
    if (used !== undefined) simulator.limits.setUsed(used);
    if (secondApp) simulator.limits.setSecondApp(secondApp.perSecond);
    return limitsOf(simulator);
  },
  'PATCH latency': ({ simulator, body }) =>
    Object.assign(simulator.gateway.latency, body<object>()),
  'POST tokens': ({ simulator, body }) => ({
    accessToken: simulator.accessToken(body<{ user?: string }>().user),
  }),
  'DELETE tokens': ({ simulator }) => simulator.credentials.endAllSessions(),
  'DELETE cursors': ({ simulator }) => simulator.cursors.clear(),
  'PATCH app': ({ simulator, body }) => {
    const { blocked, ...app } = body<Partial<AppSpec> & { blocked?: boolean }>();
    simulator.credentials.app = { ...simulator.app, ...app };
    if (blocked !== undefined) simulator.credentials.blocked = blocked;
    return { ...simulator.app, blocked: simulator.credentials.blocked };
  },
  'POST revoke': ({ simulator }) => simulator.credentials.revokeAll(),
  'PATCH fields': ({ simulator, body }) => {
    const {
      object,
      field,
      hidden = true,
    } = body<{
      object: string;
      field: string;
      hidden?: boolean;
    }>();
    simulator.hideField(object, field, hidden);
  },
  'PATCH rights': ({ simulator, body }) => {
    const input = body<{ object: string; right: 'read' | 'create' | 'edit'; denied?: boolean }>();
    for (const profile of simulator.org.records.all('Profile').keys()) {
      simulator.org.access.deny(profile, input.object, input.right, input.denied ?? true);
    }
  },
  'PATCH permissions': ({ simulator, body }) => {
    const input = body<{ user?: string; permission: string; given?: boolean }>();
    const user = simulator.acts.context({ by: input.user ?? 'integration' }).user;
    simulator.org.access.give(user, input.permission, input.given ?? true);
  },
  'POST rules': ({ simulator, body }) => simulator.addValidationRule(body<RuleInput>()),
  'DELETE rules': ({ simulator }) => {
    simulator.org.validationRules.length = 0;
  },
  'PUT duplicate-rules': ({ simulator, body }) => {
    const { duplicateRules } = simulator.org;
    duplicateRules.splice(0, duplicateRules.length, ...body<DuplicateRule[]>());
  },
  'POST acts': ({ simulator, rest, body }) => {
    const act = ACTS[rest[0] ?? ''] ?? simulator.moreActs[rest[0] ?? ''];
    if (act) return act(simulator, body<unknown>());
    const names = [...Object.keys(ACTS), ...Object.keys(simulator.moreActs)].join(', ');
    throw new PlumblineError('simulator-act', `There is no act "${rest[0]}"; there are ${names}.`, {
      status: 404,
    });
  },
  'POST load': ({ simulator, body }) => simulator.load(body<LoadOptions>()),
  'GET load': ({ simulator }) => ({ loads: simulator.loads.map((load) => load.state) }),
  'DELETE load': ({ simulator }) => {
    for (const load of simulator.loads) load.stop();
  },
  'GET record': ({ simulator, rest }) => recordOf(simulator, rest[0] ?? ''),
  'GET query': ({ simulator, query }) => {
    const options = { all: query.get('all') === 'true', user: simulator.setup.admin };
    const rows = simulator.org.query(query.get('q') ?? '', options);
    return { totalSize: rows.totalSize, records: rows.render(0, 2000, '66.0') };
  },
};

function recordOf({ org }: Simulator, given: string) {
  const id = readId(given) ?? '';
  const object = org.definitions.objectOfId(id);
  const record = object && org.get(object.name, id);
  if (!object || !record) {
    throw new PlumblineError('simulator-record', `There is no record ${given}.`, { status: 404 });
  }
  const changes = org.log.of(object.name, id).map(({ kind, changed, at, user, origin }) => ({
    kind,
    changed,
    at,
    user,
    origin,
  }));
  return { object: object.name, id, values: record.values, changes };
}

function limitsOf({ limits }: Simulator) {
  return { ...limits.options, used: limits.used() };
}

function stateOf(simulator: Simulator) {
  const { org, setup, credentials } = simulator;
  const counts = org.definitions
    .list()
    .map(({ name }): [string, number] => [name, org.records.count(name)])
    .filter(([, count]) => count > 0);
  return {
    org: org.id,
    setup,
    counts: Object.fromEntries(counts),
    app: { clientId: simulator.app.clientId, blocked: credentials.blocked },
    grants: [...credentials.grants.values()].filter((grant) => !grant.revoked).length,
    sessions: credentials.sessions.size,
    reusedRefreshTokens: credentials.reused,
    limits: limitsOf(simulator),
    clock: clockState(simulator.clock),
    requests: simulator.requests.total(),
  };
}

/** Unknown names and wrong kinds of values are refused. */
function changeSettings({ org }: Simulator, patch: Partial<Settings>): Settings {
  for (const [name, value] of Object.entries(patch)) {
    const known = org.settings[name as keyof Settings];
    if (
      known === undefined ||
      (known !== null && value !== null && typeof known !== typeof value)
    ) {
      throw new PlumblineError('simulator-setting', `There is no setting ${name} of that kind.`, {
        status: 400,
      });
    }
  }
  return Object.assign(org.settings, patch);
}
