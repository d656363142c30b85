import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { DAY } from '../../../src/lib/clock.js';
import { publishDocument } from '../../../src/store/documents.js';
import { createWorkbenchWorld, LEADS, NOW, type WorkbenchWorld } from './support.js';

let world: WorkbenchWorld;
const NAME = 'b2b-default';
const live = () => new AbortController().signal;

beforeAll(async () => {
  world = await createWorkbenchWorld();
});
afterAll(() => world?.close());

const count = (predicate: Record<string, unknown>, lists = {}) =>
  world.workbench.count(world.workspace, { one: { predicate } }, lists, live());

test('counts are those of the scorer: text without case, unknown is no match, lists of the document', async () => {
  const directors = await count({ field: 'seniority', eq: 'Director' });
  expect(directors).toMatchObject({ of: LEADS, looked: LEADS, exact: true });
  expect(directors.counts.one).toEqual({ leads: 30, low: 30, high: 30 });
  // Six have no country: they match neither the one nor the other.
  const finnish = (await count({ field: 'country', eq: 'FI' })).counts.one as { leads: number };
  const others = (await count({ field: 'country', ne: 'FI' })).counts.one as { leads: number };
  expect(finnish.leads + others.leads).toBe(LEADS - 6);
  const named = await count({ field: 'country', inList: 'ours' }, { ours: ['fi'] });
  expect(named.counts.one).toMatchObject({ leads: finnish.leads });
});

test('activities and whole rules are counted, what cannot be used is said in place', async () => {
  const { counts } = await world.workbench.count(
    world.workspace,
    {
      computed: { predicate: { field: 'activity.demo_request.count.30d', gte: 1 } },
      rule: { rule: { activity: { type: 'demo_request' }, points: -3, within: '4d' } },
      guarded: {
        rule: {
          id: 'x',
          activity: { type: 'demo_request' },
          group: 'web',
          if: { field: 'seniority', eq: 'director' },
        },
      },
      wrong: { predicate: { field: 'senority', eq: 'x' } },
    },
    {},
    live(),
  );
  expect(counts.computed).toMatchObject({ leads: 20 });
  expect(counts.rule).toMatchObject({ leads: 0 });
  expect(counts.guarded).toMatchObject({ leads: 10 });
  expect(counts.wrong).toEqual({ problem: 'unknown field "senority"' });
});

test('a count stops when its client is gone', async () => {
  const gone = new AbortController();
  gone.abort();
  const predicate = { field: 'email', exists: true };
  await expect(
    world.workbench.count(world.workspace, { one: { predicate } }, {}, gone.signal),
  ).rejects.toThrow(/abort/i);
});

test('fields tell fill rate and frequent values, but nothing that says who somebody is', async () => {
  const { fields, activities, produced, looked } = await world.workbench.material(world.workspace);
  expect(looked).toBe(LEADS);
  expect(fields.get('country')?.filled).toBe(LEADS - 6);
  expect(fields.get('seniority')?.values[0]).toEqual({ value: 'director', leads: 30 });
  expect(fields.get('email')).toEqual({ filled: LEADS, values: [] });
  const demo = activities.find(({ type }) => type === 'demo_request');
  expect(demo).toMatchObject({ count: 20, channel: 'web' });
  expect(demo?.attributes[0]).toMatchObject({ name: 'form', values: [{ value: 'Demo request' }] });
  expect(produced.types.has('page_view')).toBe(true);
  expect(produced.fields.has('seniority')).toBe(true);
});

test('the sample is stable, has both sides, and moves with the draft', async () => {
  const { workbench, workspace, text } = world;
  const same = await workbench.sample(workspace, NAME, text);
  expect(same.against).toEqual({ name: NAME, version: 1 });
  expect(same.leads).toHaveLength(LEADS);
  expect(same.leads.every(({ before, after }) => before?.total === after.total)).toBe(true);
  expect(new Set(same.leads.map(({ id }) => id)).size).toBe(LEADS);
  expect(same.leads.map(({ why }) => why)).toEqual(
    [...same.leads.map(({ why }) => why)].sort(
      (a, b) => ['near', 'best', 'random'].indexOf(a) - ['near', 'best', 'random'].indexOf(b),
    ),
  );
  const near = same.leads.filter(({ why }) => why === 'near');
  expect(near.length).toBeGreaterThan(0);
  for (const { threshold, before } of near) {
    const points = threshold === 'mql' ? 50 : 100;
    expect(Math.abs((before?.total ?? 0) - points)).toBeLessThanOrEqual(points / 4);
  }
  const draft = text.replace(/(id: asks-to-buy,.*? points: )\d+/, '$1 5');
  expect(draft).not.toBe(text);
  const changed = await workbench.sample(workspace, NAME, draft);
  expect(changed.leads.map(({ id }) => id)).toEqual(same.leads.map(({ id }) => id));
  const moved = changed.leads.filter(({ before, after }) => before?.total !== after.total);
  expect(moved.length).toBeGreaterThan(0);
  expect(moved.every(({ before, after }) => (before?.total ?? 0) > (after.total ?? 0))).toBe(true);
});

test('a new model is compared with none, and a broken text is refused with its line', async () => {
  const { workbench, workspace, text } = world;
  const fresh = await workbench.sample(workspace, 'brand-new', text);
  expect(fresh.against).toBeNull();
  expect(fresh.leads[0]?.before).toBeNull();
  await expect(workbench.sample(workspace, NAME, 'model: x\nversion: 0\n')).rejects.toMatchObject({
    status: 422,
  });
});

test('another workspace sees none of it', async () => {
  const [row] = await world.intake.rows<{ id: number }>(
    `insert into workspaces (name) values ('other') returning id`,
  );
  const other = row?.id ?? 0;
  expect(other).not.toBe(world.workspace);
  const { of, counts } = await world.workbench.count(
    other,
    { one: { predicate: { field: 'email', exists: true } } },
    {},
    live(),
  );
  expect({ of, counts }).toEqual({ of: 0, counts: { one: { leads: 0, low: 0, high: 0 } } });
  await expect(
    world.workbench.pin(other, NAME, world.text, { lead: 1, at: null, name: 'x' }),
  ).rejects.toMatchObject({ status: 404 });
});

test('check says what is wrong, what nothing fills, the sentences and the pinned leads', async () => {
  const { workbench, workspace, text } = world;
  const found = await workbench.check(workspace, NAME, text);
  expect(found.problems).toEqual([]);
  expect(found.words?.rules).not.toContain(null);
  expect(found.examples?.every(({ expectations }) => expectations.every((one) => one.holds))).toBe(
    true,
  );
  const more = text.replace(
    /^rules:\n/m,
    `rules:
  - { id: no-such-act, dimension: engagement, label: X, activity: { type: "custom:quiz" }, points: 5 }
  - { id: no-such-field, dimension: fit, label: Y, when: { field: custom.never, eq: 1 }, points: 5 }
`,
  );
  const { notSetUp } = await workbench.check(workspace, NAME, more);
  expect(notSetUp).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        path: 'rules[0]',
        id: 'no-such-act',
        missing: [{ kind: 'activity', name: 'custom:quiz' }],
        idle: true,
      }),
      expect.objectContaining({
        id: 'no-such-field',
        missing: [{ kind: 'field', name: 'custom.never' }],
      }),
    ]),
  );
  expect(notSetUp.map(({ id }) => id)).not.toContain('asks-to-buy');
  const broken = await workbench.check(workspace, NAME, more.replace('custom.never', 'emial'));
  expect(broken.problems[0]).toMatchObject({ path: 'rules[1].when.field', suggestion: 'email' });
  // Sentences stay while something is wrong elsewhere.
  expect(broken.words?.rules[0]).toMatchObject({ size: '+5' });
  expect(broken.examples).toBeNull();
});

test('a lead is pinned without telling who it is, with its own figures, relative in time', async () => {
  const { workbench, workspace, text } = world;
  const { leads } = await workbench.sample(workspace, NAME, text);
  const best = [...leads].sort((a, b) => (b.after.total ?? 0) - (a.after.total ?? 0))[0];
  const lead = Number(best?.id);
  const pinned = await workbench.pin(workspace, NAME, text, { lead, at: null, name: 'The best' });
  expect(pinned.same).toBe(true);
  expect(pinned.example.expect).toMatchObject({ total: best?.after.total, band: best?.after.band });
  expect(JSON.stringify(pinned)).not.toMatch(/person\d|Given|Family/);
  expect(parse(pinned.yaml)).toEqual(JSON.parse(JSON.stringify(pinned.example)));
  expect(pinned.example.activities?.[0]?.daysAgo).toBeCloseTo(5, 0);
  const put = `${text}\n  - ${pinned.yaml.trim().replaceAll('\n', '\n    ')}\n`;
  const { examples } = await workbench.check(workspace, NAME, put);
  expect(examples?.at(-1)).toMatchObject({ name: 'The best', total: best?.after.total });
  expect(examples?.at(-1)?.expectations.every(({ holds }) => holds)).toBe(true);
});

test('a lead is pinned as it was', async () => {
  const { workbench, workspace, text } = world;
  const [row] = await world.intake.rows<{ lead: number }>(
    `select lead from activities where type = 'demo_request' limit 1`,
  );
  const wish = { lead: row?.lead ?? 0, name: 'Before' };
  const then = await workbench.pin(workspace, NAME, text, { ...wish, at: NOW - 10 * DAY });
  expect(JSON.stringify(then.example.activities ?? [])).not.toContain('demo_request');
  const now = await workbench.pin(workspace, NAME, text, { ...wish, at: null });
  expect(JSON.stringify(now.example.activities)).toContain('demo_request');
  await expect(
    workbench.pin(workspace, NAME, text, { ...wish, at: NOW + 1 }),
  ).rejects.toMatchObject({ code: 'future' });
});

test('a sheet becomes a model or goes into one; what must be told is asked for', async () => {
  const { workbench, text } = world;
  const bytes = Buffer.from('Asset;Percent\nWhite paper;30\nDemo request;100\nPodcast;5\n');
  const made = await workbench.importSheet({ file: 'assets.csv', bytes, name: 'assets' });
  expect(made).toMatchObject({ read: 2, added: ['White paper', 'Demo request'] });
  expect(made.troubles).toEqual([
    { row: 4, message: expect.stringContaining('"Podcast" names no act') },
  ]);
  expect(parse(made.text ?? '')).toMatchObject({ model: 'assets', readyAt: 100 });
  const into = await workbench.importSheet({ file: 'assets.csv', bytes, name: NAME, into: text });
  expect(into.text?.startsWith(text.slice(0, 200))).toBe(true);
  const plain = Buffer.from('Asset;Worth\nDemo;50\n');
  await expect(
    workbench.importSheet({ file: 'a.csv', bytes: plain, name: 'assets' }),
  ).rejects.toMatchObject({ code: 'sheet-unit', status: 422 });
});

test('an interview becomes a model', () => {
  const { workbench } = world;
  const { text, rules } = workbench.interview({ demo: 100, open: 0, chat: 12.5 }, 'talk');
  expect(rules).toBe(2);
  expect(parse(text)).toMatchObject({ model: 'talk' });
  expect(text).toMatch(/activity: \{ type: chat \}.*percent: 12.5/);
  expect(() => workbench.interview({ open: 0 }, 'talk')).toThrow(/one at least/);
});

test('while a pilot runs, each lead of the sample is compared with the version that it follows', async () => {
  const { workspace, text } = world;
  const { pool } = world.intake.database;
  const cap = (total: number) => text.replace(/^total: .*$/m, `total: { floor: 0, cap: ${total} }`);
  const by = { who: 'Ada', reason: 'to try it' };
  const model = { kind: 'model', name: NAME } as const;
  const { version } = await publishDocument(pool, workspace, { ...model, text: cap(11) }, by);
  const pilot = { condition: { field: 'country', eq: 'FI' }, otherwise: version };
  await publishDocument(pool, workspace, { ...model, text: cap(7) }, by, pilot);
  const { leads } = await world.fresh().sample(workspace, NAME, cap(5));
  const { rows } = await pool.query<{ id: number }>(
    `select id from leads where workspace = $1 and fields ->> 'country' = 'FI'`,
    [workspace],
  );
  const finnish = new Set(rows.map(({ id }) => String(id)));
  const highest = (inPilot: boolean) =>
    Math.max(
      ...leads.flatMap(({ id, before }) =>
        finnish.has(id) === inPilot ? (before?.total ?? 0) : [],
      ),
    );
  expect([highest(true), highest(false)]).toEqual([7, 11]);
  expect(Math.max(...leads.map(({ after }) => after.total ?? 0))).toBe(5);
});
