import type { z } from 'zod';
import { nearest } from './nearest.js';

/** Something wrong at a path of a value, in words for people. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly suggestion?: string;
}

type RawIssue = z.core.$ZodIssue;

/** Validates a value and says what is wrong in our own words, unknown names with the nearest known one. */
export function describeIssues<T>(
  schema: z.ZodType<T>,
  value: unknown,
): { readonly value: T | undefined; readonly issues: readonly Issue[] } {
  // Zod tells which keys it did not know, but not which it does: they are noted while it reports.
  const knownKeys = new WeakMap<readonly string[], readonly string[]>();
  const result = schema.safeParse(value, {
    error: (raw) => {
      if (raw.code === 'unrecognized_keys' && raw.inst) {
        const definition = raw.inst._zod.def as { readonly shape?: Record<string, unknown> };
        knownKeys.set(raw.keys, Object.keys(definition.shape ?? {}));
      }
      return undefined;
    },
  });
  if (result.success) return { value: result.data, issues: [] };
  const issues = result.error.issues.flatMap((issue) => describe(issue, [], value, knownKeys));
  return { value: undefined, issues };
}

function describe(
  issue: RawIssue,
  base: readonly (string | number)[],
  root: unknown,
  knownKeys: WeakMap<readonly string[], readonly string[]>,
): Issue[] {
  const path = [
    ...base,
    ...issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
  ];
  const found = valueAt(root, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `unknown key "${key}"`,
        ...suggest(key, knownKeys.get(issue.keys) ?? []),
      }));
    case 'invalid_union': {
      if (found === undefined) return [{ path, message: 'is missing' }];
      const branch = bestBranch(issue.errors);
      if (branch) return branch.flatMap((inner) => describe(inner, path, root, knownKeys));
      const expected = [...new Set(issue.errors.flat().map(expectedOf))].join(' or ');
      return [{ path, message: `expected ${expected}, found ${show(found)}` }];
    }
    case 'invalid_value': {
      const known = issue.values.map(String);
      return [
        {
          path,
          message: `unknown value ${show(found)}; known: ${known.join(', ')}`,
          ...(typeof found === 'string' ? suggest(found, known) : {}),
        },
      ];
    }
    case 'invalid_type':
      if (found === undefined) return [{ path, message: 'is missing' }];
      return [{ path, message: `expected ${expectedOf(issue)}, found ${show(found)}` }];
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues.map((inner) => ({ path, message: inner.message }));
    case 'custom': {
      const suggestion = issue.params?.suggestion;
      return [
        { path, message: issue.message, ...(typeof suggestion === 'string' && { suggestion }) },
      ];
    }
    default:
      return [{ path, message: lowerFirst(issue.message) }];
  }
}

/** Of several allowed forms the one that the value was meant to have: its type fits, something in it does not. */
function bestBranch(branches: readonly (readonly RawIssue[])[]): readonly RawIssue[] | undefined {
  const fitting = branches.filter(
    (branch) => !branch.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0),
  );
  return [...fitting].sort((a, b) => a.length - b.length)[0];
}

function expectedOf(issue: RawIssue): string {
  if (issue.code !== 'invalid_type') return 'another value';
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    array: 'a list',
    object: 'a group of keys',
    record: 'a group of keys',
    boolean: 'true or false',
    number: 'a number',
    int: 'a whole number',
  };
  return words[issue.expected] ?? issue.expected;
}

function suggest(name: string, candidates: readonly string[]): { suggestion?: string } {
  const suggestion = nearest(name, candidates);
  return suggestion === undefined ? {} : { suggestion };
}

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  let value = root;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** A value in a message: short, and never a whole tree. */
function show(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of keys';
  if (typeof value !== 'string') return String(value);
  return value.length > 40 ? `"${value.slice(0, 40)}…"` : `"${value}"`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
