import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, expect, test } from '@jest/globals';
import { readLines } from '../../src/commands/lines.js';
import { score } from '../../src/commands/score.js';
import { fakeIo } from './model/support.js';
import { jsonLines, runCli } from './support.js';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-score-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MODEL = join(folder, 'model.yaml');
writeFileSync(
  MODEL,
  `model: small
version: 1
readyAt: 100
dimensions: { engagement: { floor: 0, cap: 100 } }
total: { method: sum, floor: 0, cap: 100 }
lists: { friends: { from: friends.txt } }
rules:
  - { id: demo, dimension: engagement, label: Demo, activity: { type: demo_request }, points: 50, decay: { halfLife: 30d } }
  - { id: friend, dimension: engagement, label: Friend, when: { field: name.first, inList: friends }, points: 5 }
`,
);
writeFileSync(join(folder, 'friends.txt'), 'Ann\n');
const NOW = '2026-03-01T12:00:00Z';

const lead = (id: unknown, daysAgo: number, more = '') =>
  `{"lead":{"id":${JSON.stringify(id)}${more}},"activities":[{"id":"a","type":"demo_request","occurredAt":${Date.parse(NOW) - daysAgo * 86_400_000}}]}`;

test('leads are scored line by line, in order; bad ones are told by number and do not stop the rest', async () => {
  const input = [
    lead('one', 0),
    '{"lead":{}}',
    lead(2, 30, ',"name.first":"ann"'),
    'nonsense',
    '{"lead":{"id":"x"},"activities":[{"id":"a","type":"demo_request","occurredAt":"soon"}]}',
    '',
    lead('last', 60),
  ].join('\r\n');
  const run = await runCli(['score', '--model', MODEL, '--at', NOW], { input });
  expect(run.code).toBe(1);
  const scores = jsonLines(run.stdout);
  expect(scores.map(({ id, total }) => [id, total])).toEqual([
    ['one', 50],
    ['2', 30],
    ['last', 13],
  ]);
  expect(scores[0]).toEqual({
    id: 'one',
    dimensions: { engagement: 50 },
    total: 50,
    grade: null,
    band: null,
    segment: null,
    thresholds: {},
    disqualified: null,
    outside: null,
    reasons: [
      {
        rule: 'demo',
        label: 'Demo',
        points: 50,
        evidence: { count: 1, newest: '2026-03-01T12:00:00.000Z' },
      },
    ],
    nextChangeAt: '2026-03-02T12:00:00.000Z',
  });
  const told = run.stderr.split('\n').filter((line) => line.startsWith('line '));
  expect(told.map((line) => line.split(' ').slice(0, 4).join(' '))).toEqual([
    'line 2 has no',
    'line 4 is not',
    'line 5 activities[0] has',
    'line 6 is not',
  ]);
});

test('all good lines end with 0; a model that cannot be loaded ends with 1 and its place', async () => {
  const good = await runCli(['score', '--model', MODEL, '--at', NOW], { input: `${lead(1, 0)}\n` });
  expect(good).toMatchObject({ code: 0, stderr: '' });
  const broken = join(folder, 'broken.yaml');
  writeFileSync(broken, 'model: x\nversion: 1\nrulez: []\n');
  const bad = await runCli(['score', '--model', broken], { input: '' });
  expect(bad.code).toBe(1);
  expect(bad.stderr).toContain('broken.yaml:3: ');
  expect(bad.stderr).toContain('did you mean rules?');
  expect(bad.stderr).not.toContain('at ');
});

test('a name that nothing can read is told with the one most likely meant, and how many leads have it', async () => {
  const input = [
    '{"lead":{"id":1,"senority":"vp","company":{"employes":3,"name":"Ahorn"},"custom.city":"Turku"}}',
    '{"lead":{"id":2,"senority":"vp","stage":"mql","activity.channels.30d":2,"custom":{"city":"Oulu"}}}',
    '{"lead":{"id":3},"activities":[{"id":"a","type":"demo_reqest","occurredAt":0},{"id":"b","type":"custom:video","occurredAt":0}]}',
  ].join('\n');
  const run = fakeIo(input);
  expect(await score({ model: MODEL, at: NOW }, run.io)).toBe(0);
  expect(jsonLines(run.stdout())).toHaveLength(3);
  expect(run.stderr().trim().split('\n')).toEqual([
    'warning: unknown lead field "senority" (did you mean seniority?): counts nothing, 2 leads',
    'warning: unknown lead field "company.employes" (did you mean company.employees?): counts nothing, 1 lead',
    'warning: unknown activity type "demo_reqest" (did you mean demo_request?): counts nothing, 1 lead',
  ]);
});

test('each line is answered when it comes, and a slow reader holds the input back', async () => {
  const stdin = new PassThrough();
  const stdout = new PassThrough({ highWaterMark: 1 });
  const stderr = new PassThrough();
  const done = score({ model: MODEL, at: NOW }, { stdin, stdout, stderr });
  stdin.write(`${lead('a', 0)}\n${lead('b', 0)}`);
  const answered = await new Promise((resolve) => stdout.once('data', resolve));
  expect(JSON.parse(String(answered))).toMatchObject({ id: 'a' });
  stdout.resume();
  stdin.end();
  expect(await done).toBe(0);
});

async function linesOf(chunks: (string | Uint8Array)[], max = 100) {
  const lines = [];
  for await (const batch of readLines(Readable.from(chunks, { objectMode: true }), max)) {
    lines.push(...batch.map(({ number, text }) => [number, text]));
  }
  return lines;
}

test('lines end with line feeds alone and survive any cut of the bytes', async () => {
  const text = '\uFEFFone\u2028still one\r\ntwo ä\n\nfour';
  const whole = [
    [1, 'one\u2028still one'],
    [2, 'two ä'],
    [3, ''],
    [4, 'four'],
  ];
  const bytes = Buffer.from(text);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    expect(await linesOf([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(whole);
  }
});

test('a line above the limit is passed over, the next is whole', async () => {
  expect(await linesOf(['x'.repeat(60), `${'x'.repeat(60)}\nok\n`])).toEqual([
    [1, null],
    [2, 'ok'],
  ]);
});

test('what the piped and the stored form need is told as wrong use', async () => {
  const told = async (...args: string[]) => {
    const { code, stderr } = await runCli(['score', ...args]);
    return [code, stderr.trim()];
  };
  expect(await told()).toEqual([2, '--model FILE is missing: the scoring model.']);
  expect(await told('--model', MODEL, '--lead', '7')).toEqual([
    2,
    '--lead names a stored lead: add --stored.',
  ]);
  expect(await told('--stored', '--lead', 'ann')).toEqual([
    2,
    '--lead is "ann"; expected a lead\'s number.',
  ]);
});
