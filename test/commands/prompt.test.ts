import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import type { Io } from '../../src/commands/io.js';
import { styleOf } from '../../src/commands/io.js';
import { createProgress } from '../../src/commands/progress.js';
import { askSecret, confirm } from '../../src/commands/prompt.js';

/** A terminal: what is typed goes in, what is shown comes out of `shown()`. */
function terminal(isTTY = true) {
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const stderr = Object.assign(new PassThrough(), { isTTY, hasColors: () => true });
  let text = '';
  stderr.on('data', (chunk) => {
    text += String(chunk);
  });
  const io: Io = { stdin, stdout: new PassThrough(), stderr };
  return { io, type: (keys: string) => stdin.write(keys), shown: () => text };
}

test('a secret is asked for and never shown', async () => {
  const { io, type, shown } = terminal();
  const answer = askSecret(io, 'Key: ');
  type('pat-secret\r');
  expect(await answer).toBe('pat-secret');
  expect(shown()).toContain('Key: ');
  expect(shown()).not.toContain('pat-secret');
});

test.each([
  ['y\r', true],
  ['YES\r', true],
  ['n\r', false],
  ['\r', false],
])('%j answers a question with %s', async (keys, expected) => {
  const { io, type } = terminal();
  const answer = confirm(io, 'Go on?', { yes: false, what: 'Nothing' });
  type(keys);
  expect(await answer).toBe(expected);
});

test('Ctrl-C cancels instead of waiting for ever', async () => {
  const { io, type } = terminal();
  const answer = confirm(io, 'Go on?', { yes: false, what: 'Nothing' });
  type('\u0003');
  await expect(answer).rejects.toThrow('Cancelled.');
});

test('without a terminal nobody is asked', async () => {
  const { io } = terminal(false);
  await expect(confirm(io, 'Go on?', { yes: false, what: 'Nothing was done' })).rejects.toThrow(
    'Nothing was done: there is no terminal to ask at. Give --yes',
  );
  expect(await confirm(io, 'Go on?', { yes: true, what: '' })).toBe(true);
});

test('colours appear on a terminal that has them', () => {
  expect(styleOf(terminal().io.stderr).bold('x')).toBe('\u001b[1mx\u001b[22m');
  expect(styleOf(terminal(false).io.stderr).bold('x')).toBe('x');
  const plain = Object.assign(terminal().io.stderr, { hasColors: () => false });
  expect(styleOf(plain).bold('x')).toBe('x');
});

test('progress is shown after two seconds: one line on a terminal, few plain ones elsewhere', () => {
  const lines = (isTTY: boolean) => {
    const { io, shown } = terminal(isTTY);
    let now = 0;
    const progress = createProgress(io.stderr, () => now);
    for (now = 0; now <= 15_000; now += 1_000) progress.update(`at ${now}`);
    progress.done();
    return shown();
  };
  expect(lines(false)).toBe('at 2000\nat 12000\n');
  const erase = '\r\u001b[2K';
  expect(lines(true).startsWith(`${erase}at 2000${erase}at 3000`)).toBe(true);
  expect(lines(true).endsWith(erase)).toBe(true);
});
