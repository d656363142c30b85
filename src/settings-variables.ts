/** The table of environment variables: docs/settings.md is made from it, `loadSettings` reads by it. */
import { z } from 'zod';

export const ROLES = ['web', 'worker', 'all'] as const;
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export const LOG_FORMATS = ['json', 'pretty'] as const;

export interface Variable<T> {
  readonly schema: z.ZodType<T>;
  /** What it is for, one or two sentences. */
  readonly description: string;
  /** What is valid, as the end of "expected …". */
  readonly expected: string;
  /** The text used when the variable is not set; null where there is none. */
  readonly default: string | null;
  readonly example: string;
  /** Its value never appears in an error; nor does one with an @ (user and password in an address). */
  readonly secret?: true;
}

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));

const DAY_MS = 86_400_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
};

/** `500ms`, `60s`, `5m`, `1h`, `7d` as milliseconds. */
const duration = (minMs: number, maxMs: number) =>
  z
    .string()
    .regex(/^\d{1,9}(ms|s|m|h|d)$/)
    .transform((text) => {
      const unit = text.replace(/^\d+/, '');
      return Number.parseInt(text, 10) * (UNIT_MS[unit] ?? 1);
    })
    .pipe(z.number().min(minMs).max(maxMs));

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** An address tokens or signed requests may travel to: https, or http on this machine. */
const exactUrl = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.search || url.hash || url.username || url.password) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
});
const safeUrl = exactUrl.transform((text) => text.replace(/\/+$/, ''));

const SAFE_URL = 'an https address without query (http only for localhost)';

const urlOf = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol));

/** Words parted by commas; none of them empty. */
const listOf = (word: RegExp) =>
  z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .pipe(z.array(z.string().regex(word)));

const secret = z.string().min(32);
export const SECRET = 'at least 32 characters; make one with `openssl rand -base64 32`';

const variable = <T>(definition: Variable<T>): Variable<T> => definition;

/** Every variable, in the order of the settings page. */
export const VARIABLES = {
  DATA_DIR: variable({
    schema: z.string().min(1),
    description:
      'Folder of everything kept on this machine: the embedded database and the secret key. As root, a folder that the database user owns.',
    expected: 'a path',
    default: './.plumbline',
    example: '/var/lib/plumbline',
  }),
  PORT: variable({
    schema: integer(0, 65_535),
    description: 'Port of the web role. 0 takes a free one.',
    expected: 'a whole number from 0 to 65535',
    default: '3000',
    example: '8080',
  }),
  HOST: variable({
    schema: z.string().regex(/^[A-Za-z0-9.:_-]+$/),
    description:
      'Address the web role listens on. The default answers this machine alone, where a reverse proxy with TLS stands in front; a container sets 0.0.0.0.',
    expected: 'a host name or IP address',
    default: '127.0.0.1',
    example: '0.0.0.0',
  }),
  PUBLIC_URL: variable({
    schema: safeUrl,
    description:
      'The address under which CRMs and people reach this installation: webhooks and sign-in redirects. Without it, accounts are polled.',
    expected: SAFE_URL,
    default: null,
    example: 'https://plumbline.example',
  }),
  SECRET_KEY: variable({
    schema: secret,
    description:
      'Encrypts the tokens of the CRMs in the database. Made once in DATA_DIR (file `secret-key`, mode 0600) when not set; required with DATABASE_URL, because every process needs the same.',
    expected: SECRET,
    default: null,
    example: '`openssl rand -base64 32`',
    secret: true,
  }),
  SECRET_KEY_PREVIOUS: variable({
    schema: z
      .string()
      .transform((text) => text.split(',').map((key) => key.trim()))
      .pipe(z.array(secret)),
    description:
      'Former secret keys, separated by commas: they still open what they sealed, until that is sealed anew at the start.',
    expected: 'keys separated by commas, each of at least 32 characters',
    default: null,
    example: 'the former SECRET_KEY',
    secret: true,
  }),
  DATABASE_URL: variable({
    schema: urlOf('postgres:', 'postgresql:'),
    description:
      'Your own PostgreSQL (15 or newer). Without it a private one is started from DATA_DIR.',
    expected: 'an address like postgres://user:password@host:5432/database',
    default: null,
    example: 'postgres://plumbline:password@db.example:5432/plumbline',
    secret: true,
  }),
  REDIS_URL: variable({
    schema: urlOf('redis:', 'rediss:'),
    description:
      'Redis for the queue and the rate budgets shared by several processes (`appendonly yes`, `maxmemory-policy noeviction`). Without it one process does both in memory.',
    expected: 'an address like redis://host:6379/0',
    default: null,
    example: 'redis://cache.example:6379/0',
    secret: true,
  }),
  ROLE: variable({
    schema: z.enum(ROLES),
    description: 'What this process does. `web` and `worker` apart need DATABASE_URL.',
    expected: ROLES.join(', '),
    default: 'all',
    example: 'worker',
  }),
  LOG_LEVEL: variable({
    schema: z.enum(LOG_LEVELS),
    description: 'The least important log lines that are written.',
    expected: LOG_LEVELS.join(', '),
    default: 'info',
    example: 'debug',
  }),
  LOG_FORMAT: variable({
    schema: z.enum(LOG_FORMATS),
    description: 'One JSON object a line for machines, or readable lines for people.',
    expected: LOG_FORMATS.join(', '),
    default: 'json',
    example: 'pretty',
  }),
  POLL_INTERVAL: variable({
    schema: duration(1000, 3_600_000),
    description: 'How often the CRMs are asked for what they do not push.',
    expected: 'a duration from 1s to 1h, like 30s or 5m',
    default: '60s',
    example: '30s',
  }),
  LEASE_MS: variable({
    schema: integer(100, 3_600_000),
    description:
      'How long a worker owns a claimed batch, in milliseconds; a dead worker’s batch is taken over after it. At least three times CALL_TIMEOUT_MS.',
    expected: 'milliseconds from 100 to 3600000',
    default: '60000',
    example: '6000',
  }),
  CALL_TIMEOUT_MS: variable({
    schema: integer(100, 600_000),
    description: 'Longest wait for one answer of a CRM, in milliseconds.',
    expected: 'milliseconds from 100 to 600000',
    default: '20000',
    example: '2000',
  }),
  UNKNOWN_WAIT_MS: variable({
    schema: integer(100, 600_000),
    description:
      'Wait before looking whether a request without an answer created its task after all, and between the two looks, in milliseconds. Waits before repeated writes are reckoned from it, and open tasks are looked at each ten of it.',
    expected: 'milliseconds from 100 to 600000',
    default: '30000',
    example: '3000',
  }),
  TASKS_PER_OWNER_PER_DAY: variable({
    schema: integer(0, 1000),
    description:
      'Most tasks an owner gets in a day; best leads first, the rest is counted and makes none.',
    expected: 'a whole number from 0 to 1000',
    default: '10',
    example: '20',
  }),
  SESSION_IDLE: variable({
    schema: duration(60_000, 90 * DAY_MS),
    description: 'A person who does nothing for this long has to sign in again.',
    expected: 'a duration from 1m to 90d, like 30m or 12h',
    default: '12h',
    example: '30m',
  }),
  SESSION_LENGTH: variable({
    schema: duration(60_000, 90 * DAY_MS),
    description: 'After this long everybody has to sign in again. At least SESSION_IDLE.',
    expected: 'a duration from 1m to 90d, like 12h or 7d',
    default: '7d',
    example: '24h',
  }),
  TRUSTED_PROXIES: variable({
    schema: listOf(/^(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(\/\d{1,3})?)$/),
    description:
      'The reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Host` are believed: attempts to sign in are counted by the network address of the person.',
    expected: '`loopback`, `linklocal`, `uniquelocal`, addresses or subnets, separated by commas',
    default: 'loopback',
    example: 'loopback, 172.16.0.0/12',
  }),
  OIDC_ISSUER: variable({
    schema: exactUrl,
    description:
      'The identity provider by which people sign in (OpenID Connect), exactly as it names itself. With it PUBLIC_URL, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are needed.',
    expected: SAFE_URL,
    default: null,
    example: 'https://login.example/realms/sales',
  }),
  OIDC_CLIENT_ID: variable({
    schema: z.string().min(1).max(500),
    description: 'Our client id at the identity provider.',
    expected: 'a text',
    default: null,
    example: 'plumbline',
  }),
  OIDC_CLIENT_SECRET: variable({
    schema: z.string().min(1).max(2_000),
    description: 'Our client secret at the identity provider.',
    expected: 'a text',
    default: null,
    example: 'the secret that the provider shows',
    secret: true,
  }),
  OIDC_ROLE_CLAIM: variable({
    schema: z.string().min(1).max(200),
    description:
      'The claim of the ID token that names the role (`viewer`, `editor`, `publisher` or `admin`; of a list the highest counts). Without it roles are given in the app, and newcomers are viewers.',
    expected: 'the name of a claim',
    default: null,
    example: 'plumbline_role',
  }),
  OIDC_DOMAINS: variable({
    schema: listOf(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/),
    description:
      'Domains of e-mail addresses whose people may sign in by the identity provider without an invitation. Without it only invited people may.',
    expected: 'lower-case domains, separated by commas',
    default: null,
    example: 'acme.example',
  }),
} as const;

/** Where a CRM's API is, by the word of its connector: `HUBSPOT_BASE_URL` -> `hubspot`. For simulators. */
export const BASE_URL_VARIABLE: Variable<string> = {
  schema: safeUrl,
  description:
    'The API of a CRM, named by its connector (HUBSPOT_BASE_URL, SALESFORCE_BASE_URL), when it is not the real one: a simulator.',
  expected: SAFE_URL,
  default: null,
  example: 'http://127.0.0.1:4010',
};
