/**
 * Takes secrets and personal data out of anything that is about to be logged.
 * It errs on the side of hiding: a log line that lost a word is better than one that tells a name.
 */

export const REDACTED = '[redacted]';

const MAX_TEXT = 8000;
const MAX_DEPTH = 8;
const MAX_ENTRIES = 200;

/** A key holding one of these words (`accessToken`, `set-cookie`, `client_secret`) hides its value. */
const SECRET_WORDS = new Set([
  'assertion',
  'authorization',
  'cookie',
  'cookies',
  'email',
  'emails',
  'jwt',
  'mail',
  'passphrase',
  'passwd',
  'password',
  'passwords',
  'phone',
  'phones',
  'secret',
  'secrets',
  'signature',
  'token',
  'tokens',
]);
const SECRET_JOINED = /apikey|accesskey|privatekey|secretkey|encryptionkey|email|password|phone/;

function isSecretKey(key: string): boolean {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word) => SECRET_WORDS.has(word)) || SECRET_JOINED.test(words.join(''));
}

const ATOM = String.raw`[^\s"'<>()[\],;:\\@]`;
/** The bounds keep the search linear; what lies beyond them is no address any more once its end is gone. */
const EMAIL = new RegExp(
  String.raw`(?:"[^"\n]{1,128}"|(?:${ATOM}|'){1,128})(?<!node_modules/)(?:@|%40)${ATOM}{1,255}`,
  'giu',
);
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // Before the others: the header's whole value is the secret.
  [/\b(bearer|basic|digest)\s+[^\s"',;]+/gi, `$1 ${REDACTED}`],
  [
    /\b((?:access_|refresh_|id_|client_)?(?:token|secret|password|passwd|assertion|api_?key|signature))=[^\s&"']+/gi,
    `$1=${REDACTED}`,
  ],
  [/([?&](?:code|state|sig|key|email)=)[^\s&"']+/gi, `$1${REDACTED}`],
  // user:password@ of an address; the host stays.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]*:[^\s/]*@/gi, `$1${REDACTED}@`],
  [/\bpat-[a-z0-9]{2,4}-[A-Za-z0-9-]{8,}/g, REDACTED],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, REDACTED],
  // A Salesforce session id: org id, exclamation mark, the rest.
  [/\b00D\w{9,15}![\w.]+/g, REDACTED],
  [/-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, REDACTED],
];
/** Any long run that mixes letters and digits: keys and tokens of a form nobody has told us. */
const OPAQUE = /[A-Za-z0-9_+-]{32,}={0,2}/g;
/** Ids that support people ask for; kept under these keys alone, because some secrets are UUIDs too. */
const ID_KEYS = new Set(['correlationId', 'requestId', 'traceId']);
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PHONE = /\+\d[\d ().-]{6,}\d/g;

/** One text without e-mail addresses, tokens, keys, and international phone numbers. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let out = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  for (const secret of secrets) {
    if (secret.length >= 4) out = out.replaceAll(secret, REDACTED);
  }
  for (const [pattern, replacement] of PATTERNS) out = out.replace(pattern, replacement);
  if (/@|%40/.test(out)) {
    // The mark of a redacted password stands before the host's @ and must not swallow it.
    out = out.replace(EMAIL, REDACTED);
  }
  out = out.replace(OPAQUE, (run) => (/\d/.test(run) && /[A-Za-z]/.test(run) ? REDACTED : run));
  return out.replace(PHONE, REDACTED);
}

function redactError(error: Error, walk: (value: unknown) => unknown): unknown {
  const extra = error as Error & { code?: unknown; details?: unknown };
  return {
    name: error.name,
    message: walk(error.message),
    ...(extra.code !== undefined && { code: walk(extra.code) }),
    ...(extra.details !== undefined && { details: walk(extra.details) }),
    ...(error.stack && { stack: walk(error.stack) }),
    ...(error.cause !== undefined && { cause: walk(error.cause) }),
  };
}

/**
 * A copy of any value fit for the log: every text redacted, values of secret keys hidden, errors unfolded,
 * bytes told by their length, cycles cut, depth and size bounded. Never throws.
 */
export function redact(value: unknown, secrets: readonly string[] = []): unknown {
  const above = new Set<object>();
  const visit = (entry: unknown, depth: number): unknown => {
    if (typeof entry === 'string') return redactText(entry, secrets);
    if (typeof entry === 'bigint') return entry.toString();
    if (typeof entry === 'function' || typeof entry === 'symbol') return `[${typeof entry}]`;
    if (entry === null || typeof entry !== 'object') return entry;
    if (entry instanceof Date) return Number.isNaN(entry.getTime()) ? null : entry.toISOString();
    if (ArrayBuffer.isView(entry) || entry instanceof ArrayBuffer) {
      return `[${entry.byteLength} bytes]`;
    }
    if (above.has(entry)) return '[circular]';
    if (depth === 0) return '[deep]';
    above.add(entry);
    try {
      return visitObject(entry, depth);
    } catch {
      return '[unreadable]';
    } finally {
      above.delete(entry);
    }
  };
  const visitObject = (entry: object, depth: number): unknown => {
    const below = (inner: unknown): unknown => visit(inner, depth - 1);
    if (entry instanceof Error) return redactError(entry, below);
    if (entry instanceof Map) return visitEntries([...entry], below);
    if (Array.isArray(entry) || entry instanceof Set) {
      return [...entry].slice(0, MAX_ENTRIES).map(below);
    }
    return visitEntries(Object.entries(entry), below);
  };
  const visitEntries = (
    entries: readonly (readonly [unknown, unknown])[],
    below: (inner: unknown) => unknown,
  ): unknown =>
    Object.fromEntries(
      entries.slice(0, MAX_ENTRIES).map(([name, inner]) => {
        const key = String(name);
        const open = inner === null || inner === undefined || typeof inner === 'boolean';
        const kept = ID_KEYS.has(key) && typeof inner === 'string' && UUID.test(inner);
        const shown = kept ? inner : isSecretKey(key) && !open ? REDACTED : below(inner);
        return [redactText(key, secrets), shown];
      }),
    );
  return visit(value, MAX_DEPTH);
}
