import { createHash, createHmac } from 'node:crypto';
import { DAY } from '../../../src/lib/clock.js';
import type { SimulatorClock } from '../../simulator-kit/clock.js';
import type { Random } from '../../simulator-kit/random.js';
import { oauthError, type Refusal } from './errors.js';
import type { AppSpec } from './options.js';
import type { Session } from './sessions.js';
import type { Settings } from './settings.js';

/** A user's consent: refresh tokens follow one another, one alive at a time. */
export interface Grant {
  readonly id: string;
  readonly user: string;
  readonly scopes: readonly string[];
  refreshToken: string;
  usedAt: number;
  revoked: boolean;
}

interface Code {
  readonly user: string;
  readonly redirectUri: string;
  /** Null: asked for without PKCE. */
  readonly challenge: string | null;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

const CODE_MS = 15 * 60_000;

/** The app, its users' grants and the sessions of one org. */
export class Credentials {
  app: AppSpec;
  /** The admin blocked the app: nothing of it works until this is taken back. */
  blocked = false;
  readonly grants = new Map<string, Grant>();
  readonly sessions = new Map<string, Session>();
  /** How often a dead refresh token was used again. */
  reused = 0;
  private readonly byRefresh = new Map<string, Grant>();
  private readonly codes = new Map<string, Code>();
  private readonly orgId: string;
  private readonly clock: SimulatorClock;
  private readonly settings: Settings;
  private readonly random: Random;

  constructor(parts: {
    readonly app: AppSpec;
    readonly orgId: string;
    readonly clock: SimulatorClock;
    readonly settings: Settings;
    readonly random: Random;
  }) {
    this.app = parts.app;
    this.orgId = parts.orgId;
    this.clock = parts.clock;
    this.settings = parts.settings;
    this.random = parts.random;
  }

  code(entry: Omit<Code, 'expiresAt'>): string {
    const code = `aPrx${this.word(60)}`;
    this.codes.set(code, { ...entry, expiresAt: this.clock.now() + CODE_MS });
    return code;
  }

  /** @throws Refusal invalid_grant: unknown, used or old code, other redirect, wrong verifier. */
  redeem(code: string, redirectUri: string, verifier: string | null): Grant {
    const found = this.codes.get(code);
    this.codes.delete(code);
    if (!found || found.expiresAt <= this.clock.now()) {
      throw oauthError('invalid_grant', 'expired authorization code');
    }
    if (found.redirectUri !== redirectUri) {
      throw oauthError('redirect_uri_mismatch', 'redirect_uri must match configuration');
    }
    if (found.challenge !== null && !verifies(found.challenge, verifier)) {
      throw oauthError('invalid_grant', 'invalid code verifier');
    }
    return this.grant(found.user, found.scopes);
  }

  grant(user: string, scopes: readonly string[]): Grant {
    const grant: Grant = {
      id: `grant-${this.grants.size + 1}`,
      user,
      scopes,
      refreshToken: this.refreshWord(),
      usedAt: this.clock.now(),
      revoked: false,
    };
    this.grants.set(grant.id, grant);
    this.byRefresh.set(grant.refreshToken, grant);
    return grant;
  }

  /**
   * Uses a refresh token. With rotation it dies and the grant gets a new one; the use of a dead one ends
   * the whole grant. @throws Refusal invalid_grant.
   */
  refresh(token: string): Grant {
    const grant = this.byRefresh.get(token);
    const idle = this.settings.refreshIdleDays;
    const tooOld = idle !== null && this.clock.now() - (grant?.usedAt ?? 0) > idle * DAY;
    if (grant && grant.refreshToken !== token && !grant.revoked) {
      this.reused += 1;
      this.endGrant(grant);
    }
    if (!grant || grant.revoked || tooOld) throw expired();
    grant.usedAt = this.clock.now();
    if (this.settings.rotateRefreshTokens) {
      grant.refreshToken = this.refreshWord();
      this.byRefresh.set(grant.refreshToken, grant);
    }
    return grant;
  }

  issue(user: string, scopes: readonly string[], grant: string | null): Session {
    const session: Session = {
      token: `${this.orgId.slice(0, 15)}!AQ${this.word(90)}`,
      user,
      clientId: this.app.clientId,
      scopes,
      grant,
      usedAt: this.clock.now(),
    };
    this.sessions.set(session.token, session);
    return session;
  }

  /** The living session of a token; its use prolongs it. */
  session(token: string): Session | undefined {
    const session = this.sessions.get(token);
    if (!session || this.blocked) return undefined;
    const now = this.clock.now();
    if (now - session.usedAt > this.settings.sessionMinutes * 60_000) {
      this.sessions.delete(token);
      return undefined;
    }
    session.usedAt = now;
    return session;
  }

  endSession(token: string): boolean {
    return this.sessions.delete(token);
  }

  endAllSessions(): void {
    this.sessions.clear();
  }

  /** Ends a grant with its access tokens, or one access token. False when the token is unknown. */
  revoke(token: string): boolean {
    const grant = this.byRefresh.get(token);
    if (grant && !grant.revoked) {
      this.endGrant(grant);
      return true;
    }
    return this.endSession(token);
  }

  /** The admin or the user takes the app's rights back: every grant and session ends. */
  revokeAll(): void {
    for (const grant of this.grants.values()) this.endGrant(grant);
    this.endAllSessions();
  }

  /** Base64 HMAC-SHA256 of identity address and time, by the app's secret. */
  sign(identity: string, issuedAt: string): string {
    return createHmac('sha256', this.app.clientSecret)
      .update(identity + issuedAt)
      .digest('base64');
  }

  private endGrant(grant: Grant): void {
    grant.revoked = true;
    for (const session of this.sessions.values()) {
      if (session.grant === grant.id) this.sessions.delete(session.token);
    }
  }

  private refreshWord(): string {
    return `5Aep861${this.word(75)}`;
  }

  private word(length: number): string {
    let text = '';
    while (text.length < length) text += this.random.int(0, 35).toString(36);
    return text;
  }
}

function verifies(challenge: string, verifier: string | null): boolean {
  if (verifier === null || !/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier)) return false;
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}

export function expired(): Refusal {
  return oauthError('invalid_grant', 'expired access/refresh token');
}
