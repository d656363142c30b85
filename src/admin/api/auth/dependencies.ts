import type pg from 'pg';
import type { Clock } from '../../../lib/clock.js';
import type { Keyring, RandomBytes } from '../../../lib/crypto.js';
import type { CookieJar } from './cookies.js';

/** What signing in takes. */
export interface AuthDependencies {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly keyring: Keyring;
  readonly cookies: CookieJar;
  /** The workspace that the set-up makes the first admin of, and that newcomers join. */
  readonly workspace: number;
  readonly idleMs: number;
  readonly lengthMs: number;
  /** Where people reach us, without a slash at the end; null: as they call us. */
  readonly publicUrl: string | null;
  /** Everything here is invented, and the guided tour can be played. */
  readonly demo: boolean;
  /** Signing in by an identity provider; null when there is none. */
  readonly identityProvider: { readonly name: string; readonly path: string } | null;
}
