/** A whole app with its web role on a database of its own, called as browsers and scripts call it. */

import { hashPassword } from '../../../src/admin/api/auth/password.js';
import type { Role } from '../../../src/admin/api/contract/endpoint.js';
import type { SessionView } from '../../../src/admin/api/contract/session.js';
import { type App, createApp } from '../../../src/app.js';
import { type Admin, createAdmin } from '../../../src/app-admin.js';
import { createClosing } from '../../../src/lib/closing.js';
import { type Logger, silentLogger } from '../../../src/lib/logger.js';
import { loadSettings } from '../../../src/settings.js';
import { insertUser, type User } from '../../../src/store/users.js';
import { startWeb } from '../../../src/web.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

export const PASSWORD = 'correct horse battery staple';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly text: string;
  readonly headers: Headers;
}

export interface Refusal {
  readonly error: { readonly code: string; readonly message: string; readonly details?: unknown };
}

/** One browser: keeps its cookies and, once signed in, sends the CSRF token. */
export class Browser {
  readonly #url: string;
  readonly cookies = new Map<string, string>();
  csrf: string | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  /** `path` below `/api/v1`, unless it is a whole address. `headers` with null take one away. */
  async send<T = Refusal>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string | null> = {},
  ): Promise<Answer<T>> {
    const all: Record<string, string | null> = {
      'sec-fetch-site': 'same-origin',
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') || null,
      'x-csrf-token': this.csrf,
      'content-type': body === undefined ? null : 'application/json',
      ...headers,
    };
    const sent = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null);
    const response = await fetch(
      new URL(path.startsWith('/') ? `/api/v1${path}` : path, this.#url),
      {
        method,
        headers: sent,
        redirect: 'manual',
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      },
    );
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    const endless = response.headers.get('content-type')?.includes('event-stream');
    if (endless) await response.body?.cancel();
    const text = endless ? '' : await response.text();
    const json = response.headers.get('content-type')?.includes('application/json');
    return {
      status: response.status,
      text,
      headers: response.headers,
      body: (json ? JSON.parse(text) : undefined) as T,
    };
  }

  #keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split(';');
    const name = pair.slice(0, pair.indexOf('='));
    const gone = attributes.some((one) => /expires=Thu, 01 Jan 1970/i.test(one));
    if (gone) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(pair.indexOf('=') + 1));
  }

  /** Takes the CSRF token of an answer that is a session. */
  enter(answer: Answer<SessionView>): Answer<SessionView> {
    if (answer.status < 300) this.csrf = answer.body.csrf;
    return answer;
  }

  async signIn(email: string, password = PASSWORD): Promise<Answer<SessionView>> {
    return this.enter(await this.send<SessionView>('POST', '/session', { email, password }));
  }
}

export interface AdminWorld {
  readonly app: App;
  readonly admin: Admin;
  readonly database: TestDatabase;
  readonly url: string;
  /** The workspace that is there from the start. */
  readonly workspace: number;
  browser(): Browser;
  addWorkspace(name: string): Promise<number>;
  /** A user with `PASSWORD`, address `NAME@WORKSPACE.example`. */
  addUser(name: string, role: Role, workspace?: number): Promise<User>;
  /** A browser of a new user. */
  signedIn(name: string, role: Role, workspace?: number): Promise<Browser>;
  /** Lets time pass for the app, milliseconds. */
  pass(ms: number): void;
  close(): Promise<void>;
}

export interface AdminWorldOptions {
  readonly env?: Record<string, string>;
  /** A database that is there already and dropped by whoever made it. */
  readonly database?: TestDatabase;
  readonly log?: Logger;
  readonly page?: { readonly folder: string; waiting(): string | null };
}

export async function createAdminWorld(options: AdminWorldOptions = {}): Promise<AdminWorld> {
  const closing = createClosing({ timeoutMs: 20_000 });
  const database = options.database ?? (await createTestDatabase());
  if (!options.database) closing.add('database', () => database.drop());
  try {
    return await build(database, closing, options);
  } catch (error) {
    await closing.close().catch(() => {});
    throw error;
  }
}

async function build(
  database: TestDatabase,
  closing: ReturnType<typeof createClosing>,
  { env = {}, log = silentLogger, page }: AdminWorldOptions,
): Promise<AdminWorld> {
  let later = 0;
  const clock = () => Date.now() + later;
  const settings = loadSettings({
    DATABASE_URL: database.url,
    SECRET_KEY: 'a secret key for tests, long enough to be one',
    ...env,
  });
  const app = await createApp({ settings, log, clock, owner: false });
  closing.add('app', () => app.close());
  const admin = await createAdmin(app);
  const web = await startWeb(app, {
    host: '127.0.0.1',
    port: 0,
    routers: admin.routers,
    staticFolder: page?.folder ?? null,
    ...(page && { waiting: page.waiting }),
  });
  closing.add('web', () => web.close());
  const hashed = await hashPassword(PASSWORD);
  const { workspace } = admin.auth;
  const addUser = async (name: string, role: Role, of = workspace): Promise<User> => {
    const email = `${name.toLowerCase()}@w${of}.example`;
    const made = { workspace: of, email, name, role, password: hashed, subject: null };
    const user = await insertUser(database.pool, { ...made, now: clock() });
    if (user === null) throw new Error(`${name} is there already`);
    return user;
  };
  return {
    app,
    admin,
    database,
    url: web.url,
    workspace,
    browser: () => new Browser(web.url),
    addWorkspace: async (name) => {
      const { rows } = await database.pool.query<{ id: number }>(
        'insert into workspaces (name) values ($1) returning id',
        [name],
      );
      return (rows[0] as { id: number }).id;
    },
    addUser,
    signedIn: async (name, role, of) => {
      const { email } = await addUser(name, role, of);
      const browser = new Browser(web.url);
      const { status } = await browser.signIn(email);
      if (status !== 200) throw new Error(`${name} cannot sign in: ${status}`);
      return browser;
    },
    pass: (ms) => {
      later += ms;
    },
    close: () => closing.close(),
  };
}
