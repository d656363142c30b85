import type { Scalar } from '../../language/predicate.js';

const UNITS: Readonly<Record<string, string>> = { h: 'hour', d: 'day', w: 'week' };

/** `30d` -> `30 days`. */
export function durationWords(duration: string): string {
  const count = Number.parseInt(duration, 10);
  return `${count} ${UNITS[duration.slice(-1)] ?? ''}${count === 1 ? '' : 's'}`;
}

/** A duration after "every" or "the last", where one is left out: `day`, `30 days`. */
export function spanWords(duration: string): string {
  return durationWords(duration).replace(/^1 /, '');
}

/** `a, b or c` */
export function listed(parts: readonly string[], last: 'and' | 'or'): string {
  const head = parts.slice(0, -1).join(', ');
  return head === '' ? (parts[0] ?? '') : `${head} ${last} ${parts.at(-1)}`;
}

/** Points with their sign: `+15`, `-2.5`, `0`. */
export function signed(points: number): string {
  return `${points > 0 ? '+' : ''}${points}`;
}

export function pointsWords(points: number): string {
  return `${points} ${Math.abs(points) === 1 ? 'point' : 'points'}`;
}

/** A value as a person would write it; a text is quoted where its ends or its being a text would not be seen. */
export function valueWords(value: Scalar): string {
  if (typeof value !== 'string') return String(value);
  const doubtful = /^$|[\s,;()"]|^[+-]?[\d.]+$|^(?:true|false)$/.test(value);
  return doubtful ? JSON.stringify(value) : value;
}

/** `from 0 to 100`, `at least 0`, `at most 100`; undefined without bounds. */
export function boundsWords(bounds: {
  readonly floor?: number | undefined;
  readonly cap?: number | undefined;
}): string | undefined {
  const { floor, cap } = bounds;
  if (floor !== undefined && cap !== undefined) return `from ${floor} to ${cap}`;
  if (floor !== undefined) return `at least ${floor}`;
  return cap === undefined ? undefined : `at most ${cap}`;
}

/** `from 2026-01-01 until 2026-02-01`; undefined when always in force. */
export function windowWords(window: {
  readonly activeFrom?: string | undefined;
  readonly activeTo?: string | undefined;
}): string | undefined {
  const parts = [
    window.activeFrom === undefined ? '' : `from ${window.activeFrom} on`,
    window.activeTo === undefined ? '' : `until ${window.activeTo}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.join(' ');
}
