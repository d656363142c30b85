/** What a new mapping would have to be read for from the CRMs. */
import { isDeepStrictEqual } from 'node:util';
import type { Connector } from '../../../connectors/connector.js';
import { DocumentError } from '../../language/document.js';
import { loadMapping } from '../../mapping/load.js';
import { alwaysNeeded } from '../../mapping/needs.js';
import type { MappingDocument } from '../../mapping/schema.js';
import { type Account, listAccounts } from '../../store/accounts.js';
import type { Queryable } from '../../store/pool.js';
import { countRecords } from '../../store/preview-leads.js';
import { accountMapping } from '../account-mapping.js';

export interface MappingReading {
  /** Mapped now and never read before. */
  readonly properties: readonly { readonly object: string; readonly property: string }[];
  /** Other activities are made of the same properties: they are made while records are read. */
  readonly activities: boolean;
  /** Whether all records are read once more. */
  readonly reads: boolean;
  readonly records: number;
  readonly calls: number;
}

const NOTHING: MappingReading = {
  properties: [],
  activities: false,
  reads: false,
  records: 0,
  calls: 0,
};

function activitiesOf(text: string, crm: string): Record<string, unknown> {
  let document: MappingDocument;
  try {
    ({ document } = loadMapping(text, `mappings/${crm}.yaml`));
  } catch (error) {
    // What can no longer be loaded is replaced as a whole.
    if (error instanceof DocumentError) return {};
    throw error;
  }
  return Object.fromEntries(
    Object.entries(document.objects).map(([object, { activities }]) => [object, activities ?? []]),
  );
}

function needsOf(account: Account, text: string, connector: Connector) {
  const { declaration } = connector;
  return accountMapping(account, text).needs((object) => alwaysNeeded(declaration, object));
}

/** Of one CRM's mapping, over the workspace's accounts; `before` is null where there was none. */
export async function mappingReading(
  db: Queryable,
  connectors: ReadonlyMap<string, Connector>,
  workspace: number,
  crm: string,
  before: string | null,
  after: string,
): Promise<MappingReading> {
  const connector = connectors.get(crm);
  const accounts = (await listAccounts(db, workspace)).filter(
    (one) => one.crm === crm && one.state !== 'left',
  );
  if (!connector || before === null || before === after) return NOTHING;
  const activities = !isDeepStrictEqual(activitiesOf(before, crm), activitiesOf(after, crm));
  const { readBatch, historyBatch } = connector.declaration.limits;
  const properties = new Map<string, { object: string; property: string }>();
  let [records, calls, more] = [0, 0, activities];
  for (const account of accounts) {
    const known = needsOf(account, before, connector);
    const counts = await countRecords(db, workspace, account.id);
    for (const need of needsOf(account, after, connector)) {
      const { object, links, history } = need;
      const had = known.find((one) => one.object === object);
      for (const property of need.properties) {
        if (had?.properties.includes(property)) continue;
        properties.set(`${object} ${property}`, { object, property });
      }
      more ||= !had || links.some((link) => !had.links.includes(link));
      more ||= history.some((name) => !had?.history.includes(name));
      const count = counts.get(object) ?? 0;
      records += count;
      calls += Math.ceil(count / (history.length > 0 ? historyBatch : readBatch));
    }
  }
  const reads = more || properties.size > 0;
  return {
    properties: [...properties.values()],
    activities,
    reads,
    records: reads ? records : 0,
    calls: reads ? calls : 0,
  };
}
