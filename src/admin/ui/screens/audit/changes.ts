/** One value that differs between before and after, by its path: `thresholds.mql`. */
export interface Change {
  readonly path: string;
  /** Undefined where that side has no such value. */
  readonly before: unknown;
  readonly after: unknown;
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every scalar, text and list that differs; objects are gone into. In the order of appearance. */
export function changesBetween(before: unknown, after: unknown, path = ''): Change[] {
  if (!isPlain(before) && !isPlain(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
  }
  const left = isPlain(before) ? before : {};
  const right = isPlain(after) ? after : {};
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return names.flatMap((name) =>
    changesBetween(left[name], right[name], path === '' ? name : `${path}.${name}`),
  );
}

/** A value as one line: text as it is, the rest as JSON. */
export const lineOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

export const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.includes('\n');
