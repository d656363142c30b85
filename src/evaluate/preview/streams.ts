/** What scoring everybody anew means to the streams of changes by which our writes come back. */
import type { Connector } from '../../../connectors/connector.js';
import { streamedObjects, tooManyWrites } from '../../lead/allowance.js';
import type { Queryable } from '../../store/pool.js';
import { countWritten, readPausable } from '../../store/stream-allowances.js';

export interface StreamEffect {
  /** Objects of which each write comes back. */
  readonly objects: ReadonlySet<string>;
  /** Events that the CRM allows in a day, all its apps together; null: it has not told. */
  readonly limit: number | null;
  /** The stream is let go of while leads are scored anew and written. */
  readonly pauses: boolean;
}

/** By account; those without a stream are left out. */
export async function streamEffects(
  db: Queryable,
  connectors: ReadonlyMap<string, Connector>,
): Promise<ReadonlyMap<number, StreamEffect>> {
  const effects = new Map<number, StreamEffect>();
  for (const { account, crm, limit, objects: told } of await readPausable(db)) {
    const declaration = connectors.get(crm)?.declaration;
    const share = declaration?.limits.ownEventsShare;
    if (declaration === undefined || share === undefined) continue;
    const objects = streamedObjects(told, declaration.personObjects);
    // As the stream is decided of: whoever is scored anew may be written.
    const writes = await countWritten(db, account, objects);
    const pauses = tooManyWrites(writes, limit === null ? null : { limit }, share);
    effects.set(account, { objects: new Set(objects), limit, pauses });
  }
  return effects;
}
