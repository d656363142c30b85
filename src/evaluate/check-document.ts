/** Whether a document that somebody works on could be published, and what speaks against it. */
import { DocumentError, type Problem } from '../language/document.js';
import { loadMapping } from '../mapping/load.js';
import { exampleProblems } from '../scoring/example-problems.js';
import { loadModel } from '../scoring/load.js';
import { type Account, listAccounts } from '../store/accounts.js';
import { readDocuments } from '../store/documents.js';
import type { DocumentKey } from '../store/drafts.js';
import type { Queryable } from '../store/pool.js';
import { accountProperties } from './account-mapping.js';

export interface CheckDependencies {
  readonly pool: Queryable;
  readList(path: string): string;
  clock(): number;
}

export interface Checked {
  /** Each keeps it from being published. */
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

function problemsOf<T>(load: () => T): {
  readonly problems: readonly Problem[];
  readonly loaded?: T;
} {
  try {
    return { problems: [], loaded: load() };
  } catch (error) {
    if (error instanceof DocumentError) return { problems: error.problems };
    throw error;
  }
}

function checkModel(deps: CheckDependencies, name: string, text: string): Checked {
  const file = `${name}.yaml`;
  const { problems, loaded } = problemsOf(() => loadModel(text, file, { readList: deps.readList }));
  if (!loaded) return { problems, warnings: [] };
  const own = loaded.model.model;
  const line = text.split('\n').findIndex((one) => /^["']?model["']?\s*:/.test(one)) + 1;
  const misnamed: Problem = {
    file,
    line: Math.max(1, line),
    column: 1,
    path: 'model',
    message: `the model calls itself "${own}", but this is the draft of "${name}"`,
    suggestion: name,
  };
  return {
    problems: [
      ...(own === name ? [] : [misnamed]),
      ...exampleProblems(loaded.model, text, file, deps.clock()),
    ],
    warnings: loaded.warnings,
  };
}

/** A mapping's problems with what an account has. */
function mappingProblems(text: string, crm: string, account: Account | null) {
  return problemsOf(() =>
    loadMapping(text, `mappings/${crm}.yaml`, {
      ...(account && { properties: accountProperties(account), missing: 'refuse' }),
    }),
  );
}

/**
 * A property that an account lacks is refused, unless the version in force names it already: what was
 * shipped for accounts with more products must not keep a person from editing the rest.
 */
async function checkMapping(
  deps: CheckDependencies,
  workspace: number,
  crm: string,
  text: string,
): Promise<Checked> {
  const accounts = (await listAccounts(deps.pool, workspace)).filter((one) => one.crm === crm);
  const documents = await readDocuments(deps.pool, workspace);
  const inForce = documents.find((one) => one.kind === 'mapping' && one.name === crm)?.text;
  const problems = new Map<string, Problem>();
  const warnings = new Map<string, Problem>();
  for (const account of accounts.length > 0 ? accounts : [null]) {
    const found = mappingProblems(text, crm, account);
    const known = inForce === undefined ? [] : mappingProblems(inForce, crm, account).problems;
    for (const one of found.problems) {
      const old = known.some(({ message }) => message === one.message);
      (old ? warnings : problems).set(`${one.path} ${one.message}`, one);
    }
    for (const one of found.loaded?.warnings ?? []) warnings.set(`${one.path} ${one.message}`, one);
  }
  return { problems: [...problems.values()], warnings: [...warnings.values()] };
}

export async function checkDocument(
  deps: CheckDependencies,
  workspace: number,
  { kind, name }: DocumentKey,
  text: string,
): Promise<Checked> {
  switch (kind) {
    case 'model':
      return checkModel(deps, name, text);
    case 'mapping':
      return checkMapping(deps, workspace, name, text);
    case 'lifecycle':
    case 'alerts':
      throw new Error(`a ${kind} document cannot be worked on here yet`);
  }
}
