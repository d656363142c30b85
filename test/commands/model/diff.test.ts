import { expect, test } from '@jest/globals';
import { diffFiles } from '../../../src/commands/model/diff.js';
import { runCli } from '../support.js';
import { fakeIo, SMALL, testFolder } from './support.js';

const folder = testFolder();
const before = folder.write('before.yaml', SMALL);
const after = folder.write('after.yaml', SMALL.replace('points: 50', 'points: 60'));
const AT = '2026-03-01T12:00:00Z';

const lead = (id: string, daysAgo: number): string =>
  JSON.stringify({
    lead: { id },
    activities: [
      { id: 'a', type: 'demo_request', occurredAt: Date.parse(AT) - daysAgo * 86_400_000 },
    ],
  });
// 0 d: 50 -> 60, nobody moves; 5 d: 44.54 -> 53.45, cold -> hot; 60 d: 12.5 -> 15.
const LEADS = [lead('new', 0), lead('near', 5), lead('old', 60)].join('\n');
const plain = { json: false, top: 20 };

test('what changed is said in words', async () => {
  const { io, stdout } = fakeIo();
  expect(await diffFiles(before, after, plain, io)).toBe(0);
  expect(stdout()).toBe('rule demo: points 50 -> 60\n');
  const same = fakeIo();
  await diffFiles(before, before, plain, same.io);
  expect(same.stdout()).toBe('Nothing changed.\n');
});

test('with leads, who moves between bands and thresholds', async () => {
  const leads = folder.write('leads.ndjson', `${LEADS}\n`);
  const { io, stdout } = fakeIo();
  expect(await diffFiles(before, after, { ...plain, leads, at: AT }, io)).toBe(0);
  expect(stdout()).toBe(`rule demo: points 50 -> 60

3 leads compared, 3 with another total
bands: cold -> hot: 1
mql reached by 1 -> 2 (1 more, 0 fewer)

lead  total     band         thresholds
near  45 -> 53  cold -> hot  +mql
`);
});

test('only the first are shown, and nobody when nobody moves', async () => {
  const leads = folder.write(
    'many.ndjson',
    [1, 2, 3].map((one) => lead(`lead-${one}`, 5)).join('\n'),
  );
  const { io, stdout } = fakeIo();
  await diffFiles(before, after, { ...plain, top: 1, leads, at: AT }, io);
  expect(stdout()).toContain('lead-1');
  expect(stdout()).not.toContain('lead-2');
  expect(stdout()).toContain('and 2 more; --top or --json shows them\n');
  const same = fakeIo();
  await diffFiles(before, before, { ...plain, leads, at: AT }, same.io);
  expect(same.stdout()).toContain('nobody changes band');
});

test('a bad line is told by number, does not stop the rest, and makes the exit code 1', async () => {
  const { io, stdout, stderr } = fakeIo(`nonsense\n${lead('near', 5)}\n`);
  expect(await diffFiles(before, after, { ...plain, leads: '-', at: AT }, io)).toBe(1);
  expect(stderr()).toMatch(/^line 1 is not JSON/m);
  expect(stdout()).toContain('1 leads compared');
});

test('files that are not there are named', async () => {
  const leads = folder.path('none.ndjson');
  await expect(diffFiles(before, after, { ...plain, leads }, fakeIo().io)).rejects.toThrow(
    `Cannot read ${leads}: there is no such file.`,
  );
  await expect(diffFiles('none.yaml', after, plain, fakeIo().io)).rejects.toThrow(
    'Cannot read none.yaml',
  );
});

test('the command: leads from standard input, JSON out; --at needs leads', async () => {
  const args = ['model', 'diff', before, after];
  const { code, stdout } = await runCli([...args, '--leads', '-', '--json', '--at', AT], {
    input: LEADS,
  });
  expect(code).toBe(0);
  const { changes, leads } = JSON.parse(stdout);
  expect(changes).toEqual([
    { part: 'rules', id: 'demo', kind: 'changed', words: 'rule demo: points 50 -> 60' },
  ]);
  expect(leads).toMatchObject({ leads: 3, bands: [{ from: 'cold', to: 'hot', leads: 1 }] });
  expect(leads.moved).toEqual([expect.objectContaining({ id: 'near', gained: ['mql'] })]);
  const wrong = await runCli([...args, '--at', AT]);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('--leads');
});

const LIFECYCLE = `
lifecycle: small
version: 1
transitions:
  - { id: points, label: Enough points, to: mql, from: [subscriber, lead], when: { field: reached.mql, eq: true } }
  - { id: cold, label: Too few points, to: recycled, from: [mql], when: { field: total, lt: 14 } }
`;

test('with a lifecycle, who moves between stages, from the stage of its line', async () => {
  const lifecycle = folder.write('lifecycle.yaml', LIFECYCLE);
  const old = JSON.parse(lead('old', 60)) as { lead: { id: string } };
  const inStage = JSON.stringify({ ...old, lead: { ...old.lead, stage: 'mql' } });
  const leads = folder.write('staged.ndjson', [lead('near', 5), inStage].join('\n'));
  const { io, stdout, stderr } = fakeIo();
  expect(await diffFiles(before, after, { ...plain, leads, lifecycle, at: AT }, io)).toBe(0);
  expect(stdout()).toBe(`rule demo: points 50 -> 60

2 leads compared, 2 with another total
bands: cold -> hot: 1
stages: lead -> mql: 1 and recycled -> mql: 1
mql reached by 0 -> 1 (1 more, 0 fewer)

lead  total     band         stage            thresholds
near  45 -> 53  cold -> hot  lead -> mql      +mql
old   13 -> 15  cold         recycled -> mql
`);
  expect(stderr()).not.toContain('Stages');
  const json = fakeIo();
  await diffFiles(before, after, { ...plain, json: true, leads, lifecycle, at: AT }, json.io);
  expect(JSON.parse(json.stdout()).leads.stages).toEqual([
    { from: 'lead', to: 'mql', leads: 1 },
    { from: 'recycled', to: 'mql', leads: 1 },
  ]);
});

test('a lifecycle that fits neither model is told: left out when shipped, refused when named', async () => {
  const leads = folder.write('few.ndjson', lead('near', 5));
  const { io, stdout, stderr } = fakeIo();
  expect(await diffFiles(before, after, { ...plain, leads, at: AT }, io)).toBe(0);
  expect(stderr()).toMatch(/Stages are not compared: config\/lifecycle\.yaml .*--lifecycle FILE/);
  expect(stdout()).not.toContain('stage');
  const lifecycle = folder.write('foreign.yaml', LIFECYCLE.replace('reached.mql', 'reached.gold'));
  await expect(
    diffFiles(before, after, { ...plain, leads, lifecycle, at: AT }, fakeIo().io),
  ).rejects.toThrow(/foreign\.yaml.*reached\.gold/);
  await expect(diffFiles(before, after, { ...plain, lifecycle }, fakeIo().io)).rejects.toThrow(
    /--leads/,
  );
});
