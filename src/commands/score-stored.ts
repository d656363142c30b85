import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../app.js';
import { leadsAsOf } from '../evaluate/as-of.js';
import { type Past, readPast } from '../evaluate/past.js';
import { type CompiledModel, compileStored, versionFor } from '../evaluate/scored-model.js';
import { PlumblineError } from '../lib/errors.js';
import { packageRoot } from '../lib/root.js';
import { compileModel } from '../scoring/compile.js';
import { scoreToJson } from '../scoring/json.js';
import type { LoadedModel } from '../scoring/load.js';
import { ensureWorkspace } from '../store/accounts.js';
import { listLeads, readDocumentsAsOf } from '../store/as-of.js';
import { readModels } from '../store/models.js';
import { type Io, UsageError, write } from './io.js';
import { loadModelFile, printWarnings } from './model-file.js';
import { createProgress } from './progress.js';
import { withApp } from './with-app.js';

export interface StoredOptions {
  /** A file; else the version of the primary model that was in force. */
  readonly model: string | undefined;
  /** Milliseconds. */
  readonly at: number;
  /** Our numbers; all leads when none is named. */
  readonly lead: readonly string[];
}

/** Leads scored together. */
const BATCH = 250;

function leadIds(texts: readonly string[]): number[] {
  const ids = texts.map((text) => {
    if (/^\d{1,15}$/.test(text)) return Number(text);
    throw new UsageError(`--lead is "${text.slice(0, 40)}"; expected a lead's number.`);
  });
  return [...new Set(ids)].sort((a, b) => a - b);
}

/** The primary model as it was published last by that moment. */
async function primaryModel(app: App, workspace: number, at: number): Promise<CompiledModel> {
  const [primary] = await readModels(app.pool, workspace);
  const documents = await readDocumentsAsOf(app.pool, workspace, at);
  const stored = documents.find(({ kind, name }) => kind === 'model' && name === primary?.name);
  if (!primary?.primary || !stored) {
    throw new PlumblineError(
      'no-primary-model',
      'The workspace has no primary scoring model; name one by --model FILE.',
    );
  }
  const readList = (path: string) => readFileSync(join(packageRoot(), path), 'utf8');
  return compileStored(stored, readList);
}

/** The batches of ids to score: the named ones, or all. */
async function* batches(
  app: App,
  past: Past,
  named: readonly number[],
): AsyncGenerator<readonly number[]> {
  if (named.length > 0) {
    for (let from = 0; from < named.length; from += BATCH) yield named.slice(from, from + BATCH);
    return;
  }
  for (let after = 0; ; ) {
    const ids = await listLeads(app.pool, past.workspace, after, BATCH);
    if (ids.length > 0) yield ids;
    after = ids.at(-1) ?? 0;
    if (ids.length < BATCH) return;
  }
}

const iso = (at: number): string => new Date(at).toISOString();

function incomplete(from: number | null, at: number): string {
  if (from === null) {
    return 'warning: the first load has not read everything that this model asks about yet; values may be missing.\n';
  }
  return from > at
    ? `warning: the history of what this model asks about is complete from ${iso(from)} only; what held at ${iso(at)} and is not known is missing.\n`
    : '';
}

/**
 * Scores stored leads as of a moment, from what had happened by then, one JSON object a line in the order
 * of their numbers. Warns on standard error when the history is not complete for that moment.
 * @returns the exit code: 1 when a named lead had no record then
 */
export async function scoreStored({ model, at, lead }: StoredOptions, io: Io): Promise<number> {
  const named = leadIds(lead);
  const file = model === undefined ? undefined : loadModelFile(model);
  if (file) printWarnings(io.stderr, file);
  return withApp(io, (app) => scoreLeads(app, io, { at, named, file }));
}

/** The same with an app that is open. `file` is the model to score by instead of the primary one. */
export async function scoreLeads(
  app: App,
  io: Pick<Io, 'stdout' | 'stderr'>,
  { at, named, file }: { at: number; named: readonly number[]; file: LoadedModel | undefined },
): Promise<number> {
  const workspace = await ensureWorkspace(app.pool, 'default');
  const model = file
    ? { model: file.model, scorer: compileModel(file.model) }
    : await primaryModel(app, workspace, at);
  const past = await readPast(app.pool, app.connectors, workspace, at, { model: model.model });
  const progress = createProgress(io.stderr);
  const warned = new Set<string>();
  let scored = 0;
  let missing = 0;
  for await (const ids of batches(app, past, named)) {
    const found = await leadsAsOf(app.pool, past, ids);
    let lines = '';
    for (const { input, completeFrom } of found) {
      lines += `${JSON.stringify(scoreToJson(versionFor(model, input.fields, at).scorer.score(input, at)))}\n`;
      warned.add(incomplete(completeFrom, at));
    }
    const there = new Set(found.map(({ lead }) => lead));
    const gone = named.length > 0 ? ids.filter((id) => !there.has(id)) : [];
    if (gone.length > 0) progress.done();
    await write(io.stderr, gone.map((id) => `lead ${id} had no record at ${iso(at)}\n`).join(''));
    await write(io.stdout, lines);
    scored += found.length;
    missing += gone.length;
    progress.update(`${scored} leads scored`);
  }
  progress.done();
  await write(io.stderr, [...warned].join(''));
  return missing === 0 ? 0 : 1;
}
