import type pg from 'pg';
import { type CompiledAlerts, loadAlerts } from '../alerts/load.js';
import type { ModelNames } from '../language/decision-fields.js';
import { PlumblineError } from '../lib/errors.js';
import { loadLifecycle } from '../lifecycle/load.js';
import type { CompiledLifecycle } from '../lifecycle/types.js';
import type { CompiledMapping } from '../mapping/compile.js';
import { loadMapping } from '../mapping/load.js';
import { compileModel } from '../scoring/compile.js';
import { loadModel } from '../scoring/load.js';
import type { Model } from '../scoring/schema.js';
import type { Scorer } from '../scoring/types.js';
import type { Account } from '../store/accounts.js';
import { readDocuments, type StoredDocument } from '../store/documents.js';

export interface LiveModel {
  readonly model: Model;
  readonly scorer: Scorer;
}

/** The documents in force of a workspace, compiled. */
export interface Documents {
  /** Fitted to what the account has. */
  mapping(account: Account): Promise<CompiledMapping>;
  /** The primary model first. */
  models(workspace: number): Promise<readonly LiveModel[]>;
  lifecycle(workspace: number): Promise<CompiledLifecycle>;
  alerts(workspace: number): Promise<CompiledAlerts>;
}

/** What a model offers to the conditions of lifecycle and alerts. */
export function modelNames({ dimensions, thresholds = {}, lists }: Model): ModelNames {
  return { dimensions: Object.keys(dimensions), thresholds: Object.keys(thresholds), lists };
}

/** How long a look at the newest versions is good for, milliseconds. */
const FRESH = 1_000;

interface InForce {
  readonly at: number;
  readonly documents: Promise<readonly StoredDocument[]>;
}

/** Compiles each version once; sees what other processes publish within a second. */
export function createDocuments(
  pool: pg.Pool,
  readList: (path: string) => string,
  monotonic: () => number = () => performance.now(),
): Documents {
  const inForce = new Map<number, InForce>();
  const compiled = new Map<string, unknown>();

  const all = (workspace: number): Promise<readonly StoredDocument[]> => {
    const known = inForce.get(workspace);
    if (known && monotonic() - known.at < FRESH) return known.documents;
    const documents = readDocuments(pool, workspace);
    inForce.set(workspace, { at: monotonic(), documents });
    documents.catch(() => inForce.delete(workspace));
    return documents;
  };
  const once = <T>(key: string, make: () => T): T => {
    if (!compiled.has(key)) compiled.set(key, make());
    return compiled.get(key) as T;
  };
  const only = async (workspace: number, kind: StoredDocument['kind'], name?: string) => {
    const found = (await all(workspace)).filter(
      (one) => one.kind === kind && (name === undefined || one.name === name),
    );
    const [document] = found;
    if (!document) {
      throw new PlumblineError(
        'no-document',
        `The workspace has no ${kind}${name ? ` ${name}` : ''}; start the app once to publish the shipped one.`,
      );
    }
    return document;
  };
  const models = async (workspace: number): Promise<readonly LiveModel[]> => {
    const stored = (await all(workspace)).filter((one) => one.kind === 'model');
    return stored.map((one) =>
      once(`${workspace}/model/${one.name}/${one.version}`, () => {
        const { model } = loadModel(one.text, `${one.name}.yaml`, { readList });
        // Our version counts publications; the number in the file is its author's.
        const versioned = { ...model, version: one.version };
        return { model: versioned, scorer: compileModel(versioned) };
      }),
    );
  };
  /** What the primary model offers to the conditions of lifecycle and alerts. */
  const names = async (workspace: number): Promise<ModelNames> => {
    const [primary] = await models(workspace);
    if (!primary) throw new PlumblineError('no-document', 'The workspace has no scoring model.');
    return modelNames(primary.model);
  };

  const lifecycle = async (workspace: number): Promise<CompiledLifecycle> => {
    const document = await only(workspace, 'lifecycle');
    const model = await names(workspace);
    const key = `${workspace}/lifecycle/${document.version}/${JSON.stringify(model)}`;
    return once(key, () => loadLifecycle(document.text, 'config/lifecycle.yaml', model).lifecycle);
  };

  return {
    models,
    async mapping(account) {
      const document = await only(account.workspace, 'mapping', account.crm);
      const key = `${account.id}/mapping/${document.version}/${account.connectedAt}`;
      return once(key, () => {
        const properties = Object.fromEntries(
          Object.entries(account.properties).map(([object, list]) => [
            object,
            list.map((name) => ({ name })),
          ]),
        );
        const file = `mappings/${account.crm}.yaml`;
        return loadMapping(document.text, file, { properties, missing: 'drop' }).mapping;
      });
    },
    lifecycle,
    async alerts(workspace) {
      const document = await only(workspace, 'alerts');
      const model = await names(workspace);
      const { transitions } = await lifecycle(workspace);
      const key = `${workspace}/alerts/${document.version}/${JSON.stringify(model)}`;
      return once(
        key,
        () => loadAlerts(document.text, 'config/alerts.yaml', { model, transitions }).alerts,
      );
    },
  };
}
