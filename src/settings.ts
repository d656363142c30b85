/** The settings of a process, read from the environment once. No other file reads process.env. */
import { PlumblineError } from './lib/errors.js';
import { BASE_URL_VARIABLE, SECRET, VARIABLES, type Variable } from './settings-variables.js';

type VariableName = keyof typeof VARIABLES;
type Value<N extends VariableName> = (typeof VARIABLES)[N] extends Variable<infer T> ? T : never;

const BASE_URL_NAME = /^([A-Z][A-Z0-9]*)_BASE_URL$/;

export interface Settings {
  readonly dataDir: string;
  readonly port: number;
  readonly host: string;
  /** Without a slash at the end; null when none was given. */
  readonly publicUrl: string | null;
  /** Null: made once in the data folder (`ensureSecretKey`). */
  readonly secretKey: string | null;
  readonly previousSecretKeys: readonly string[];
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  readonly role: Value<'ROLE'>;
  readonly logLevel: Value<'LOG_LEVEL'>;
  readonly logFormat: Value<'LOG_FORMAT'>;
  readonly pollIntervalMs: number;
  readonly leaseMs: number;
  readonly callTimeoutMs: number;
  readonly unknownWaitMs: number;
  readonly tasksPerOwnerPerDay: number;
  readonly sessionIdleMs: number;
  readonly sessionLengthMs: number;
  /** As Express's `trust proxy` takes them. */
  readonly trustedProxies: readonly string[];
  /** Null: people sign in by password alone. */
  readonly oidc: OidcSettings | null;
  /** Connector word -> address, only of those set. */
  readonly baseUrls: Readonly<Record<string, string>>;
}

/** Signing in by an identity provider. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly roleClaim: string | null;
  /** Of e-mail addresses; their people need no invitation. */
  readonly domains: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks all settings. An empty variable counts as not set.
 * Throws a `PlumblineError` (`bad-settings`) that names every bad variable, its value and what is expected.
 */
export function loadSettings(env: Environment = process.env): Settings {
  const problems: string[] = [];
  const given = (name: string): string | null => env[name]?.trim() || null;

  const parse = <T>(name: string, of: Variable<T>): T | null => {
    const text = given(name) ?? of.default;
    if (text === null) return null;
    const result = of.schema.safeParse(text);
    if (result.success) return result.data;
    const hidden = of.secret || text.includes('@');
    const shown = hidden ? 'has a value that cannot be used' : `is "${text.slice(0, 80)}"`;
    problems.push(`${name} ${shown}; expected ${of.expected}.`);
    return null;
  };
  const read = <N extends VariableName>(name: N) =>
    parse(name, VARIABLES[name] as unknown as Variable<Value<N>>);
  // A bad value has been noted and is thrown below, so the fallback never leaves this function.
  const must = <N extends VariableName>(name: N) => read(name) as Value<N>;

  const baseUrls: Record<string, string> = {};
  for (const name of Object.keys(env).sort()) {
    const crm = BASE_URL_NAME.exec(name)?.[1];
    const url = crm && parse(name, BASE_URL_VARIABLE);
    if (crm && url) baseUrls[crm.toLowerCase()] = url;
  }

  const issuer = read('OIDC_ISSUER');
  const clientId = read('OIDC_CLIENT_ID');
  const clientSecret = read('OIDC_CLIENT_SECRET');
  const more = { roleClaim: read('OIDC_ROLE_CLAIM'), domains: read('OIDC_DOMAINS') ?? [] };

  const settings: Settings = {
    dataDir: must('DATA_DIR'),
    port: must('PORT'),
    host: must('HOST'),
    publicUrl: read('PUBLIC_URL'),
    secretKey: read('SECRET_KEY'),
    previousSecretKeys: Object.freeze(read('SECRET_KEY_PREVIOUS') ?? []),
    databaseUrl: read('DATABASE_URL'),
    redisUrl: read('REDIS_URL'),
    role: must('ROLE'),
    logLevel: must('LOG_LEVEL'),
    logFormat: must('LOG_FORMAT'),
    pollIntervalMs: must('POLL_INTERVAL'),
    leaseMs: must('LEASE_MS'),
    callTimeoutMs: must('CALL_TIMEOUT_MS'),
    unknownWaitMs: must('UNKNOWN_WAIT_MS'),
    tasksPerOwnerPerDay: must('TASKS_PER_OWNER_PER_DAY'),
    sessionIdleMs: must('SESSION_IDLE'),
    sessionLengthMs: must('SESSION_LENGTH'),
    trustedProxies: Object.freeze(must('TRUSTED_PROXIES')),
    oidc: issuer && clientId && clientSecret ? { issuer, clientId, clientSecret, ...more } : null,
    baseUrls: Object.freeze(baseUrls),
  };

  if (given('DATABASE_URL') && !given('SECRET_KEY')) {
    problems.push(
      `SECRET_KEY is not set although DATABASE_URL is: every process needs the same key; expected ${SECRET}.`,
    );
  }
  if (!given('DATABASE_URL') && (settings.role === 'web' || settings.role === 'worker')) {
    problems.push(
      `ROLE is "${settings.role}" without DATABASE_URL: the embedded database serves one process; expected ROLE=all, or a DATABASE_URL.`,
    );
  }
  // A push ends within three time-outs: connectors/hubspot/push.ts.
  if (settings.leaseMs !== null && 3 * settings.callTimeoutMs > settings.leaseMs) {
    problems.push(
      `LEASE_MS is ${settings.leaseMs}, less than three times CALL_TIMEOUT_MS (${settings.callTimeoutMs}): a batch would be taken over while its calls still run; expected a lease of ${3 * settings.callTimeoutMs} or more, or a shorter time-out.`,
    );
  }
  if (settings.sessionLengthMs < settings.sessionIdleMs) {
    problems.push(
      'SESSION_LENGTH is shorter than SESSION_IDLE: nobody could be idle for so long; expected a length of at least SESSION_IDLE.',
    );
  }
  if (given('OIDC_ISSUER')) {
    const missing = ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'PUBLIC_URL'].filter(
      (name) => !given(name),
    );
    for (const name of missing) {
      problems.push(
        `${name} is not set although OIDC_ISSUER is; expected it too: signing in by the identity provider needs it.`,
      );
    }
  }
  if (problems.length > 0) {
    throw new PlumblineError('bad-settings', `Cannot start:\n  ${problems.join('\n  ')}`, {
      details: { problems },
    });
  }
  return Object.freeze(settings);
}
