import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { printProblem } from '../language/document.js';
import { fileTrouble, PlumblineError } from '../lib/errors.js';
import { packageRoot } from '../lib/root.js';
import { type LoadedModel, loadModel } from '../scoring/load.js';
import type { Output } from './io.js';

export const DEFAULT_MODEL = 'config/scoring/b2b-default.yaml';

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new PlumblineError('cannot-read', `Cannot read ${path}: ${fileTrouble(error)}.`, {
      cause: error,
    });
  }
}

/** A list's file is looked for beside the model, then in the package (`config/lists/...`). */
function listReader(model: string): (path: string) => string {
  return (path) => {
    const beside = resolve(dirname(model), path);
    return readFileSync(existsSync(beside) ? beside : join(packageRoot(), path), 'utf8');
  };
}

/** Reads a model's file. @throws DocumentError with file, line and place of everything wrong in it */
export function loadModelFile(path: string): LoadedModel {
  return loadModelText(readText(path), path);
}

/** Reads a model's text as if it stood in a file. @throws DocumentError */
export function loadModelText(text: string, path: string): LoadedModel {
  return loadModel(text, path, { readList: listReader(path) });
}

/** The model that is shipped. */
export function loadDefaultModel(): LoadedModel {
  const path = join(packageRoot(), DEFAULT_MODEL);
  return loadModel(readText(path), DEFAULT_MODEL, { readList: listReader(path) });
}

export function printWarnings(output: Output, loaded: LoadedModel): void {
  for (const problem of loaded.warnings) output.write(`warning: ${printProblem(problem)}\n`);
}
