/** Who calls, and whether they may. */
import type { Request } from 'express';
import { PlumblineError } from '../../../lib/errors.js';
import { findKeyHolder, touchApiKey } from '../../../store/api-keys.js';
import { findSession, type SessionUser, touchSession } from '../../../store/sign-ins.js';
import { type Access, mayDo, ROLES, type Role } from '../contract/endpoint.js';
import type { Gate, Identity } from '../router.js';
import type { AuthDependencies } from './dependencies.js';
import { csrfOf, hashToken, KEY_MARK, sameText } from './tokens.js';

/** How exactly the last use is known, milliseconds: not every call writes. */
const TOUCH_MS = 60_000;

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A session that a request belongs to. */
export interface OpenSession extends SessionUser {
  readonly token: string;
}

/** The session of the cookie; null when there is none, or it has ended. A use prolongs it. */
export async function sessionOf(
  deps: AuthDependencies,
  request: Request,
  use = true,
): Promise<OpenSession | null> {
  const token = deps.cookies.read(request);
  if (token === null) return null;
  const now = deps.clock();
  const hash = hashToken(token);
  const found = await findSession(deps.pool, hash, now, now - deps.idleMs);
  if (found === null) return null;
  if (use && now - found.seenAt >= Math.min(TOUCH_MS, deps.idleMs / 2)) {
    await touchSession(deps.pool, hash, now);
  }
  return { ...found, token };
}

/** The lesser of two roles. */
const lesser = (one: Role, other: Role): Role =>
  ROLES.indexOf(one) < ROLES.indexOf(other) ? one : other;

async function byKey(deps: AuthDependencies, secret: string): Promise<Identity> {
  const holder = secret.startsWith(KEY_MARK)
    ? await findKeyHolder(deps.pool, hashToken(secret))
    : null;
  if (holder === null) {
    throw new PlumblineError(
      'bad-key',
      'This API key is unknown, revoked, or of somebody who may no longer sign in. Make a new one under API keys.',
      { status: 401 },
    );
  }
  const now = deps.clock();
  if (now - (holder.usedAt ?? 0) >= TOUCH_MS) await touchApiKey(deps.pool, holder, now);
  return {
    workspace: holder.workspace,
    kind: 'key',
    id: String(holder.id),
    name: `API key ${holder.name}`,
    role: lesser(holder.role, holder.makerRole),
  };
}

/** Pages of other sites may not make a browser send changes: browsers say where a request comes from. */
function refuseForeignPage(deps: AuthDependencies, request: Request): void {
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin');
  const own = [deps.publicUrl && new URL(deps.publicUrl).host, request.host];
  const foreign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && !(URL.canParse(origin) && own.includes(new URL(origin).host)));
  if (!foreign) return;
  throw new PlumblineError(
    'foreign-page',
    'This request came from a page of another site. If it is your own, open it at the address that PUBLIC_URL names.',
    { status: 403 },
  );
}

function refuseWithoutCsrf(session: OpenSession, request: Request): void {
  if (sameText(request.get('x-csrf-token') ?? '', csrfOf(session.token))) return;
  throw new PlumblineError(
    'csrf',
    'The header x-csrf-token is missing or not of this session; read it anew from GET /api/v1/session.',
    { status: 403 },
  );
}

const asIdentity = (session: OpenSession): Identity => ({
  workspace: session.workspace,
  kind: 'user',
  id: String(session.id),
  name: session.name,
  role: session.role,
});

/** An API key counts alone, whatever cookie comes with it. A public change needs no CSRF token. */
async function identify(
  deps: AuthDependencies,
  request: Request,
  access: Access,
  use: boolean,
): Promise<Identity | null> {
  const [scheme, secret, ...more] = (request.get('authorization') ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer' && secret && more.length === 0) return byKey(deps, secret);
  const changes = !READS.has(request.method);
  if (changes) refuseForeignPage(deps, request);
  const session = await sessionOf(deps, request, use);
  if (session === null) return null;
  if (changes && access !== 'public') refuseWithoutCsrf(session, request);
  return asIdentity(session);
}

export function createGate(deps: AuthDependencies): Gate {
  return {
    async admit(request, access, use = true) {
      const who = await identify(deps, request, access, use);
      if (access === 'public') return who;
      if (who === null) {
        throw new PlumblineError('not-signed-in', 'Sign in, or send an API key.', { status: 401 });
      }
      if (mayDo(who.role, access)) return who;
      throw new PlumblineError(
        'not-allowed',
        `This needs the role ${access}; yours is ${who.role}. An admin can change it under Users.`,
        { status: 403 },
      );
    },
  };
}
