/**
 * Every route of the contract, tried by nobody, by those whose role is too low, without the CSRF token, with
 * keys that the contract does not name, and by the admin of another workspace. A new route is tried without
 * a line here; only a new kind of path parameter needs one thing of its kind in `seed`.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROLES } from '../../../src/admin/api/contract/endpoint.js';
import type { AnyEndpoint } from '../../../src/admin/api/router.js';
import { served } from '../../../src/app-admin.js';
import { publishShipped } from '../../../src/evaluate/shipped.js';
import { packageRoot } from '../../../src/lib/root.js';
import { type AppWorld, createAppWorld } from '../../support/app-world.js';
import {
  type AdminWorld,
  type Answer,
  type Browser,
  createAdminWorld,
  type Refusal,
} from './admin-world.js';
import { sampleOf } from './sample.js';

/** What anybody may call: the way in, and the description of the API. */
const PUBLIC = [
  'session.get',
  'session.signIn',
  'session.setUp',
  'session.acceptLink',
  'openapi.get',
];

/** Stands in all names and texts of the first workspace, and nowhere else. */
const MARK = 'zebra';

interface Route {
  readonly name: string;
  readonly endpoint: AnyEndpoint;
}

const routes: readonly Route[] = Object.entries(served).flatMap(([area, endpoints]) =>
  Object.entries(endpoints).map(([name, endpoint]) => ({
    name: `${area}.${name}`,
    endpoint: endpoint as AnyEndpoint,
  })),
);
const guarded = routes.filter(({ endpoint }) => endpoint.access !== 'public');
const isChange = ({ endpoint }: Route): boolean => endpoint.method !== 'get';
const each = (list: readonly Route[]) => list.map((route) => [route.name, route] as const);

let crm: AppWorld;
let world: AdminWorld;
/** Path parameter -> one thing of the first workspace. */
const things: Record<string, string> = {};
const people = new Map<string, Browser>();
let otherWorkspace: number;

/** The first workspace has one of everything. */
async function seed(): Promise<void> {
  const { pool } = crm.database;
  const one = async (sql: string): Promise<string> =>
    String((Object.values((await pool.query(sql)).rows[0] ?? {})[0] ?? '') as string);
  await pool.query(`update accounts set name = '${MARK} portal'`);
  await pool.query(`update leads set fields = fields || '{"company": "${MARK} ltd"}'`);
  const admin = people.get('admin') as Browser;
  const made = async <T>(path: string, body: unknown, method = 'POST'): Promise<T> => {
    const answer = await admin.send<T>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
    return answer.body;
  };
  const user = { email: `${MARK}@sample.example`, name: `${MARK} user`, role: 'viewer' };
  things.user = (await made<{ user: { id: string } }>('/users', user)).user.id;
  const key = { name: `${MARK} key`, role: 'viewer' };
  things.key = (await made<{ key: { id: string } }>('/keys', key)).key.id;
  things.view = (await made<{ id: string }>('/views', { name: `${MARK} view`, query: '' })).id;
  things.account = String(crm.account.id);
  things.object = 'contacts';
  things.lead = await one('select id from leads where merged_into is null order by id limit 1');
  things.other = await one(
    'select id from leads where merged_into is null order by id desc limit 1',
  );
  things.kind = 'model';
  things.name = await one(`select name from documents where kind = 'model' limit 1`);
  things.version = '1';
  const text = await one(`select text from documents where kind = 'model' limit 1`);
  const draft = { text: `${text}\n# ${MARK}\n`, baseRevision: null };
  await made(`/documents/model/${things.name}/draft`, draft, 'PUT');
  things.revision = '1';
  const wish = { kind: 'model', name: things.name, source: { revision: 1 } };
  things.preview = String((await made<{ id: unknown }>('/previews', wish)).id);
  const later = { at: '2100-01-01T00:00:00Z', reason: MARK, withoutPreview: true };
  const publication = await made<{ id: unknown }>('/publications', { ...wish, ...later });
  things.publication = String(publication.id);
}

beforeAll(async () => {
  crm = await createAppWorld({ way: 'key', simulator: { contacts: 8 } });
  // From here on nothing works in the background: what changes was changed by a call.
  await crm.app.close();
  world = await createAdminWorld({
    database: crm.database,
    env: { HUBSPOT_BASE_URL: crm.simulator.url, CALL_TIMEOUT_MS: '2000', LEASE_MS: '6000' },
  });
  for (const role of ROLES) people.set(role, await world.signedIn(`${MARK} ${role}`, role));
  otherWorkspace = await world.addWorkspace('other');
  await world.addUser('Stranger', 'admin', otherWorkspace);
  await publishShipped(crm.database.pool, otherWorkspace, packageRoot(), ['hubspot']);
  await seed();
}, 300_000);
afterAll(async () => {
  await world?.close();
  await crm?.close();
});

const parametersOf = ({ endpoint }: Route): string[] =>
  [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');

function pathOf(route: Route): string {
  const path = route.endpoint.path.replace(/:(\w+)/g, (_: string, name: string) =>
    encodeURIComponent(things[name] ?? ''),
  );
  const query = (sampleOf(route.endpoint.query, things) ?? {}) as Record<string, unknown>;
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return search.size > 0 ? `${path}?${search}` : path;
}

const bodyOf = ({ endpoint }: Route): unknown =>
  endpoint.consumes === null ? sampleOf(endpoint.body, things) : undefined;

function call(
  browser: Browser,
  route: Route,
  headers?: Record<string, string | null>,
): Promise<Answer<Refusal>> {
  const type = route.endpoint.consumes;
  const [body, more] = type === null ? [bodyOf(route), {}] : ['{}\n', { 'content-type': type }];
  return browser.send(route.endpoint.method.toUpperCase(), pathOf(route), body, {
    ...more,
    ...headers,
  });
}

test('only these routes are open to everybody', () => {
  const open = routes.filter(({ endpoint }) => endpoint.access === 'public');
  expect(open.map(({ name }) => name).sort()).toEqual([...PUBLIC].sort());
});

test.each(each(routes))('%s: there is a thing of each kind that its path names', (_, route) => {
  for (const name of parametersOf(route))
    expect(`${name} ${things[name] ?? 'missing'}`).not.toMatch(/ (missing|)$/);
});

test.each(each(guarded))('%s: nobody is asked to sign in', async (_, route) => {
  const answer = await call(world.browser(), route);
  expect([answer.status, answer.body.error.code]).toEqual([401, 'not-signed-in']);
  const key = { authorization: 'Bearer plb_nobody' };
  const unknown = await call(world.browser(), route, key);
  expect([unknown.status, unknown.body.error.code]).toEqual([401, 'bad-key']);
});

const below = guarded.flatMap((route) =>
  ROLES.slice(0, ROLES.indexOf(route.endpoint.access)).map(
    (role) => [route.name, role, route] as const,
  ),
);
test.each(below)('%s: a role too low, %s, is refused', async (_, role, route) => {
  const answer = await call(people.get(role) as Browser, route);
  expect([answer.status, answer.body.error.code]).toEqual([403, 'not-allowed']);
});

test.each(each(guarded.filter(isChange)))('%s: a change needs the CSRF token', async (_, route) => {
  const admin = people.get('admin') as Browser;
  const answer = await call(admin, route, { 'x-csrf-token': null });
  expect([answer.status, answer.body.error.code]).toEqual([403, 'csrf']);
  const foreign = await call(admin, route, { 'sec-fetch-site': 'cross-site' });
  expect([foreign.status, foreign.body.error.code]).toEqual([403, 'foreign-page']);
});

describe('what the contract does not name', () => {
  test.each(each(routes))('%s: an unknown query value is refused', async (_, route) => {
    const path = pathOf(route);
    const answer = await (people.get('admin') as Browser).send(
      route.endpoint.method.toUpperCase(),
      `${path}${path.includes('?') ? '&' : '?'}workspace=1`,
      bodyOf(route) ?? (route.endpoint.consumes === null ? undefined : ''),
      route.endpoint.consumes === null ? {} : { 'content-type': route.endpoint.consumes },
    );
    expect([answer.status, answer.body.error.code]).toEqual([400, 'bad-request']);
  });

  const withObject = routes.filter(
    (route) => bodyOf(route) !== null && typeof bodyOf(route) === 'object',
  );
  test.each(each(withObject))('%s: an unknown member of the body is refused', async (_, route) => {
    const sample = bodyOf(route) as Record<string, unknown>;
    expect(route.endpoint.body.safeParse(sample)).toMatchObject({ success: true });
    for (const extra of [{ workspace: 1 }, { role: 'admin', id: '1', who: 'x' }]) {
      const body = { ...extra, ...sample, plumbline: true };
      const answer = await (people.get('admin') as Browser).send(
        route.endpoint.method.toUpperCase(),
        pathOf(route),
        body,
      );
      expect([answer.status, answer.body.error.code]).toEqual([400, 'bad-request']);
    }
  });
});

/** Everything that the database holds of a workspace, in one text a table. */
async function contentOf(workspace: number): Promise<Record<string, string>> {
  const { pool } = world.database;
  const { rows } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'workspace' order by 1`,
  );
  const content: Record<string, string> = {};
  for (const { name } of rows) {
    const { rows: told } = await pool.query<{ digest: string }>(
      `select md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as digest
       from ${name} t where workspace = $1`,
      [workspace],
    );
    content[name] = told[0]?.digest ?? '';
  }
  return content;
}

/** Path parameters that mean something of its own in every workspace. */
const ALIKE = ['kind', 'name', 'version', 'revision', 'object'];

describe('the admin of another workspace', () => {
  let stranger: Browser;
  beforeEach(async () => {
    stranger = world.browser();
    await stranger.signIn(`stranger@w${otherWorkspace}.example`);
  });

  test.each(each(guarded))('%s: sees and changes nothing of this one', async (_, route) => {
    const before = await contentOf(world.workspace);
    const answer = await call(stranger, route);
    expect(answer.text).not.toContain(MARK);
    expect(answer.text).not.toContain(crm.simulator.portal);
    expect(answer.text).not.toMatch(/"(not-allowed|csrf|foreign-page)"/);
    expect(answer.status).toBeLessThan(500);
    // A thing of this workspace is not there for others; documents are named alike everywhere.
    const own = parametersOf(route).filter((name) => !ALIKE.includes(name));
    if (own.length > 0) expect([400, 404]).toContain(answer.status);
    expect(await contentOf(world.workspace)).toEqual(before);
  });
});

const reads = guarded.filter((route) => !isChange(route));
test.each(each(reads))(
  '%s: its own admin reads it, so the others were refused for who they are',
  async (_, route) => {
    const answer = await call(people.get('admin') as Browser, route);
    expect({ status: answer.status, text: answer.status === 200 ? '' : answer.text }).toEqual({
      status: 200,
      text: '',
    });
    if (route.endpoint.answer instanceof z.ZodType) {
      expect(answer.body).toBeDefined();
    }
  },
);

/** What is taken away comes last. */
const changes = guarded
  .filter((route) => isChange(route) && parametersOf(route).some((name) => !ALIKE.includes(name)))
  .sort((a, b) => Number(a.endpoint.method === 'delete') - Number(b.endpoint.method === 'delete'));
/** The thing of the path is there; what the made-up body says of it is not so. */
const FOUND = /^$|"(no-suggestion|no-record)"/;
test.each(each(changes))('%s: its own admin finds what to change', async (_, route) => {
  const { status, text } = await call(people.get('admin') as Browser, route);
  expect(status).toBeLessThan(500);
  expect(status).not.toBe(400);
  expect(status === 404 ? text : '').toMatch(FOUND);
});
