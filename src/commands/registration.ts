/** What every registration of a command needs: exit codes, readers of options, examples in the help. */
import { InvalidArgumentError } from 'commander';
import { processIo, UsageError } from './io.js';

/** Anything else that is thrown is a defect, and needs its place. */
function explain(error: unknown): { text: string; code: number } {
  if (error instanceof UsageError) return { text: error.message, code: 2 };
  if (!(error instanceof Error)) return { text: String(error), code: 1 };
  return { text: error.message || error.name, code: 1 };
}

type Action<A extends unknown[]> = (...args: A) => Promise<number>;

/** Runs a command and keeps its exit code; errors are one sentence. */
export function run<A extends unknown[]>(action: Action<A>): (...args: A) => Promise<void> {
  return async (...args) => {
    try {
      process.exitCode = await action(...args);
    } catch (error) {
      const { text, code } = explain(error);
      processIo.stderr.write(`${text}\n`);
      process.exitCode = code;
    }
  };
}

/** More than anybody asks for. */
export const MOST = 1_000_000;

/** Reads an option that is a whole number within these bounds, both included. */
export const whole =
  (from: number, to: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < from || value > to) {
      throw new InvalidArgumentError(`Expected a whole number from ${from} to ${to}.`);
    }
    return value;
  };

export const collect = (text: string, before: string[]): string[] => [...before, text];

export const example = (...lines: string[]): string =>
  `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.map((line) => `  $ plumbline ${line}`).join('\n')}`;
