import type { SimulatorClock } from '../../simulator-kit/clock.js';
import { createRandom, type Random } from '../../simulator-kit/random.js';
import { Refusal, unauthorized } from './errors.js';
import type { Settings } from './settings.js';
import { isoTime } from './values.js';

/** The one app of the simulator, as its developer registered it. */
export interface AppRegistration {
  readonly appId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Null: any loopback address. */
  readonly redirectUris: readonly string[] | null;
  readonly requiredScopes: readonly string[];
  readonly optionalScopes: readonly string[];
}

/** Who a bearer token stands for. */
export interface Principal {
  readonly kind: 'app' | 'key';
  /** What history and webhooks name as the source. */
  readonly appId: string;
  readonly portal: string;
  readonly scopes: ReadonlySet<string>;
}

export interface Installation {
  readonly portal: string;
  readonly userId: number;
  readonly user: string;
  scopes: string[];
  refreshToken: string;
}

interface Code {
  readonly portal: string;
  readonly scopes: string[];
  readonly redirectUri: string;
  readonly expiresAt: number;
  used: boolean;
}

interface Access {
  readonly portal: string;
  readonly scopes: string[];
  readonly expiresAt: number;
  dead: boolean;
}

export const ACCESS_SECONDS = 1800;
const CODE_MS = 10 * 60_000;

/** Service keys, installations, codes and tokens. Times are the simulator's clock's. */
export class Credentials {
  readonly app: AppRegistration;
  readonly installations = new Map<string, Installation>();
  readonly keys = new Map<string, Principal>();
  private readonly clock: SimulatorClock;
  private readonly settings: Settings;
  private readonly random: Random;
  private readonly codes = new Map<string, Code>();
  private readonly access = new Map<string, Access>();

  constructor(app: AppRegistration, clock: SimulatorClock, settings: Settings, seed: number) {
    this.app = app;
    this.clock = clock;
    this.settings = settings;
    this.random = createRandom(seed).fork('tokens');
  }

  addKey(key: string, portal: string, appId: string, scopes: readonly string[]): void {
    this.keys.set(key, { kind: 'key', appId, portal, scopes: new Set(scopes) });
  }

  issueCode(portal: string, scopes: readonly string[], redirectUri: string): string {
    const code = `${this.word(8)}-${this.word(4)}-${this.word(12)}`;
    const expiresAt = this.clock.now() + CODE_MS;
    this.codes.set(code, { portal, scopes: [...scopes], redirectUri, expiresAt, used: false });
    return code;
  }

  /** Uses a code up. A new installation keeps an earlier refresh token. */
  redeem(code: string, redirectUri: string, userId: number, user: string): Installation {
    const found = this.codes.get(code);
    if (!found || found.used || found.expiresAt < this.clock.now()) {
      throw tokenError('invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code');
    }
    if (found.redirectUri !== redirectUri) {
      throw tokenError('invalid_grant', 'BAD_REDIRECT_URI', 'redirect URI mismatch');
    }
    found.used = true;
    return this.install(found.portal, found.scopes, userId, user);
  }

  install(portal: string, scopes: readonly string[], userId: number, user: string): Installation {
    const refreshToken = this.installations.get(portal)?.refreshToken ?? `na1-${this.word(40)}`;
    const installation = { portal, userId, user, scopes: [...scopes], refreshToken };
    this.installations.set(portal, installation);
    return installation;
  }

  byRefreshToken(token: string): Installation | undefined {
    return [...this.installations.values()].find((entry) => entry.refreshToken === token);
  }

  issueAccess(installation: Installation): string {
    const token = `CJ${this.word(80)}`;
    this.access.set(token, {
      portal: installation.portal,
      scopes: [...installation.scopes],
      expiresAt: this.clock.now() + ACCESS_SECONDS * 1000,
      dead: false,
    });
    return token;
  }

  /** Living access tokens with their remaining seconds. */
  accessToken(token: string): (Access & { expiresIn: number }) | undefined {
    const found = this.access.get(token);
    if (!found || found.dead) return undefined;
    const expiresIn = Math.floor((found.expiresAt - this.clock.now()) / 1000);
    return expiresIn <= 0 ? undefined : { ...found, expiresIn };
  }

  /** Ends the grant, not necessarily the access tokens that are out. */
  revoke(refreshToken: string): void {
    const installation = this.byRefreshToken(refreshToken);
    if (!installation) return;
    this.installations.delete(installation.portal);
    if (this.settings.revokeKillsAccess) this.killAccess(installation.portal);
  }

  /** The app leaves the portal: all its tokens are dead. */
  uninstall(portal: string): boolean {
    const there = this.installations.delete(portal);
    this.killAccess(portal);
    return there;
  }

  killAccess(portal: string): void {
    for (const token of this.access.values()) if (token.portal === portal) token.dead = true;
  }

  /** @throws Refusal 401 without a living bearer token. */
  authenticate(header: string | undefined): Principal {
    const token = header?.match(/^Bearer (\S+)$/i)?.[1];
    if (token === undefined) {
      throw unauthorized(
        'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
        'INVALID_AUTHENTICATION',
      );
    }
    const key = this.keys.get(token);
    if (key) return key;
    const access = this.access.get(token);
    if (!access || access.dead) {
      throw unauthorized(
        'The OAuth token used to make this call is invalid.',
        'INVALID_AUTHENTICATION',
      );
    }
    if (access.expiresAt <= this.clock.now()) throw this.expired(access.expiresAt);
    return {
      kind: 'app',
      appId: this.app.appId,
      portal: access.portal,
      scopes: new Set(access.scopes),
    };
  }

  expired(at = this.clock.now()): Refusal {
    const minutes = Math.floor((this.clock.now() - at) / 60_000);
    return new Refusal(401, {
      message: `The OAuth token used to make this call expired ${minutes} minute(s) ago.`,
      category: 'EXPIRED_AUTHENTICATION',
      context: { 'expire time': [isoTime(at)] },
    });
  }

  private word(length: number): string {
    let text = '';
    while (text.length < length) text += this.random.int(0, 35).toString(36);
    return text;
  }
}

/** The body of a refused token request (HubSpot docs: Manage OAuth access tokens). */
export function tokenError(error: string, status: string, message: string): Refusal {
  return new Refusal(400, { error, error_description: message, status, message });
}
