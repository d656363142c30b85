import type pg from 'pg';
import type {
  Connector,
  CredentialField,
  ProvisionStep,
  WayId,
  WayToConnect,
} from '../../../../connectors/connector.js';
import type { DayUse } from '../../../accounts/day-budget.js';
import { PlumblineError } from '../../../lib/errors.js';
import type { AccountStatus, AccountWork, ParkedReason } from '../../../reports/accounts.js';
import { type HourOfCalls, readCalls } from '../../../store/account-calls.js';
import { type Account, findAccount, listAccounts } from '../../../store/accounts.js';
import { numberOf } from '../auth/users.js';
import type { accountsApi, ConnectedAccount } from '../contract/accounts.js';
import type { Handlers } from '../router.js';
import { iso, isoOrNull } from './page.js';

/** What lives beside the API: reports, and the writing into CRMs. */
export interface AccountServices {
  readonly pool: pg.Pool;
  readonly clock: () => number;
  readonly connectors: ReadonlyMap<string, Connector>;
  status(accounts: readonly Account[]): Promise<readonly AccountStatus[]>;
  work(workspace: number): Promise<readonly AccountWork[]>;
  parkedReasons(workspace: number): Promise<readonly ParkedReason[]>;
  /** The ways that need no browser, with all that each asks for. */
  ways(
    connector: Connector,
  ): readonly (WayToConnect & { readonly fields: readonly CredentialField[] })[];
  /** Connects by one of them, read-only, and begins to read. */
  connect(
    workspace: number,
    by: {
      readonly crm: string;
      readonly way: WayId;
      readonly fields: Readonly<Record<string, string>>;
    },
    who: string,
  ): Promise<{ readonly account: Account; readonly missing: readonly string[] }>;
  disconnect(
    account: Account,
    options: { readonly erase: boolean; readonly who: string },
  ): Promise<{ readonly access: 'left' | 'by-hand' | 'gone'; readonly problem: string | null }>;
  planWriteBack(account: Account): Promise<readonly ProvisionStep[]>;
  turnOn(
    account: Account,
    who: string,
  ): Promise<{ readonly steps: readonly ProvisionStep[]; readonly leads: number }>;
  turnOff(account: Account, who: string): Promise<void>;
  /** Null where the CRM has told nothing of a day's limit. */
  dayUse(account: Account): Promise<DayUse | null>;
  changeCallShare(account: Account, percent: number, who: string): Promise<void>;
}

const HOUR_MS = 3_600_000;

const sumOf = (hours: readonly HourOfCalls[], field: 'calls' | 'limited' | 'failed'): number =>
  hours.reduce((sum, hour) => sum + hour[field], 0);

const DAY_MS = 86_400_000;

/** What was told a day ago speaks of another day. */
function dayOf(day: DayUse | null, now: number): ConnectedAccount['calls']['day'] {
  if (day === null || now - day.at > DAY_MS) return null;
  const { limit, remaining, share, waits, by } = day;
  return { limit, remaining, toldAt: iso(day.at), share, waits, by };
}

interface Noted {
  readonly status: AccountStatus;
  readonly work: AccountWork | undefined;
  readonly reasons: readonly ParkedReason[];
  readonly hours: readonly HourOfCalls[];
  readonly day: DayUse | null;
}

function viewOf(
  { clock, connectors }: AccountServices,
  account: Account,
  { status, work, reasons, hours, day }: Noted,
): ConnectedAccount {
  const { id, crm, portal, name, state, problem } = account;
  const declaration = connectors.get(crm)?.declaration;
  const { firstLoad, history, polling } = status;
  const thisHour = clock() - (clock() % HOUR_MS);
  return {
    id: String(id),
    crm,
    crmLabel: declaration?.label ?? crm,
    portal,
    name,
    way: {
      id: account.way,
      label: status.wayLabel,
      freshness: status.freshness,
      push: declaration?.ways.find((way) => way.id === account.way)?.push ?? false,
    },
    state,
    erasing: account.eraseAskedAt !== null,
    problem,
    command: state === 'reconnect' ? `plumbline connect ${crm}` : null,
    writeBack: account.writes,
    connectedAt: iso(account.connectedAt),
    firstLoad: {
      completeAt: isoOrNull(firstLoad.completeAt),
      records: firstLoad.records,
      objects: Object.entries(firstLoad.objects).map(([object, one]) => ({ object, ...one })),
    },
    polling: {
      ...polling,
      lastAt: isoOrNull(polling.lastAt),
      troubles: [...polling.troubles],
      lacks: [...polling.lacks],
    },
    lastPushAt: isoOrNull(account.lastPushAt),
    stream: status.stream && {
      liveAt: isoOrNull(status.stream.liveAt),
      heardAt: isoOrNull(status.stream.heardAt),
      note: status.stream.note,
      pausedAt: isoOrNull(status.stream.pausedAt),
      events: status.stream.events,
    },
    history: history && { ...history, completeFrom: isoOrNull(history.completeFrom) },
    backlog: {
      changes: work?.changes ?? 0,
      reads: work?.reads ?? 0,
      writes: work?.writes ?? 0,
      tasks: work?.tasks ?? 0,
    },
    parked: {
      changes: work?.parkedChanges ?? 0,
      writes: work?.parkedWrites ?? 0,
      tasks: work?.parkedTasks ?? 0,
      reasons: reasons.map(({ reason, count }) => ({ reason, count })),
    },
    calls: {
      thisHour: sumOf(
        hours.filter(({ hour }) => hour >= thisHour),
        'calls',
      ),
      lastDay: sumOf(hours, 'calls'),
      limitedLastDay: sumOf(hours, 'limited'),
      failedLastDay: sumOf(hours, 'failed'),
      byHour: hours.map(({ hour, calls }) => ({ hour: iso(hour), calls })),
      day: dayOf(day, clock()),
      sharePercent: account.callShare,
    },
  };
}

async function listViews(
  services: AccountServices,
  workspace: number,
): Promise<ConnectedAccount[]> {
  const accounts = await listAccounts(services.pool, workspace);
  const statuses = await services.status(accounts);
  const works = await services.work(workspace);
  const reasons = await services.parkedReasons(workspace);
  const hours = await readCalls(services.pool, workspace);
  const views: ConnectedAccount[] = [];
  for (const status of statuses) {
    const account = accounts.find(({ id }) => id === status.id);
    if (account === undefined) continue;
    const own = <T extends { readonly account: number }>(rows: readonly T[]): T[] =>
      rows.filter((row) => row.account === account.id);
    views.push(
      viewOf(services, account, {
        status,
        work: own(works)[0],
        reasons: own(reasons),
        hours: own(hours),
        day: await services.dayUse(account),
      }),
    );
  }
  return views;
}

async function accountOf(
  services: AccountServices,
  workspace: number,
  id: string,
): Promise<Account> {
  const account = await findAccount(services.pool, numberOf(id));
  if (account?.workspace === workspace && services.connectors.has(account.crm)) return account;
  throw new PlumblineError('no-account', 'There is no such account in this workspace.', {
    status: 404,
  });
}

const stepOf = ({ property, action, reason }: ProvisionStep) => ({
  property,
  action,
  reason: reason ?? null,
});

export const accountRoutes = (services: AccountServices): Handlers<typeof accountsApi> => ({
  list: async ({ who }) => ({ items: await listViews(services, who.workspace) }),
  connectable: async () => ({
    items: [...services.connectors.values()].flatMap((connector) => {
      const { crm, label, ...one } = connector.declaration;
      const ways = services.ways(connector).map(({ id, label: name, freshness, fields }) => ({
        ...{ id, label: name, freshness },
        fields: fields.map(({ multiLine = false, default: stands = null, ...field }) => {
          const { name, label, help, secret } = field;
          return { name, label, help, secret, multiLine, default: stands };
        }),
      }));
      const scopes = { required: [...one.scopes.required], optional: [...one.scopes.optional] };
      return ways.length > 0 ? [{ crm, label, ways, scopes }] : [];
    }),
  }),
  connect: async ({ who, body }) => {
    if (!services.connectors.has(body.crm)) {
      const known = [...services.connectors.keys()].join(', ');
      const message = `Plumbline does not know ${JSON.stringify(body.crm)}; it knows ${known}.`;
      throw new PlumblineError('no-connector', message, { status: 422 });
    }
    const { account, missing } = await services.connect(who.workspace, body, who.name);
    return { id: String(account.id), name: account.name, missing: [...missing] };
  },
  disconnect: async ({ who, params, query }) => {
    const account = await accountOf(services, who.workspace, params.account);
    return services.disconnect(account, { erase: query.erase, who: who.name });
  },
  setCallShare: async ({ who, params, body: { percent } }) => {
    const account = await accountOf(services, who.workspace, params.account);
    await services.changeCallShare(account, percent, who.name);
    return { percent };
  },
  writeBackPlan: async ({ who, params }) => {
    const account = await accountOf(services, who.workspace, params.account);
    return { steps: (await services.planWriteBack(account)).map(stepOf) };
  },
  setWriteBack: async ({ who, params, body }) => {
    const account = await accountOf(services, who.workspace, params.account);
    if (!body.on) {
      await services.turnOff(account, who.name);
      return { on: false, steps: [], leads: 0 };
    }
    const { steps, leads } = await services.turnOn(account, who.name);
    return { on: true, steps: steps.map(stepOf), leads };
  },
});
