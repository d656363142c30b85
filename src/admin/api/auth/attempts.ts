/** Attempts to sign in are counted by account and by network address, in the database: all processes share them. */
import { isIPv6 } from 'node:net';
import { PlumblineError } from '../../../lib/errors.js';
import { countAttempt, forgiveAttempts } from '../../../store/sign-ins.js';
import { emailKey } from '../../../store/users.js';
import type { AuthDependencies } from './dependencies.js';

const WINDOW_MS = 15 * 60_000;
const MOST = { account: 10, address: 50 } as const;

/** Where an attempt comes from. */
export interface Caller {
  /** The network address. */
  readonly ip: string;
  /** Told to the client that has to wait, in whole seconds. */
  retryAfter(seconds: number): void;
}

/** One household or office has a whole /64 of IPv6 addresses to itself. */
export function networkOf(ip: string): string {
  const mapped = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(mapped)) return mapped;
  const [head = '', tail] = mapped.toLowerCase().split('::');
  const start = head === '' ? [] : head.split(':');
  const end = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - start.length - end.length;
  return [...start, ...Array.from({ length: gap }, () => '0'), ...end].slice(0, 4).join(':');
}

export interface Attempt {
  /** It was the right person: the guesses before it are forgotten. */
  succeeded(): Promise<void>;
}

async function countOne(deps: AuthDependencies, caller: Caller, key: string, most: number) {
  const now = deps.clock();
  const { attempts, until } = await countAttempt(deps.pool, key, now, WINDOW_MS);
  if (attempts <= most) return;
  const seconds = Math.max(1, Math.ceil((until - now) / 1000));
  caller.retryAfter(seconds);
  throw new PlumblineError(
    'too-many-attempts',
    `Too many attempts. Try again in ${Math.ceil(seconds / 60)} minutes.`,
    { status: 429 },
  );
}

/**
 * Counts an attempt before anything is looked up or hashed. `account` is the address typed in, known or
 * not; null where there is none. Throws `too-many-attempts` (429).
 */
export async function beginAttempt(
  deps: AuthDependencies,
  caller: Caller,
  account: string | null,
): Promise<Attempt> {
  const address = deps.keyring.hash(['attempts', 'address', networkOf(caller.ip)]);
  const own = deps.keyring.hash(['attempts', 'account', emailKey(account ?? '')]);
  await countOne(deps, caller, address, MOST.address);
  if (account !== null) await countOne(deps, caller, own, MOST.account);
  return { succeeded: () => forgiveAttempts(deps.pool, { clear: own, giveBack: address }) };
}
