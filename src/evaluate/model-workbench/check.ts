/** What is to be said of a model's text while somebody writes it. */
import {
  DocumentError,
  type Problem,
  printPath,
  problemAt,
  readDocument,
} from '../../language/document.js';
import { compileModel } from '../../scoring/compile.js';
import { type ExampleResult, exampleResults } from '../../scoring/example-results.js';
import { type LoadOptions, loadModel } from '../../scoring/load.js';
import { type NotSetUp, notSetUp, type Supply } from '../../scoring/needs.js';
import { type ModelWords, modelWords } from '../../scoring/words/model.js';

export interface NotSetUpPart extends Omit<NotSetUp, 'path'> {
  /** `rules[3]` */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface CheckedText {
  /** Each keeps the model from being used. */
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly notSetUp: readonly NotSetUpPart[];
  /** Null where the text is no YAML. */
  readonly words: ModelWords | null;
  /** Pinned leads; null while there are problems. */
  readonly examples: readonly ExampleResult[] | null;
}

/** `supply` is null where no CRM is connected: then nothing is set up, and nothing is said of it. */
export function checkText(
  text: string,
  file: string,
  options: LoadOptions,
  supply: Supply | null,
  now: number,
): CheckedText {
  const nothing = { warnings: [], notSetUp: [], words: null, examples: null };
  let words: ModelWords | null = null;
  try {
    const source = readDocument(text, file);
    words = modelWords(source.value);
    const { model, warnings } = loadModel(text, file, options);
    const parts = supply ? notSetUp(model, supply) : [];
    return {
      problems: [],
      warnings,
      notSetUp: parts.map((part) => ({
        ...part,
        path: printPath(part.path),
        line: problemAt(source, part.path, '').line,
      })),
      words,
      examples: exampleResults(model, now, compileModel(model)),
    };
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return { ...nothing, words, problems: error.problems };
  }
}
