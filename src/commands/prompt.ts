/** Questions to the person at the terminal. They stand on standard error, so that output stays clean. */
import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { PlumblineError } from '../lib/errors.js';
import { type Io, isInteractive, UsageError } from './io.js';

/** One line; with `hidden` nothing of it is shown. */
async function ask(io: Io, question: string, hidden: boolean): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  // A silent output would swallow the question.
  if (hidden) io.stderr.write(question);
  const terminal = createInterface({
    input: io.stdin as Readable & NodeJS.ReadableStream,
    output: hidden ? silent : io.stderr,
    terminal: true,
  });
  // Ctrl-C or the end of the input closes it; without this the answer would be waited for ever.
  const closed = new Promise<never>((_, reject) => {
    terminal.once('close', () => reject(new PlumblineError('cancelled', 'Cancelled.')));
  });
  closed.catch(() => {});
  try {
    return (await Promise.race([terminal.question(hidden ? '' : question), closed])).trim();
  } finally {
    terminal.close();
    if (hidden) io.stderr.write('\n');
  }
}

/** A secret from the terminal, without echo. */
export function askSecret(io: Io, question: string): Promise<string> {
  return ask(io, question, true);
}

export function askText(io: Io, question: string): Promise<string> {
  return ask(io, question, false);
}

/** A secret from standard input, which ends with it. */
export async function secretFromInput(io: Io, option: string): Promise<string> {
  const secret = isInteractive(io)
    ? await askSecret(io, 'Paste it (it is not shown): ')
    : (await text(io.stdin)).trim();
  if (secret === '') {
    throw new UsageError(`${option} - reads standard input, which was empty.`);
  }
  return secret;
}

/**
 * Yes or no; `yes` answers beforehand. Where nobody can be asked and nothing was answered, refuses.
 * `what` names the deed: "Write-back was not turned on".
 */
export async function confirm(
  io: Io,
  question: string,
  options: { readonly yes: boolean; readonly what: string },
): Promise<boolean> {
  if (options.yes) return true;
  if (!isInteractive(io)) {
    throw new UsageError(
      `${options.what}: there is no terminal to ask at. Give --yes to go on without being asked.`,
    );
  }
  return /^(y|yes)$/i.test(await askText(io, `${question} [y/N] `));
}
