/** Publishing models at the command line while the app runs against a simulated HubSpot. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AppWorld, createAppWorld } from '../../support/app-world.js';
import { runCli } from '../support.js';

const SLOW = 300_000;
const folder = mkdtempSync(join(tmpdir(), 'plumbline-apply-'));
let world: AppWorld;
let env: Record<string, string>;

beforeAll(async () => {
  world = await createAppWorld({ simulator: { contacts: 6 }, way: 'key' });
  env = {
    DATABASE_URL: world.database.url,
    SECRET_KEY: 'a secret key for tests, long enough to be one',
    HUBSPOT_BASE_URL: world.simulator.url,
  };
}, SLOW);
afterAll(async () => {
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

const apply = (...args: string[]) => runCli(['model', 'apply', ...args], { env });

/** The output of a publication that must succeed. */
async function applied(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await apply(...args);
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
  return stdout;
}

/** Gives everybody these points. */
const flat = (name: string, points: number, expected = points): string => `model: ${name}
version: 1
dimensions: { fit: { cap: 100 }, engagement: {} }
total: { cap: 100 }
thresholds: { mql: 90, sql: 100 }
grades: { fit: { A: 10, B: 0 } }
bands: { warm: { from: 20, action: Wait }, cold: { from: 0, action: Wait } }
rules:
  - { id: there, label: Is there, dimension: fit, when: { field: email, exists: true }, points: ${points}, else: ${points} }
examples:
  - { name: Somebody, lead: { email: ann@acme.example }, expect: { total: ${expected} } }
`;
function file(text: string): string {
  const path = join(folder, 'model.yaml');
  writeFileSync(path, text);
  return path;
}

/** Everything that publishing could touch. */
const everything = async (): Promise<string> =>
  JSON.stringify(
    await Promise.all(
      [
        'select kind, name, version, md5(text) from documents order by 1, 2, 3',
        'select * from models order by name',
        'select what, about from audit order by at, what, about',
        'select lead, dirty_seq from lead_work order by lead',
      ].map((sql) => world.rows(sql)),
    ),
  );
/** Properties of the contact that belong to a model, by the part of their name. */
async function held(part: string): Promise<Record<string, string | null>[]> {
  const records = await world.rows<{ record: string }>(
    `select record from records where object = 'contacts' order by record`,
  );
  return records.map(({ record }) => {
    const { properties } = world.simulator.describe('contacts', record) as {
      properties: Record<string, string | null>;
    };
    return Object.fromEntries(Object.entries(properties).filter(([name]) => name.includes(part)));
  });
}
const created = (): number =>
  world.simulator.requests.list().filter(({ operation }) => operation.includes('create')).length;

test(
  'a file that cannot be used is refused with its place and changes nothing',
  async () => {
    const before = await everything();
    const unknown = await apply(
      file(flat('second', 40).replace('dimension: fit', 'dimension: fitt')),
    );
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toMatch(/model\.yaml:9: .*fitt.*did you mean fit/);
    const failing = await apply(file(flat('second', 40, 41)));
    expect(failing.code).toBe(1);
    expect(failing.stderr).toMatch(
      /model\.yaml:11: examples\[0\]\.expect\.total: pinned lead "Somebody" expects 41, the model gives 40/,
    );
    const wrong = await apply(file(flat('second', 40)), '--as', 'alive');
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(await everything()).toBe(before);
  },
  SLOW,
);

test(
  'a rehearsal shows the change, the leads and the properties, and changes nothing',
  async () => {
    const before = await everything();
    const calls = created();
    const stdout = await applied(file(flat('second', 40)), '--as', 'live', '--dry-run');
    expect(stdout).toContain('Model second: new -> version 1; live\n');
    expect(stdout).toContain('Of 6 leads:\nafterwards by band: warm 6\n');
    expect(stdout).toContain('plumbline_second_score will be created');
    expect(stdout).toContain('nothing was changed');
    expect(await everything()).toBe(before);
    expect(created()).toBe(calls);
  },
  SLOW,
);

test(
  'a second live model gets its properties and writes them; the main ones stay',
  async () => {
    const main = await held('plumbline_score');
    const stdout = await applied(file(flat('second', 40)), '--as', 'live');
    expect(stdout).toContain(
      'Published second version 1. 6 leads are scored again in the background, without tasks.\n' +
        'Undo: plumbline model apply --version 1 second --as draft\n',
    );
    await world.settle();
    for (const one of await held('second')) {
      expect(one).toEqual({
        plumbline_second_score: '40',
        plumbline_second_grade: 'A',
        plumbline_second_reasons: expect.stringContaining('Is there'),
      });
    }
    expect(await held('plumbline_score')).toEqual(main);
    expect(await world.rows('select * from alerts')).toEqual([]);
  },
  SLOW,
);

test(
  'a shadow is scored and never written',
  async () => {
    const calls = created();
    const stdout = await applied(file(flat('watched', 95)));
    expect(stdout).toContain('Model watched: new -> version 1; shadow');
    await world.settle();
    expect(await world.rows(`select distinct total from scores where model = 'watched'`)).toEqual([
      { total: 95 },
    ]);
    expect((await held('watched')).flatMap((one) => Object.keys(one))).toEqual([]);
    const wishes = await world.rows<{ all: string }>(
      'select (want || confirmed)::text as all from desired',
    );
    expect(wishes).toHaveLength(6);
    expect(wishes.filter(({ all }) => all.includes('watched'))).toEqual([]);
    expect(created()).toBe(calls);
  },
  SLOW,
);

test(
  'a new version says whom it moves, and the earlier one is published again',
  async () => {
    const edited = await applied(file(flat('second', 10)), '--reason', 'less is more');
    expect(edited).toContain('Model second: version 1 -> version 2; live\n');
    expect(edited).toContain('\nrule there: points 40 -> 10\n');
    expect(edited).toContain('6 leads compared, 6 with another total\nbands: warm -> cold: 6');
    const back = await applied('second', '--version', '1', '--no-quiet');
    expect(back).toContain('with the tasks that follow.');
    expect(
      await world.rows(
        `select details ->> 'quiet' as quiet from audit where what = 'model.publish'
           and about = 'second' order by details ->> 'version'`,
      ),
    ).toEqual([{ quiet: 'true' }, { quiet: 'true' }, { quiet: 'false' }]);
    expect(back).toContain('Model second: version 2 -> version 3; live\n');
    await world.settle();
    expect(await held('second_score')).toContainEqual({ plumbline_second_score: '40' });
    expect(
      await world.rows(
        `select version, who, reason from documents where name = 'second' order by version`,
      ),
    ).toEqual([
      { version: 1, who: 'command line', reason: join(folder, 'model.yaml') },
      { version: 2, who: 'command line', reason: 'less is more' },
      { version: 3, who: 'command line', reason: 'version 1 again' },
    ]);
    const none = await apply('second', '--version', '9');
    expect(none).toMatchObject({ code: 1 });
    expect(none.stderr).toContain('There is no version 9 of second; the newest is 3.');
  },
  SLOW,
);

test(
  'another ready model becomes the primary one and drives the main properties',
  async () => {
    const before = readFileSync('config/scoring/starter.yaml', 'utf8');
    expect(before).toContain('model: starter');
    const stdout = await applied('config/scoring/starter.yaml', '--primary');
    expect(stdout).toContain('b2b-default is primary no more and goes on as a shadow');
    expect(stdout).toContain('Undo: plumbline model apply --version 1 b2b-default --primary');
    await world.settle();
    for (const { plumbline_model: model } of await held('plumbline_model')) {
      expect(model).toMatch(/^starter v1 /);
    }
    const again = await apply('config/scoring/starter.yaml', '--primary');
    expect(again).toMatchObject({
      code: 0,
      stdout: 'Nothing to publish: starter version 1 says this already.\n',
    });
  },
  SLOW,
);
