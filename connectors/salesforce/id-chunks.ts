import { chunks } from '../kit/batch.js';

/** Ids that fit into the address of a query beside some fields, at 23 bytes each. */
const IDS_A_QUERY = 500;

/** Parts of a list of ids, each small enough for one query. */
export function idChunks(ids: readonly string[]): string[][] {
  return chunks(ids, IDS_A_QUERY);
}
