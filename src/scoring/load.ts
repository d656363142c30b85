import type { Problem } from '../language/document.js';
import {
  DocumentError,
  parseDocument,
  problemAt,
  readDocument,
  type SourceDocument,
} from '../language/document.js';
import type { Issue } from '../language/issues.js';
import type { Scalar } from '../language/predicate.js';
import { messageOf } from '../lib/errors.js';
import { checkModel } from './check-model.js';
import type { Model, ModelDocument } from './schema.js';
import { modelSchema } from './schema.js';
import { modelWarnings } from './warnings.js';

export interface LoadOptions {
  /** Reads the file of a list `{ from: path }`; without it such lists are refused. */
  readonly readList?: (path: string) => string;
}

export interface LoadedModel {
  readonly model: Model;
  readonly warnings: readonly Problem[];
}

/**
 * Reads and checks a scoring model.
 * @throws DocumentError naming file, line, path and suggestion of everything that cannot be used
 */
export function loadModel(text: string, file: string, options: LoadOptions = {}): LoadedModel {
  const source = readDocument(text, file);
  const document = parseDocument(source, modelSchema);
  const issues = checkModel(document);
  const lists = resolveLists(document, options, issues);
  if (issues.length > 0) throw new DocumentError(toProblems(source, issues));
  const model: Model = { ...document, lists };
  return { model, warnings: toProblems(source, modelWarnings(model)) };
}

function toProblems(source: SourceDocument, issues: readonly Issue[]): Problem[] {
  return issues
    .map((issue) => problemAt(source, issue.path, issue.message, issue.suggestion))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

function resolveLists(
  document: ModelDocument,
  options: LoadOptions,
  issues: Issue[],
): Record<string, readonly Scalar[]> {
  const lists: Record<string, readonly Scalar[]> = {};
  for (const [name, list] of Object.entries(document.lists ?? {})) {
    if (Array.isArray(list)) {
      lists[name] = list;
      continue;
    }
    const path = ['lists', name, 'from'];
    if (!options.readList) {
      issues.push({ path, message: 'lists from files cannot be read here: write the entries out' });
      continue;
    }
    try {
      lists[name] = parseList(options.readList(list.from));
    } catch (thrown) {
      issues.push({ path, message: `cannot read the list "${list.from}": ${messageOf(thrown)}` });
    }
  }
  return lists;
}

/** One entry a line; blank lines and what follows a `#` at the start or after a space are left out. */
export function parseList(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}
