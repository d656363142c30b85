import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import type { Io } from '../../../src/commands/io.js';
import { interviewModel } from '../../../src/commands/model/interview.js';
import { answer, BEGIN, type Interview } from '../../../src/commands/model/interview-questions.js';
import { loadModel } from '../../../src/scoring/load.js';
import { meaningOf } from '../../../src/scoring/sheet/assets.js';
import { QUESTIONS } from '../../../src/scoring/sheet/interview.js';
import { runCli } from '../support.js';
import { fakeIo, testFolder } from './support.js';

const folder = testFolder();

/** An interview held from the beginning by these lines. */
const after = (...lines: readonly string[]): Interview =>
  lines.reduce<Interview>((interview, line) => answer(interview, line).interview, BEGIN);

async function interview(out: string, input: string, force = false) {
  const { io, stderr } = fakeIo(input);
  const code = await interviewModel({ out, force }, io);
  return { code, stderr: stderr() };
}

const percents = (text: string) =>
  loadModel(text, 'f').model.rules.flatMap(({ label, percent }) =>
    percent === undefined ? [] : [[label, percent]],
  );

test('answers are percent, skipping and going back work, and what cannot be read asks again', () => {
  expect(after('100', '', '12,5 %', '0').answers).toEqual({ demo: 100, contact: 12.5, trial: 0 });
  const back = after('100', '30', 'b');
  expect(back).toMatchObject({ at: 1, answers: { demo: 100, price: 30 } });
  expect(answer(back, '').interview).toMatchObject({ at: 2, answers: { price: 30 } });
  expect(answer(back, '40').interview.answers.price).toBe(40);
  for (const wrong of ['101', '-5', 'much', '1e2', 'bb']) {
    expect(answer(BEGIN, wrong)).toEqual({
      interview: BEGIN,
      problem: expect.stringContaining('A number from 0 to 100'),
    });
  }
  expect(answer(BEGIN, 'b').problem).toBe('This is the first question.');
  expect(after('10', 'Q').stopped).toBe(true);
});

test('every question is about one thing, and a sheet understands its words alike', () => {
  expect(new Set(QUESTIONS.map(({ id }) => id)).size).toBe(QUESTIONS.length);
  for (const { asset, matcher } of QUESTIONS) {
    expect([asset, meaningOf(asset)?.matcher]).toEqual([asset, matcher]);
  }
});

test('all questions make a model; who the lead is stands beside it', async () => {
  const out = folder.path('all.yaml');
  const { code, stderr } = await interview(
    out,
    QUESTIONS.map((_, index) => `${100 - index}\n`).join(''),
  );
  expect(code).toBe(0);
  expect(stderr).toContain(' 3/21  Asked to be contacted: percent? ');
  expect(stderr).toContain(`21 rules over acts written to ${out}`);
  const { model, warnings } = loadModel(folder.read('all.yaml'), out);
  expect(warnings).toEqual([]);
  expect(model.readyAt).toBe(100);
  expect(model.rules.map(({ label }) => label).slice(0, 4)).toEqual([
    'Manager or above',
    'Large enough company',
    'Student or intern',
    'Unsubscribed',
  ]);
  expect(percents(folder.read('all.yaml'))).toEqual(
    QUESTIONS.map(({ asset }, index) => [asset, 100 - index]),
  );
  expect(existsSync(`${out}.draft.json`)).toBe(false);
});

test('q stops and keeps, and so does the end of the input; a wrong answer is asked again', async () => {
  const stopped = folder.path('stopped.yaml');
  const { code, stderr } = await interview(stopped, '80\nlots\n60\n0\nq\n30\n');
  expect(code).toBe(0);
  expect(stderr).toContain('A number from 0 to 100, please');
  const expected = [
    ['Asked for a demo', 80],
    ['Asked for a price', 60],
  ];
  expect(percents(folder.read('stopped.yaml'))).toEqual(expected);
  const ended = folder.path('ended.yaml');
  expect((await interview(ended, '80\n60')).code).toBe(0);
  expect(percents(folder.read('ended.yaml'))).toEqual(expected);
});

test('without an answer nothing is written', async () => {
  const out = folder.path('nothing.yaml');
  const { code, stderr } = await interview(out, '\n\nq\n');
  expect(code).toBe(1);
  expect(stderr).toContain('nothing was written');
  expect(existsSync(out)).toBe(false);
});

test('a file that is there is not replaced without --force, before anything is asked', async () => {
  const out = folder.write('mine.yaml', 'mine');
  await expect(interview(out, '80\nq\n')).rejects.toThrow('--force');
  expect(folder.read('mine.yaml')).toBe('mine');
  expect((await interview(out, '80\nq\n', true)).code).toBe(0);
});

/** A terminal at which keys are pressed. */
function terminal(): {
  readonly io: Io;
  type(keys: string): void;
  shown(text: string): Promise<void>;
} {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stderr = Object.assign(new PassThrough(), { isTTY: true });
  let seen = '';
  let check = (): void => {};
  stderr.on('data', (chunk) => {
    seen += String(chunk);
    check();
  });
  return {
    io: { stdin, stdout: new PassThrough(), stderr },
    type: (keys) => stdin.write(keys),
    shown: (text) =>
      new Promise((resolve) => {
        check = () => {
          if (seen.includes(text)) resolve();
        };
        check();
      }),
  };
}

test('Ctrl-C loses nothing: it says where the draft is, and the same command goes on from there', async () => {
  const out = folder.path('broken.yaml');
  const { io, type, shown } = terminal();
  const held = interviewModel({ out, force: false }, io);
  held.catch(() => {});
  await shown('Asked for a demo');
  type('90\r');
  await shown('Asked for a price');
  type('70\r');
  await shown('Asked to be contacted');
  type('\u0003');
  await expect(held).rejects.toThrow(
    `Cancelled. 2 answers kept in ${out}.draft.json; the same command goes on from there.`,
  );
  expect(existsSync(out)).toBe(false);
  const { code, stderr } = await interview(out, '50\nq\n');
  expect(code).toBe(0);
  expect(stderr).toContain(`Going on with ${out}.draft.json, 2 answers`);
  expect(stderr).not.toContain('Asked for a price: percent?');
  expect(percents(folder.read('broken.yaml'))).toEqual([
    ['Asked for a demo', 90],
    ['Asked for a price', 70],
    ['Asked to be contacted', 50],
  ]);
});

test('Ctrl-C before any answer leaves nothing behind', async () => {
  const out = folder.path('none.yaml');
  const { io, type, shown } = terminal();
  const held = interviewModel({ out, force: false }, io);
  held.catch(() => {});
  await shown('Asked for a demo');
  type('\u0003');
  await expect(held).rejects.toThrow('Cancelled. Nothing was answered.');
  expect(existsSync(`${out}.draft.json`)).toBe(false);
});

test('a draft that is none is explained', async () => {
  const out = folder.path('odd.yaml');
  const draft = folder.write('odd.yaml.draft.json', '{"answers": []}');
  await expect(interview(out, 'q\n')).rejects.toThrow(`${draft} is no draft of an interview`);
});

test('the command: a killed interview is gone on with', async () => {
  const out = folder.path('killed.yaml');
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'src/cli.ts', 'model', 'interview', '--out', out],
    { env, stdio: 'pipe' },
  );
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.stdin.write('95\n');
  await new Promise<void>((resolve) => {
    let seen = '';
    child.stderr.on('data', (chunk) => {
      seen += String(chunk);
      if (seen.includes('Asked for a price')) resolve();
    });
  });
  child.kill('SIGKILL');
  await ended;
  const { code, stderr } = await runCli(['model', 'interview', '--out', out], { input: '45\n' });
  expect(stderr).toContain('1 answer;');
  expect(code).toBe(0);
  expect(percents(folder.read('killed.yaml'))).toEqual([
    ['Asked for a demo', 95],
    ['Asked for a price', 45],
  ]);
  expect((await runCli(['model', 'interview', '--out', out])).code).toBe(2);
});
