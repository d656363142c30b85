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
