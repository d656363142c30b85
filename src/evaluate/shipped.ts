import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { loadAlerts } from '../alerts/load.js';
import { loadLifecycle } from '../lifecycle/load.js';
import { loadMapping } from '../mapping/load.js';
import { loadModel } from '../scoring/load.js';
import type { Model } from '../scoring/schema.js';
import { readAgain } from '../store/cursors.js';
import {
  type DocumentKind,
  noteShippedFile,
  publishDocument,
  readDocuments,
} from '../store/documents.js';
import { markWorkspaceDirty } from '../store/leads.js';
import { lockPublishing, readModels, saveModel } from '../store/models.js';
import { type Queryable, withTransaction } from '../store/pool.js';
import { modelNames } from './documents.js';

interface ShippedFile {
  readonly kind: DocumentKind;
  /** Of a model: what it calls itself. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

const MODEL = 'config/scoring/b2b-default.yaml';

/** The primary model of the workspace, else the shipped one that is to become it. */
async function primaryModel(
  db: Queryable,
  workspace: number,
  shipped: Model,
  readList: (path: string) => string,
): Promise<Model> {
  const [primary] = await readModels(db, workspace);
  if (!primary?.primary || primary.name === shipped.model) return shipped;
  const documents = await readDocuments(db, workspace);
  const stored = documents.find((one) => one.kind === 'model' && one.name === primary.name);
  return stored ? loadModel(stored.text, `${stored.name}.yaml`, { readList }).model : shipped;
}

/**
 * Reads the documents of config/ and mappings/ and checks them together, with the model that is primary.
 * @throws DocumentError with file, line and path of what is wrong
 */
async function readFiles(
  db: Queryable,
  workspace: number,
  root: string,
  crms: readonly string[],
): Promise<ShippedFile[]> {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const file = (kind: DocumentKind, name: string, path: string): ShippedFile => ({
    kind,
    name,
    path,
    text: read(path),
  });
  const { model } = loadModel(read(MODEL), MODEL, { readList: read });
  const names = modelNames(await primaryModel(db, workspace, model, read));
  const lifecycle = file('lifecycle', 'default', 'config/lifecycle.yaml');
  const { transitions } = loadLifecycle(lifecycle.text, lifecycle.path, names).lifecycle;
  const alerts = file('alerts', 'default', 'config/alerts.yaml');
  loadAlerts(alerts.text, alerts.path, { model: names, transitions });
  const mappings = crms.map((crm) => file('mapping', crm, `mappings/${crm}.yaml`));
  for (const { text, path } of mappings) loadMapping(text, path);
  return [file('model', model.model, MODEL), lifecycle, alerts, ...mappings];
}

/** The first model of a workspace drives it; one that comes later is watched before it does anything. */
async function enterModel(db: Queryable, workspace: number, name: string): Promise<void> {
  const models = await readModels(db, workspace);
  if (models.some((one) => one.name === name)) return;
  const primary = !models.some((one) => one.primary);
  await saveModel(db, workspace, { name, state: primary ? 'live' : 'shadow', primary });
}

/**
 * Publishes the documents of config/ and mappings/. A file that was edited becomes the next version at the
 * next start; one that is as it was at the last start changes nothing, so that what somebody else published
 * since stays in force. A model goes by the name it gives itself. A mistake is refused before anything is
 * stored.
 */
export async function publishShipped(
  pool: pg.Pool,
  workspace: number,
  root: string,
  crms: readonly string[],
): Promise<void> {
  for (const file of await readFiles(pool, workspace, root, crms)) {
    const by = { who: 'file', reason: `${file.path} as found at the start` };
    await withTransaction(pool, async (db) => {
      await lockPublishing(db, workspace);
      if (!(await noteShippedFile(db, workspace, file))) return;
      const { version, isNew } = await publishDocument(db, workspace, file, by);
      if (file.kind === 'model') await enterModel(db, workspace, file.name);
      if (!isNew || (version === 1 && file.kind !== 'model')) return;
      if (file.kind === 'mapping') await readAgain(db, workspace, file.name);
      await markWorkspaceDirty(db, workspace, { remap: file.kind === 'mapping' });
    });
  }
}
