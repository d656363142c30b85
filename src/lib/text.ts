const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** PostgreSQL's jsonb refuses NUL and lone surrogates: every foreign string passes here first. */
export function cleanText(text: string): string {
  return text.replaceAll('\u0000', '').replace(LONE_SURROGATE, '\uFFFD');
}

/** `cleanText` over every string and key of a JSON value. Depth is bounded: deeper parts become null. */
export function cleanJson(value: unknown, depth = 32): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.map((entry) => cleanJson(entry, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [cleanText(key), cleanJson(entry, depth - 1)]),
  );
}

/**
 * JSON in UTF-8, parsed, with `cleanJson` over it. What that takes out can be written as an escape alone, so
 * a text without any is clean. Throws where it is no JSON.
 */
export function parseCleanJson(body: Uint8Array): unknown {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  const value: unknown = JSON.parse(text);
  return text.includes('\\u') ? cleanJson(value) : value;
}

/** Control characters and line ends part words; invisible and direction-changing marks do not. */
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const UNSEEN = /[\p{Cf}\p{Co}]+/gu;

/** A foreign text as one line of at most so many characters (whole ones: nothing is cut in two). */
export function oneLine(text: string, longest: number): string {
  const line = cleanText(text).replace(BREAKS, ' ').replace(UNSEEN, '').replace(/\s+/g, ' ').trim();
  const characters = [...line];
  if (characters.length <= longest) return line;
  return `${characters
    .slice(0, longest - 1)
    .join('')
    .trimEnd()}…`;
}

/** `1 lead`, `2 leads`: for words that take an s. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
