import type pg from 'pg';
import { type CompiledAlerts, loadAlerts } from '../alerts/load.js';
import { companySpan, namedFields } from '../language/computed.js';
import type { ModelNames } from '../language/decision-fields.js';
import { readDocument } from '../language/document.js';
import type { Channel } from '../lead/activity.js';
import { EVENTS_SOURCE } from '../lead/event.js';
import { PlumblineError } from '../lib/errors.js';
import { loadLifecycle } from '../lifecycle/load.js';
import type { CompiledLifecycle } from '../lifecycle/types.js';
import type { CompiledMapping } from '../mapping/compile.js';
import { eventsMapping, withDelivered } from '../mapping/events.js';
import { propertiesOf, withModels } from '../mapping/model-writes.js';
import type { Model } from '../scoring/schema.js';
import type { Account } from '../store/accounts.js';
import { readDocuments, type StoredDocument } from '../store/documents.js';
import { readDelivered } from '../store/events.js';
import { furtherLive, readModels, readStamp, type StoredModel } from '../store/models.js';
import type { Queryable } from '../store/pool.js';
import { accountMapping } from './account-mapping.js';
import { type CompiledModel, compileStored } from './scored-model.js';

/** A model that leads are scored by. */
export interface ScoredModel extends CompiledModel {
  /** What a shadow finds is stored and never written to a CRM. */
  readonly state: 'live' | 'shadow';
}

/** The documents in force of a workspace, compiled. */
export interface Documents {
  /** Fitted to what the account has; writes the results of further live models too. */
  mapping(account: Account): Promise<CompiledMapping>;
  /** The primary model first, then the other live ones, then the shadows; drafts are left out. */
  models(workspace: number): Promise<readonly ScoredModel[]>;
  lifecycle(workspace: number): Promise<CompiledLifecycle>;
  alerts(workspace: number): Promise<CompiledAlerts>;
  /** How far back what is in force looks at the activities of a lead's company, ms; null when it does not. */
  companySpan(workspace: number): Promise<number | null>;
  /**
   * Looks whether something was published since the last look, by the connection given. Whoever claims
   * leads asks after the claim: else a lead marked by a publication could be scored by what it replaced.
   */
  renew(db: Queryable, workspace: number): Promise<void>;
}

/** The mappings of these accounts, by account. */
export async function mappingsOf(
  documents: Pick<Documents, 'mapping'>,
  accounts: readonly Account[],
): Promise<Map<number, CompiledMapping>> {
  const mappings = new Map<number, CompiledMapping>();
  for (const account of accounts) mappings.set(account.id, await documents.mapping(account));
  return mappings;
}

/** What a model offers to the conditions of lifecycle and alerts. */
export function modelNames({ dimensions, thresholds = {}, lists }: Model): ModelNames {
  return { dimensions: Object.keys(dimensions), thresholds: Object.keys(thresholds), lists };
}

/** How long a look at the newest versions is good for, milliseconds. */
const FRESH = 1_000;

/** What is published in a workspace, as texts. */
export interface Published {
  readonly stamp: string;
  readonly documents: readonly StoredDocument[];
  readonly models: readonly StoredModel[];
  /** Channels that the events API has delivered. */
  readonly delivered: readonly Channel[];
}

interface InForce {
  readonly at: number;
  readonly published: Promise<Published>;
}

/**
 * The stamp is read first: what is published meanwhile is found at the next look. Texts last: every model
 * that is named has one.
 */
async function readPublished(pool: pg.Pool, workspace: number): Promise<Published> {
  const stamp = await readStamp(pool, workspace);
  const models = await readModels(pool, workspace);
  const delivered = await readDelivered(pool, workspace);
  return { stamp, models, delivered, documents: await readDocuments(pool, workspace) };
}

/** A CRM's name of one of our properties. */
export type OutputName = (crm: string, output: string) => string;

/**
 * Compiles each version once; sees what other processes publish within a second. Without `outputName`
 * further live models are written only where the mapping says so. With `change` everything is as if
 * something else were published.
 */
export function createDocuments(
  pool: pg.Pool,
  readList: (path: string) => string,
  outputName?: OutputName,
  change: (published: Published) => Published = (published) => published,
): Documents {
  const inForce = new Map<number, InForce>();
  const versions = new Map<string, unknown>();

  const all = (workspace: number): Promise<Published> => {
    const known = inForce.get(workspace);
    if (known && performance.now() - known.at < FRESH) return known.published;
    const published = readPublished(pool, workspace).then(change);
    inForce.set(workspace, { at: performance.now(), published });
    published.catch(() => inForce.delete(workspace));
    return published;
  };
  const once = <T>(key: string, make: () => T): T => {
    if (!versions.has(key)) versions.set(key, make());
    return versions.get(key) as T;
  };
  const only = async (workspace: number, kind: StoredDocument['kind'], name?: string) => {
    const found = (await all(workspace)).documents.filter(
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
  const models = async (workspace: number): Promise<readonly ScoredModel[]> => {
    const { documents, models: stored } = await all(workspace);
    const made = ({ name, state }: StoredModel): readonly ScoredModel[] => {
      const document = documents.find((one) => one.kind === 'model' && one.name === name);
      if (!document || state === 'draft') return [];
      const key = `${workspace}/model/${name}/${document.version}`;
      const compiled = once(key, () => compileStored(document, readList));
      return [{ ...compiled, state }];
    };
    const primary = stored.filter((one) => one.primary).flatMap(made);
    if (primary.length === 0) {
      throw new PlumblineError(
        'no-primary-model',
        'The workspace has no primary scoring model: plumbline model apply FILE --primary.',
      );
    }
    return [...primary, ...stored.filter((one) => !one.primary).flatMap(made)];
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

  const alerts = async (workspace: number): Promise<CompiledAlerts> => {
    const document = await only(workspace, 'alerts');
    const model = await names(workspace);
    const { transitions } = await lifecycle(workspace);
    const key = `${workspace}/alerts/${document.version}/${JSON.stringify(model)}`;
    return once(
      key,
      () => loadAlerts(document.text, 'config/alerts.yaml', { model, transitions }).alerts,
    );
  };

  return {
    models,
    async mapping(account) {
      const { models: stored, delivered } = await all(account.workspace);
      if (account.crm === EVENTS_SOURCE) return withDelivered(eventsMapping(), delivered);
      const document = await only(account.workspace, 'mapping', account.crm);
      const key = `${account.id}/mapping/${document.version}/${account.connectedAt}`;
      const mapping = once(key, () => accountMapping(account, document.text));
      const further = furtherLive(stored);
      const others = stored.map(({ name }) => name).filter((name) => !further.includes(name));
      const nameOf = (output: string) => outputName?.(account.crm, output);
      const models = `${further.join(' ')}/${others.join(' ')}`;
      return once(`${key}/${models}/${delivered.join(' ')}`, () => {
        const writes = withModels(mapping.writes, further, nameOf);
        const held = new Set(Object.values(writes).map(({ property }) => property));
        const retired = propertiesOf(others, mapping.writes, nameOf);
        return {
          ...withDelivered(mapping, delivered),
          writes,
          retired: retired.filter((property) => !held.has(property)),
        };
      });
    },
    lifecycle,
    async companySpan(workspace) {
      const { documents, models: stored } = await all(workspace);
      const drafts = stored.filter(({ state }) => state === 'draft').map(({ name }) => name);
      const asking = documents.filter(
        ({ kind, name }) => kind !== 'mapping' && !(kind === 'model' && drafts.includes(name)),
      );
      // By the words alone: what cannot be compiled any more must not stop those who ask.
      const fields = asking.flatMap(({ kind, name, version, text, pilot }) =>
        once(`${workspace}/fields/${kind}/${name}/${version}`, () =>
          [text, ...(pilot ? [pilot.text] : [])].flatMap((one) => [
            ...namedFields(readDocument(one, `${name}.yaml`).value),
          ]),
        ),
      );
      return companySpan(fields);
    },
    async renew(db, workspace) {
      const known = inForce.get(workspace);
      if (!known) return;
      const { stamp } = await known.published;
      if (stamp !== (await readStamp(db, workspace))) inForce.delete(workspace);
    },
    alerts,
  };
}
