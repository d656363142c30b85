import { DocumentError, type Problem, printProblem } from '../../language/document.js';
import { PlumblineError } from '../../lib/errors.js';
import { exampleProblems } from '../../scoring/example-problems.js';
import { type Io, type Style, styleOf, write } from '../io.js';
import { loadModelText, readText } from '../model-file.js';
import { momentOf } from '../time.js';

export interface CheckOptions {
  readonly at?: string;
  readonly json: boolean;
}

/** What was found in one file. */
export interface CheckedModel {
  readonly file: string;
  readonly ok: boolean;
  /** Null when the file could not be loaded. */
  readonly model: string | null;
  readonly version: number | null;
  readonly rules: number;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly examples: number;
}

function refused(file: string, thrown: unknown): readonly Problem[] {
  if (thrown instanceof DocumentError) return thrown.problems;
  if (thrown instanceof PlumblineError) {
    return [{ file, line: 0, column: 0, path: '', message: thrown.message }];
  }
  throw thrown;
}

/** Loads a model's file and scores its pinned leads as of a moment. */
export function checkFile(file: string, now: number): CheckedModel {
  const nothing = { file, model: null, version: null, rules: 0, warnings: [], examples: 0 };
  try {
    const text = readText(file);
    const { model, warnings } = loadModelText(text, file);
    const problems = exampleProblems(model, text, file, now);
    return {
      file,
      ok: problems.length === 0,
      model: model.model,
      version: model.version,
      rules: model.rules.length,
      problems,
      warnings,
      examples: model.examples?.length ?? 0,
    };
  } catch (thrown) {
    return { ...nothing, ok: false, problems: refused(file, thrown) };
  }
}

function printChecked(checked: CheckedModel, style: Style): string {
  const { file, ok, model, version, rules, examples, problems, warnings } = checked;
  const count = (many: number, what: string) => `${many} ${what}${many === 1 ? '' : 's'}`;
  const what =
    model === null
      ? 'cannot be used'
      : `${model} v${version}, ${count(rules, 'rule')}, ${count(examples, 'pinned lead')}`;
  const found = [
    ...(problems.length > 0 ? [count(problems.length, 'problem')] : []),
    ...(warnings.length > 0 ? [count(warnings.length, 'warning')] : []),
  ];
  const state = ok ? style.good('ok') : style.bad('not ok');
  return [
    ...problems.map((problem) => printProblem(problem)),
    ...warnings.map((problem) => `${style.warn('warning')}: ${printProblem(problem)}`),
    `${file}: ${state}: ${[what, ...found].join(', ')}`,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/**
 * Checks model files: everything that loading refuses or doubts, and the pinned leads.
 * @returns the exit code: 1 when there is a problem; a warning is none.
 */
export async function checkModels(
  files: readonly string[],
  options: CheckOptions,
  io: Io,
): Promise<number> {
  const now = options.at === undefined ? Date.now() : momentOf(options.at);
  const checked = files.map((file) => checkFile(file, now));
  const ok = checked.every((one) => one.ok);
  const style = styleOf(io.stdout);
  const text = options.json
    ? `${JSON.stringify({ ok, files: checked }, null, 2)}\n`
    : checked.map((one) => printChecked(one, style)).join('');
  await write(io.stdout, text);
  return ok ? 0 : 1;
}
