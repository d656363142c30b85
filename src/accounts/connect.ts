import type { AccountDescription, Connector, Session } from '../../connectors/connector.js';
import { CrmError } from '../lead/crm-error.js';
import { PlumblineError } from '../lib/errors.js';
import {
  type Account,
  ensureWorkspace,
  findAccount,
  saveCredentials,
  upsertAccount,
} from '../store/accounts.js';
import { writeAudit } from '../store/audit.js';
import { withTransaction } from '../store/pool.js';
import { type Credentials, sealCredentials } from './credentials.js';
import type { SessionDependencies } from './sessions.js';

export interface ConnectOptions {
  readonly crm: string;
  readonly baseUrl: string;
  readonly way: Account['way'];
  readonly credentials: Credentials;
  /** Known after an app install; a key tells it by the account's own answer. */
  readonly portal?: string;
  readonly appId?: string;
  readonly scopes?: readonly string[];
  /** Who connects, for the audit. */
  readonly who: string;
  /** Default: the only one there is. */
  readonly workspace?: number;
}

export interface Connected {
  readonly account: Account;
  readonly description: AccountDescription;
}

interface Probe {
  readonly session: Session;
  /** What was sent counts for the account, whose portal was not known yet. */
  count(portal: string): void;
}

/** A session for one look at an account that is not stored yet. */
function probe(deps: SessionDependencies, connector: Connector, options: ConnectOptions): Probe {
  const sent: { budget: string; limit: number; windowMs: number }[] = [];
  const { credentials } = options;
  const [token, own] =
    credentials.kind === 'key'
      ? [credentials.key]
      : [credentials.accessToken, credentials.instanceUrl];
  const session = connector.open({
    baseUrl: own ?? options.baseUrl,
    portal: options.portal ?? '',
    auth: { token: async () => token, refused: async () => {} },
    window: (budget, limit, windowMs) => {
      sent.push({ budget, limit, windowMs });
      return deps.window(`${options.crm}/probe/${budget}`, limit, windowMs);
    },
    clock: deps.clock,
    log: deps.log,
    timeoutMs: deps.timeoutMs,
    count: () => {},
  });
  return {
    session,
    count(portal) {
      for (const { budget, limit, windowMs } of sent) {
        const window = deps.window(`${options.crm}/${portal}/${budget}`, limit, windowMs);
        void window.take('live').then((release) => release());
      }
    },
  };
}

/** To somebody who connects, a refusal does not mean that what was accepted no longer is. */
function notAccepted(label: string, { credentials }: ConnectOptions, cause: CrmError): Error {
  const [what, way] = {
    key: ['this key', 'copy the whole key again'],
    app: ["this app's access", 'install it again'],
    grant: ["this app's access", 'see there whether the app may be used'],
  }[credentials.kind];
  const message = `${label} does not accept ${what}; ${way} and connect once more.`;
  return new PlumblineError('not-accepted', message, { status: 422, cause });
}

/**
 * Looks at the account with the credentials, then stores both. Connecting again renews the credentials
 * and keeps everything else. Nothing is written to the CRM.
 * Throws `not-accepted` when the CRM does not take the credentials, `no-person-access` when people cannot
 * be read, other refusals as `CrmError`.
 */
export async function connectAccount(
  deps: SessionDependencies,
  options: ConnectOptions,
): Promise<Connected> {
  const connector = deps.connector(options.crm);
  const { declaration } = connector;
  const { session, count } = probe(deps, connector, options);
  const objects = Object.keys(declaration.objects);
  const description = await session.describe(objects).catch((error: unknown) => {
    const dead = error instanceof CrmError && error.kind === 'reconnect';
    throw dead ? notAccepted(declaration.label, options, error) : error;
  });
  const isReadable = (object: string) => (description.properties[object] ?? []).length > 0;
  if (!declaration.personObjects.some(isReadable)) {
    const labels = declaration.personObjects.map(
      (object) => declaration.objects[object]?.label ?? object,
    );
    throw new PlumblineError(
      'no-person-access',
      `${declaration.label} does not let us read ${labels.join(' or ')}. ${description.missing.join(' ')}`,
      { status: 422 },
    );
  }
  const { portal } = description;
  count(portal);
  const appId = options.appId ?? description.appId ?? null;
  const id = await withTransaction(deps.pool, async (db) => {
    const workspace = options.workspace ?? (await ensureWorkspace(db, 'default'));
    const stored = await upsertAccount(db, {
      workspace,
      crm: options.crm,
      portal,
      way: options.way,
      name: description.name,
      appId,
      baseUrl: options.baseUrl,
      uiDomain: description.uiDomain ?? null,
      timeZone: description.timeZone,
      scopes: options.scopes ?? description.scopes,
      stageOrder: description.stageOrder,
      properties: Object.fromEntries(
        Object.entries(description.properties).map(([object, list]) => [
          object,
          list.map((property) => property.name),
        ]),
      ),
    });
    const place = { crm: options.crm, portal };
    await saveCredentials(db, stored, sealCredentials(deps.keyring, place, options.credentials));
    const what = { way: options.way, scopes: options.scopes ?? description.scopes };
    await writeAudit(
      db,
      workspace,
      options.who,
      'account.connect',
      `${options.crm}/${portal}`,
      what,
    );
    return stored;
  });
  const account = await findAccount(deps.pool, id);
  if (!account) throw new PlumblineError('no-account', `Account ${id} was not stored.`);
  return { account, description };
}
