/** What held for all leads of a workspace at a moment in the past. */
import { z } from 'zod';
import type { Connector } from '../../connectors/connector.js';
import { companySpan, namedFields } from '../language/computed.js';
import { parseDocument, readDocument } from '../language/document.js';
import { EVENTS_SOURCE } from '../lead/event.js';
import { PlumblineError } from '../lib/errors.js';
import type { CompiledMapping } from '../mapping/compile.js';
import { eventsMapping, withDelivered } from '../mapping/events.js';
import type { Model } from '../scoring/schema.js';
import { type Account, listSources } from '../store/accounts.js';
import { type LinkRoles, readAllVersions, readDocumentsAsOf } from '../store/as-of.js';
import { readVersion } from '../store/documents.js';
import { readDelivered } from '../store/events.js';
import { readHistoryStarts } from '../store/history-starts.js';
import type { Queryable } from '../store/pool.js';
import type { Moment } from '../store/records.js';
import { accountMapping } from './account-mapping.js';
import { completeFrom } from './complete-from.js';
import { objectsOf } from './gather.js';

export interface AsOfOptions {
  /** By what had happened by then (default), or by what had been learnt by then: for training. */
  readonly known?: Moment['known'];
  /** The version of the mappings; the one in force then unless it is named. */
  readonly mapping?: number;
  /**
   * Whose fields the history must be complete for; without it everything that the mappings read. Only with
   * it the people of companies are looked at, where it asks for them.
   */
  readonly model?: Model;
}

/** What holds for all leads of a workspace at a moment in the past. */
export interface Past {
  readonly workspace: number;
  readonly moment: Moment;
  readonly mappings: ReadonlyMap<number, CompiledMapping>;
  /** By account: from when on its history is complete; null when it is not yet. */
  readonly complete: ReadonlyMap<number, number | null>;
  readonly roles: readonly LinkRoles[];
  /** How far back what people of companies did is asked for, milliseconds; null when it is not. */
  readonly companySpan: number | null;
  /** Transitions that start a lead afresh. */
  readonly restarts: readonly string[];
}

const restartsSchema = z.looseObject({
  transitions: z.array(z.looseObject({ id: z.string(), restart: z.boolean().optional() })),
});

async function readRestarts(db: Queryable, workspace: number): Promise<string[]> {
  const versions = await readAllVersions(db, workspace, 'lifecycle');
  const ids = versions.flatMap(({ text, name }) =>
    parseDocument(readDocument(text, `${name}.yaml`), restartsSchema)
      .transitions.filter(({ restart }) => restart)
      .map(({ id }) => id),
  );
  return [...new Set(ids)];
}

async function mappingThen(
  db: Queryable,
  account: Account,
  inForce: ReadonlyMap<string, string>,
  version: number | undefined,
): Promise<CompiledMapping> {
  const { workspace, crm } = account;
  const text =
    version === undefined
      ? inForce.get(crm)
      : await readVersion(db, workspace, { kind: 'mapping', name: crm }, version);
  if (text !== undefined) return accountMapping(account, text);
  throw new PlumblineError(
    'no-document',
    `The workspace has no ${version === undefined ? '' : `version ${version} of the `}mapping ${crm}.`,
    { status: 404 },
  );
}

/** Reads what leads of a workspace were mapped by at a moment, milliseconds. */
export async function readPast(
  db: Queryable,
  connectors: ReadonlyMap<string, Connector>,
  workspace: number,
  at: number,
  { known = 'happened', mapping: version, model }: AsOfOptions = {},
): Promise<Past> {
  const documents = await readDocumentsAsOf(db, workspace, at);
  const texts = documents.filter(({ kind }) => kind === 'mapping');
  const inForce = new Map(texts.map(({ name, text }) => [name, text]));
  const mappings = new Map<number, CompiledMapping>();
  const complete = new Map<number, number | null>();
  const roles: LinkRoles[] = [];
  const delivered = await readDelivered(db, workspace, { at, known });
  for (const account of await listSources(db)) {
    if (account.workspace === workspace && account.crm === EVENTS_SOURCE) {
      // Told whole by itself, and linked to nothing.
      mappings.set(account.id, withDelivered(eventsMapping(), delivered));
      complete.set(account.id, 0);
      continue;
    }
    const connector = connectors.get(account.crm);
    if (account.workspace !== workspace || !connector) continue;
    const mapping = await mappingThen(db, account, inForce, version);
    mappings.set(account.id, withDelivered(mapping, delivered));
    const starts = await readHistoryStarts(db, account);
    complete.set(account.id, completeFrom(connector, mapping, starts, model));
    roles.push({
      account: account.id,
      companies: objectsOf(connector, 'company'),
      deals: objectsOf(connector, 'deal'),
      engagements: objectsOf(connector, 'engagement'),
    });
  }
  const restarts = await readRestarts(db, workspace);
  const span = companySpan(namedFields(model));
  return {
    workspace,
    moment: { at, known },
    mappings,
    complete,
    roles,
    companySpan: span,
    restarts,
  };
}
