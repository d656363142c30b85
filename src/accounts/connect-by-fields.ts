/** Connecting by what somebody typed or pasted: a key, or the credentials of an app that grants tokens. */
import type {
  Connector,
  CredentialField,
  WayId,
  WayToConnect,
} from '../../connectors/connector.js';
import { CrmError } from '../lead/crm-error.js';
import { PlumblineError } from '../lib/errors.js';
import { type Connected, connectAccount } from './connect.js';
import type { Credentials } from './credentials.js';
import type { InstallDependencies } from './own-app.js';

/** What a way without fields of its own asks for. */
const KEY: CredentialField = {
  name: 'key',
  label: 'Key',
  help: '',
  secret: true,
};

/** What a way asks for, an app's client id and secret aside. */
export function fieldsOf(way: WayToConnect): readonly CredentialField[] {
  return way.fields ?? (way.id === 'key' ? [KEY] : []);
}

/** The ways that need no browser: what they ask for is enough. */
export function directWays({ declaration, install }: Connector): readonly WayToConnect[] {
  return declaration.ways.filter(
    ({ id, fields }) =>
      id !== 'own-app' && id !== 'listed-app' && (fields === undefined || install?.grant),
  );
}

type Given = Readonly<Record<string, string>>;

/** An address at which secrets may be sent to the CRM, without its end slash; undefined: it is none. */
function hostOf(text: string, { endsIn }: NonNullable<CredentialField['host']>, own: string) {
  const address = text.replace(/\/+$/, '');
  if (address === own) return own;
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, origin } = new URL(address);
  const known = endsIn.some((end) =>
    end.startsWith('.') ? hostname.endsWith(end) : hostname === end,
  );
  return protocol === 'https:' && origin === address && known ? origin : undefined;
}

/**
 * The host that was given for an app or account; `own` where none was, or the way asks for none. Throws
 * `bad-host` for an address that is not the CRM's.
 */
export function hostFrom(way: WayToConnect, given: Given, own: string): string {
  const field = fieldsOf(way).find(({ host }) => host !== undefined);
  const text = field && given[field.name]?.trim();
  if (!field?.host || !text || text === field.default) return own;
  const host = hostOf(text, field.host, own);
  if (host !== undefined) return host;
  const known = field.host.endsIn.map((end) => (end.startsWith('.') ? `*${end}` : end)).join(', ');
  throw new PlumblineError(
    'bad-host',
    `${field.label} is ${JSON.stringify(text.slice(0, 80))}; expected an https address without a path on one of: ${known}.`,
    { status: 422 },
  );
}

/** Everything that the way asks for, and nothing else. Throws `missing-field`, `unknown-field`. */
function completeFields(way: WayToConnect, given: Given): Record<string, string> {
  const fields = fieldsOf(way);
  const unknown = Object.keys(given).find((name) => !fields.some((field) => field.name === name));
  if (unknown !== undefined) {
    const names = fields.map(({ name }) => name).join(', ');
    const message = `${way.label} does not ask for ${JSON.stringify(unknown.slice(0, 40))}; it asks for ${names}.`;
    throw new PlumblineError('unknown-field', message, { status: 422 });
  }
  return Object.fromEntries(
    fields.map(({ name, label, help, default: stands }) => {
      const text = given[name]?.trim() || stands;
      if (text !== undefined) return [name, text];
      throw new PlumblineError('missing-field', `${label} is missing. ${help}`.trim(), {
        status: 422,
      });
    }),
  );
}

export interface ByFields {
  readonly crm: string;
  readonly way: WayId;
  /** By the names of the way's fields. */
  readonly fields: Given;
  /** Who connects, for the audit. */
  readonly who: string;
  readonly workspace?: number;
}

/**
 * Connects with what was given, read-only, and begins to read. Throws what `connectAccount` throws,
 * `no-such-way`, and `missing-field`, `unknown-field` and `bad-host` for what was given.
 */
export async function connectByFields(
  deps: InstallDependencies,
  { crm, way: id, fields: given, who, workspace }: ByFields,
): Promise<Connected> {
  const connector = deps.connector(crm);
  const way = directWays(connector).find((one) => one.id === id);
  if (!way) {
    const known = directWays(connector).map((one) => one.id);
    const message = `${connector.declaration.label} cannot be connected by ${JSON.stringify(id)}; it can by ${known.join(', ') || 'an app alone'}.`;
    throw new PlumblineError('no-such-way', message, { status: 422 });
  }
  const fields = completeFields(way, given);
  const baseUrl = hostFrom(way, fields, deps.baseUrl(crm));
  const common = { crm, baseUrl, way: id, who, ...(workspace !== undefined && { workspace }) };
  const connected = await connectAccount(deps, {
    ...common,
    ...(way.fields === undefined
      ? { credentials: { kind: 'key', key: fields.key ?? '' } }
      : await granted(deps, connector, { way: id, fields, baseUrl })),
  });
  await deps.startReading(connected.account);
  return connected;
}

async function granted(
  deps: InstallDependencies,
  { install, declaration }: Connector,
  by: { readonly way: WayId; readonly fields: Record<string, string>; readonly baseUrl: string },
) {
  if (!install?.grant) {
    throw new PlumblineError('no-such-way', `${declaration.label} grants no tokens.`);
  }
  const { grant } = install;
  const asked = { ...by, now: deps.clock(), timeoutMs: deps.timeoutMs };
  const { portal, scopes, appId, ...token } = await grant(asked).catch((error: unknown) => {
    const theirs = error instanceof CrmError && ['reconnect', 'refused'].includes(error.kind);
    if (!theirs) throw error;
    throw new PlumblineError('not-accepted', error.message, { status: 422, cause: error });
  });
  const { way, fields } = by;
  const credentials: Credentials = {
    kind: 'grant',
    way,
    fields,
    ...token,
    renewals: [deps.clock()],
  };
  return { credentials, portal, scopes, ...(appId !== undefined && { appId }) };
}
