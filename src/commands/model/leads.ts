import { createReadStream } from 'node:fs';
import { messageOf, PlumblineError } from '../../lib/errors.js';
import { parseScoreLine } from '../../scoring/ndjson.js';
import type { ScoreInput } from '../../scoring/types.js';
import type { Io } from '../io.js';
import { readLines } from '../lines.js';

/** One lead with all its activities, bytes. */
const MAX_LINE = 32 * 1024 * 1024;

/**
 * Leads from a file of JSON lines (`-` is standard input), as the score command reads them. A bad line is told
 * by number and passed over.
 * @throws PlumblineError when the file cannot be read
 */
export async function* readLeads(
  path: string,
  io: Io,
  bad: (line: number, reason: string) => void,
): AsyncGenerator<ScoreInput> {
  const source: AsyncIterable<Uint8Array> = path === '-' ? io.stdin : createReadStream(path);
  try {
    for await (const lines of readLines(source, MAX_LINE)) {
      for (const { number, text } of lines) {
        const parsed = text === null ? null : parseScoreLine(text);
        if (parsed?.ok) yield parsed.input;
        else bad(number, parsed?.reason ?? `is longer than ${MAX_LINE} bytes`);
      }
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const why = code === 'ENOENT' ? 'there is no such file' : messageOf(error);
    throw new PlumblineError('cannot-read', `Cannot read ${path}: ${why}.`, { cause: error });
  }
}
