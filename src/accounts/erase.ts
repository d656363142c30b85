/** Erasing a person at once, because a person asked for it. */
import type pg from 'pg';
import { PlumblineError } from '../lib/errors.js';
import { writeAudit } from '../store/audit.js';
import { eraseDue } from '../store/erase.js';
import { askErasures } from '../store/erasures.js';
import { findPersonRecords, type PersonSearch } from '../store/persons.js';
import { withTransaction } from '../store/pool.js';
import { keyOf, type RecordKey } from '../store/records.js';

export interface EraseDependencies {
  readonly pool: pg.Pool;
  /** Keyed hash of a record's key, as ingest knows it. */
  hash(key: string): string;
}

export interface ErasablePerson {
  readonly records: readonly RecordKey[];
  readonly leads: readonly number[];
}

/** Everything that stands for the person. Throws `nobody-found` when nothing does. */
export async function findPerson(
  pool: pg.Pool,
  workspace: number,
  search: PersonSearch,
): Promise<ErasablePerson> {
  const found = await findPersonRecords(pool, workspace, search);
  if (found.length === 0) {
    const what = 'email' in search ? 'this e-mail address' : 'this record';
    throw new PlumblineError(
      'nobody-found',
      `Nobody is known here by ${what}. Look it up in the CRM, or erase by record: --record crm/portal/object/id.`,
      { status: 404 },
    );
  }
  const leads = new Set(found.map(({ lead }) => lead).filter((lead) => lead !== null));
  return {
    records: found.map(({ lead: _, ...key }) => key),
    leads: [...leads],
  };
}

/**
 * Erases the records with their history, activities, scores and alerts, and the leads that nothing else
 * stands for. What arrives later about them is dropped, until the CRM creates them anew.
 * @returns how many records were erased.
 */
export async function erasePerson(
  deps: EraseDependencies,
  workspace: number,
  person: ErasablePerson,
  options: { readonly now: number; readonly who: string },
): Promise<number> {
  const hash = (key: RecordKey) => deps.hash(keyOf(key));
  await withTransaction(deps.pool, async (db) => {
    // No delivery has to be waited for: the tombstone stands before the data goes.
    const erasures = person.records.map((key) => ({ ...key, delivery: 0 }));
    await askErasures(db, erasures, hash, options.now);
    const about = `${person.records.length} records`;
    await writeAudit(db, workspace, options.who, 'person.erase.ask', about);
  });
  let erased = 0;
  for (let count = -1; count !== 0; erased += count) count = await eraseDue(deps.pool, hash);
  return erased;
}
