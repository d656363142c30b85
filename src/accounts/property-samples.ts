/** What an account's records look like, read on demand for whoever edits a mapping; never stored. */
import type { Connector, PropertyDescription, Session } from '../../connectors/connector.js';
import type { Clock } from '../lib/clock.js';
import type { Account } from '../store/accounts.js';

export interface SampleDependencies {
  readonly clock: Clock;
  connector(crm: string): Connector;
  session(account: Account): Promise<Session>;
  /** Ids of records that we know, old and new ones. */
  ids(account: Account, object: string, limit: number): Promise<readonly string[]>;
  /** Told of the properties that the account has now. */
  described(account: Account, object: string, names: readonly string[]): Promise<void>;
}

export interface SampleRecord {
  readonly record: string;
  readonly values: Readonly<Record<string, string | null>>;
}

export interface ObjectSample {
  /** Milliseconds since the epoch. */
  readonly readAt: number;
  readonly properties: readonly PropertyDescription[];
  readonly records: readonly SampleRecord[];
}

export interface PropertySamples {
  /** The sample of the last hour, else a new one; `fresh` reads anew. Throws `CrmError`. */
  of(account: Account, object: string, fresh?: boolean): Promise<ObjectSample>;
  /** Forgets everything. */
  close(): void;
}

/** Records of a sample. */
export const SAMPLE = 100;
const KEEP_MS = 3_600_000;
/** Samples kept at once, over all accounts: the oldest goes first. */
const MOST = 24;

interface Kept {
  readonly at: number;
  readonly sample: Promise<ObjectSample>;
  readonly timer: NodeJS.Timeout;
}

async function knownIds(
  deps: SampleDependencies,
  session: Session,
  account: Account,
  object: string,
): Promise<readonly string[]> {
  const known = await deps.ids(account, object, SAMPLE);
  if (known.length > 0) return known;
  const need = { object, properties: [], rollups: [], history: [], links: [] };
  const { page } = await session.backfill(need, null);
  return page.snapshots.map(({ record }) => record);
}

async function read(
  deps: SampleDependencies,
  account: Account,
  object: string,
): Promise<ObjectSample> {
  const session = await deps.session(account);
  const description = await session.describe([object]);
  const properties = description.properties[object] ?? [];
  const names = properties.map(({ name }) => name);
  await deps.described(account, object, names);
  const most = Math.min(SAMPLE, deps.connector(account.crm).declaration.limits.readBatch);
  const ids = (await knownIds(deps, session, account, object)).slice(0, most);
  const need = { object, properties: names, rollups: [], history: [], links: [] };
  const page = ids.length > 0 ? await session.fetch(need, ids, false, 'live') : null;
  const records = (page?.snapshots ?? []).map(({ record, properties: values }) => ({
    record,
    values,
  }));
  return { readAt: deps.clock(), properties, records };
}

/**
 * Reads about a hundred records of an object with all their properties, in one batch within the account's
 * call budget. What was read is customers' data: it stays in memory for an hour and nowhere else.
 */
export function createPropertySamples(deps: SampleDependencies): PropertySamples {
  const kept = new Map<string, Kept>();
  const forget = (key: string): void => {
    clearTimeout(kept.get(key)?.timer);
    kept.delete(key);
  };
  return {
    of(account, object, fresh = false) {
      const key = `${account.id}/${account.connectedAt}/${object}`;
      const known = kept.get(key);
      const good = known !== undefined && deps.clock() - known.at < KEEP_MS;
      if (known && good && !fresh) return known.sample;
      forget(key);
      const sample = read(deps, account, object);
      const timer = setTimeout(() => forget(key), KEEP_MS);
      timer.unref();
      kept.set(key, { at: deps.clock(), sample, timer });
      sample.catch(() => {
        if (kept.get(key)?.sample === sample) forget(key);
      });
      const [oldest] = kept.keys();
      if (kept.size > MOST && oldest !== undefined) forget(oldest);
      return sample;
    },
    close() {
      for (const key of [...kept.keys()]) forget(key);
    },
  };
}
