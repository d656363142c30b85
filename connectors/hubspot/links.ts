import type { Link } from '../../src/lead/change.js';
import type { Priority } from '../connector.js';
import { chunks } from '../kit/batch.js';
import { arrayOf, idOf, objectOf, textOf } from '../kit/json.js';
import type { HubSpotApi } from './client.js';

/** HubSpot docs: Associate records; at most so many records a call. */
const ASSOCIATION_BATCH = 1_000;

/** Type ids that mark the primary link (HubSpot docs: Association type ids). */
const PRIMARY_TYPE: Readonly<Record<string, number>> = {
  'contacts companies': 1,
  'deals companies': 5,
};

/** All links of records of one object to another, by one call a thousand records. */
export async function readLinks(
  api: HubSpotApi,
  from: string,
  to: string,
  ids: readonly string[],
  priority: Priority,
): Promise<Map<string, Link[]>> {
  const links = new Map<string, Link[]>(ids.map((id) => [id, []]));
  let inputs: { id: string; after?: string }[] = ids.map((id) => ({ id }));
  while (inputs.length > 0) {
    const next: typeof inputs = [];
    for (const part of chunks(inputs, ASSOCIATION_BATCH)) {
      const body = await api.typed(
        { operation: `${from} ${to} links`, priority },
        // The client types `after` as required text.
        (client) =>
          client.crm.associations.v4.batchApi.getPage(from, to, {
            inputs: part as { id: string; after: string }[],
          }),
      );
      for (const row of arrayOf(objectOf(body).results))
        next.push(...collect(row, from, to, links));
    }
    inputs = next;
  }
  return links;
}

/** Adds one row's links; answers the inputs that ask for its next page. */
function collect(
  row: unknown,
  from: string,
  to: string,
  links: Map<string, Link[]>,
): { id: string; after: string }[] {
  const entry = objectOf(row);
  const id = idOf(objectOf(entry._from ?? entry.from).id);
  if (id === undefined) return [];
  const list = links.get(id) ?? [];
  links.set(id, list);
  for (const target of arrayOf(entry.to).map(objectOf)) {
    const record = idOf(target.toObjectId);
    if (record !== undefined) list.push(linkOf(record, from, to, arrayOf(target.associationTypes)));
  }
  const after = textOf(objectOf(objectOf(entry.paging).next).after);
  return after === undefined ? [] : [{ id, after }];
}

function linkOf(record: string, from: string, to: string, types: readonly unknown[]): Link {
  const primaryType = PRIMARY_TYPE[`${from} ${to}`];
  if (primaryType === undefined) return { record };
  return { record, primary: types.some((type) => objectOf(type).typeId === primaryType) };
}

/**
 * The links that a list or a single read carries inline (`associations`), or undefined when they go on
 * in another page. There each type of an association is a row of its own, the primary one named
 * `contact_to_company`, the plain one with an ending of its own.
 */
export function inlineLinks(
  record: unknown,
  from: string,
  to: string,
  primary: string | null | undefined,
): Link[] | undefined {
  const found = objectOf(objectOf(objectOf(record).associations)[to]);
  if (objectOf(objectOf(found.paging).next).after !== undefined) return undefined;
  const types = new Map<string, string[]>();
  for (const row of arrayOf(found.results).map(objectOf)) {
    const id = idOf(row.id);
    if (id !== undefined) types.set(id, [...(types.get(id) ?? []), textOf(row.type) ?? '']);
  }
  const marksPrimary = PRIMARY_TYPE[`${from} ${to}`] !== undefined;
  return [...types].map(([id, names]) =>
    marksPrimary
      ? {
          record: id,
          primary:
            primary === undefined
              ? names.some((name) => /^(contact|deal)_to_company$/.test(name))
              : primary === id,
        }
      : { record: id },
  );
}
