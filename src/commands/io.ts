/** What a command reads and writes; passed in, so that tests own it. */
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
}

export type Output = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  /** Knows NO_COLOR and what the terminal can do. */
  hasColors?(): boolean;
};

export const processIo: Io = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
};

/** Wrong use of the command line: exit code 2 instead of 1. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** True when a person sits at both ends and can be asked. */
export function isInteractive(io: Io): boolean {
  return io.stdin.isTTY === true && io.stderr.isTTY === true;
}

/** Writes and waits while the reader is slow, so that memory stays bounded. */
export async function write(output: NodeJS.WritableStream, text: string): Promise<void> {
  if (text !== '' && !output.write(text)) await once(output, 'drain');
}

export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
}

/** Colours on a terminal that has them, unless NO_COLOR is set; plain text elsewhere. */
export function styleOf(output: Output): Style {
  const coloured = output.isTTY === true && output.hasColors?.() === true;
  const paint =
    (code: number, end: number) =>
    (text: string): string =>
      coloured ? `\u001b[${code}m${text}\u001b[${end}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    good: paint(32, 39),
    bad: paint(31, 39),
    warn: paint(33, 39),
  };
}
