import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { loadAlerts } from '../alerts/load.js';
import type { ModelNames } from '../language/decision-fields.js';
import { loadLifecycle } from '../lifecycle/load.js';
import { loadMapping } from '../mapping/load.js';
import { loadModel } from '../scoring/load.js';
import { readAgain } from '../store/cursors.js';
import { type DocumentKind, publishDocument } from '../store/documents.js';
import { markWorkspaceDirty } from '../store/leads.js';
import { withTransaction } from '../store/pool.js';
import { modelNames } from './documents.js';

/**
 * Checks the documents of config/ and mappings/ as they are together.
 * @throws DocumentError with file, line and path of what is wrong
 */
function checkFiles(
  files: readonly { kind: DocumentKind; path: string; text: string }[],
  root: string,
): void {
  const readList = (path: string) => readFileSync(join(root, path), 'utf8');
  const of = (kind: DocumentKind) => files.filter((file) => file.kind === kind);
  let names: ModelNames | undefined;
  for (const { text, path } of of('model')) {
    const { model } = loadModel(text, path, { readList });
    names ??= modelNames(model);
  }
  const transitions = of('lifecycle').flatMap(
    ({ text, path }) => loadLifecycle(text, path, names).lifecycle.transitions,
  );
  for (const { text, path } of of('alerts')) {
    loadAlerts(text, path, { ...(names && { model: names }), transitions });
  }
  for (const { text, path } of of('mapping')) loadMapping(text, path);
}

/**
 * Publishes the documents of config/ and mappings/. A file that was edited becomes the next version at the
 * next start; one that is as it was at the last start changes nothing, so that what somebody else published
 * since stays in force. A mistake is refused before anything is stored.
 */
export async function publishShipped(
  pool: pg.Pool,
  workspace: number,
  root: string,
  crms: readonly string[],
): Promise<void> {
  const shipped: { kind: DocumentKind; name: string; path: string }[] = [
    { kind: 'model', name: 'b2b-default', path: 'config/scoring/b2b-default.yaml' },
    { kind: 'lifecycle', name: 'default', path: 'config/lifecycle.yaml' },
    { kind: 'alerts', name: 'default', path: 'config/alerts.yaml' },
    ...crms.map((crm) => ({
      kind: 'mapping' as const,
      name: crm,
      path: `mappings/${crm}.yaml`,
    })),
  ];
  const files = shipped.map((file) => ({
    ...file,
    text: readFileSync(join(root, file.path), 'utf8'),
  }));
  checkFiles(files, root);
  for (const { kind, name, path, text } of files) {
    const by = { who: 'file', reason: `${path} as found at the start` };
    await withTransaction(pool, async (db) => {
      const { rows } = await db.query<{ text: string }>(
        `select text from documents where workspace = $1 and kind = $2 and name = $3 and who = 'file'
         order by version desc limit 1`,
        [workspace, kind, name],
      );
      // The file is as it was: what somebody published since stays in force.
      if (rows[0]?.text === text) return;
      const { version, isNew } = await publishDocument(db, workspace, { kind, name, text }, by);
      if (!isNew || version === 1) return;
      if (kind === 'mapping') await readAgain(db, workspace, name);
      await markWorkspaceDirty(db, workspace);
    });
  }
}
