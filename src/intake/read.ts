import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Connector, ObjectNeed, Session } from '../../connectors/connector.js';
import { CrmError } from '../lead/crm-error.js';
import type { Page } from '../lead/page.js';
import type { Spender } from '../lead/spending.js';
import { messageOf } from '../lib/errors.js';
import type { CompiledMapping } from '../mapping/compile.js';
import type { Account } from '../store/accounts.js';
import { insertDeliveries } from '../store/deliveries.js';
import type { Queryable } from '../store/pool.js';

/** What the reading steps need: fetch, poll, backfill and sweep. */
export interface ReadDependencies extends Spender<Account> {
  readonly pool: pg.Pool;
  readonly leaseMs: number;
  /** Between two polls of a feed that has nothing more, milliseconds. */
  readonly pollIntervalMs: number;
  account(id: number): Promise<Account | null>;
  session(account: Account): Promise<Session>;
  connector(crm: string): Connector;
  /** What the mapping in force needs of each object. */
  needs(account: Account): Promise<readonly ObjectNeed[]>;
  mapping(account: Account): Promise<CompiledMapping>;
  trouble(account: Account, error: CrmError): Promise<void>;
}

/** A read enters like everything else: as a delivery, to be split and applied. */
export async function storePage(db: Queryable, account: Account, page: Page): Promise<void> {
  if (page.snapshots.length === 0 && page.missing.length === 0) return;
  const background = page.origin === 'backfill' || page.origin === 'sweep';
  await insertDeliveries(db, [
    {
      route: account.crm,
      kind: 'page',
      account: account.id,
      body: Buffer.from(JSON.stringify(page)),
      priority: background ? 1 : 0,
    },
  ]);
}

/** Whether the way in which the account is connected has its changes pushed. */
export function isPushed(
  { connector }: Pick<ReadDependencies, 'connector'>,
  { crm, way }: { readonly crm: string; readonly way: string },
): boolean {
  return connector(crm).declaration.ways.find(({ id }) => id === way)?.push ?? false;
}

export function newToken(): string {
  return randomUUID();
}

/** Waits 2 s, 8 s, 32 s … up to ten minutes after failures in a row, longer when the CRM says so. */
export function readRetry(error: unknown, attempts: number): { waitMs: number; reason: string } {
  const asked = error instanceof CrmError ? error.waitMs : 0;
  const own =
    error instanceof CrmError && error.kind === 'wait'
      ? 250
      : Math.min(2_000 * 4 ** Math.max(attempts - 1, 0), 600_000);
  return { waitMs: Math.max(asked, own), reason: messageOf(error).slice(0, 500) };
}

export function asCrmError(error: unknown): CrmError {
  return error instanceof CrmError
    ? error
    : new CrmError('transient', messageOf(error), { cause: error });
}
