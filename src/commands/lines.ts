/** Splits a byte stream into lines, a batch for every chunk that arrives. */

export interface Line {
  /** Counts from 1. */
  readonly number: number;
  /** Without its end; null when it is longer than allowed. */
  readonly text: string | null;
}

const NEWLINE = 0x0a;

/**
 * Lines end with LF or CRLF alone: a JSON text may hold every other line separator of Unicode. A line above
 * `maxBytes` is passed over without being kept in memory. A byte order mark is left out.
 */
export async function* readLines(
  stream: AsyncIterable<Uint8Array | string>,
  maxBytes: number,
): AsyncGenerator<readonly Line[]> {
  let kept: Uint8Array[] = [];
  let size = 0;
  let number = 0;

  const add = (bytes: Uint8Array): void => {
    size += bytes.length;
    if (size <= maxBytes) kept.push(bytes);
    else kept = [];
  };
  const finish = (): Line => {
    number += 1;
    const whole = size <= maxBytes ? Buffer.concat(kept).toString('utf8') : null;
    kept = [];
    size = 0;
    const text = number === 1 ? whole?.replace(/^\uFEFF/, '') : whole;
    return { number, text: text?.replace(/\r$/, '') ?? null };
  };

  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    const lines: Line[] = [];
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      add(bytes.subarray(start, end));
      lines.push(finish());
      start = end + 1;
    }
    if (start < bytes.length) add(bytes.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (size > 0) yield [finish()];
}
