import { LineCounter, parseDocument as parseYaml } from 'yaml';
import type { z } from 'zod';
import { messageOf, PlumblineError } from '../lib/errors.js';
import { describeIssues } from './issues.js';

export type DocumentPath = readonly (string | number)[];

/** One thing wrong (or doubtful, as a warning) in a document; lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  /** The first is 1; 0 where the file itself is at fault, as the message says. */
  readonly line: number;
  readonly column: number;
  /** `rules[3].decay.halfLife`; empty for the document itself. */
  readonly path: string;
  readonly message: string;
  /** The name most likely meant. */
  readonly suggestion?: string;
}

/** A document as written, with the place of every value. */
export interface SourceDocument {
  readonly file: string;
  readonly text: string;
  /** The plain value: objects, lists, text, numbers, booleans, null. */
  readonly value: unknown;
  /** Where the value stands; for a missing one, where its nearest parent stands. */
  position(path: DocumentPath): { readonly line: number; readonly column: number };
}

/** `file:line: path: message (did you mean x?)` */
export function printProblem(problem: Problem): string {
  if (problem.line === 0) return problem.message;
  const place = problem.path === '' ? '' : `${problem.path}: `;
  const hint = problem.suggestion === undefined ? '' : ` (did you mean ${problem.suggestion}?)`;
  return `${problem.file}:${problem.line}: ${place}${problem.message}${hint}`;
}

/** A document that cannot be used, with every problem found in it. */
export class DocumentError extends PlumblineError {
  override readonly name = 'DocumentError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('document-invalid', problems.map(printProblem).join('\n'), {
      status: 422,
      details: { problems },
    });
    this.problems = problems;
  }
}

/** `['rules', 3, 'points']` -> `rules[3].points` */
export function printPath(path: DocumentPath): string {
  let text = '';
  for (const step of path) {
    text += typeof step === 'number' ? `[${step}]` : text === '' ? step : `.${step}`;
  }
  return text;
}

/** A problem at a place of a document, for checks beyond the schema. */
export function problemAt(
  source: SourceDocument,
  path: DocumentPath,
  message: string,
  suggestion?: string,
): Problem {
  return {
    file: source.file,
    ...source.position(path),
    path: printPath(path),
    message,
    ...(suggestion !== undefined && { suggestion }),
  };
}

/** Reads YAML (JSON is YAML). @throws DocumentError on bad syntax, a key written twice, no content */
export function readDocument(text: string, file: string): SourceDocument {
  const lines = new LineCounter();
  const tree = parseYaml(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (tree.errors.length > 0) {
    throw new DocumentError(
      tree.errors.map((error) => ({
        file,
        ...place(error.pos[0]),
        path: '',
        message: error.message,
      })),
    );
  }
  let value: unknown;
  try {
    value = tree.toJS({ maxAliasCount: 100 });
  } catch (thrown) {
    throw new DocumentError([{ file, line: 1, column: 1, path: '', message: messageOf(thrown) }]);
  }
  return {
    file,
    text,
    value,
    position: (path) => place(offsetOf(tree.contents, path) ?? 0),
  };
}

interface YamlNode {
  readonly range?: readonly [number, number, number] | null;
  readonly items?: readonly unknown[];
}

/** The offset of the deepest part of the path that exists: a key where there is one, else the value. */
function offsetOf(root: unknown, path: DocumentPath): number | undefined {
  let node = root as YamlNode | null | undefined;
  let offset = node?.range?.[0];
  for (const step of path) {
    const items: readonly unknown[] = node?.items ?? [];
    if (typeof step === 'number') {
      node = items[step] as YamlNode | undefined;
      if (!node) break;
      offset = node.range?.[0] ?? offset;
      continue;
    }
    const pair = items.find((item) => keyOf(item) === step) as
      | { readonly key: YamlNode; readonly value: YamlNode | null }
      | undefined;
    if (!pair) break;
    offset = pair.key.range?.[0] ?? offset;
    node = pair.value;
  }
  return offset;
}

function keyOf(item: unknown): string | undefined {
  const key = (item as { readonly key?: { readonly value?: unknown } }).key?.value;
  return key === undefined || key === null ? undefined : String(key);
}

/** Checks a document against a schema. @throws DocumentError with every problem, in the order of lines */
export function parseDocument<T>(source: SourceDocument, schema: z.ZodType<T>): T {
  const { value, issues } = describeIssues(schema, source.value);
  if (issues.length === 0) return value as T;
  const problems = issues.map((issue) =>
    problemAt(source, issue.path, issue.message, issue.suggestion),
  );
  throw new DocumentError(problems.sort((a, b) => a.line - b.line || a.column - b.column));
}
