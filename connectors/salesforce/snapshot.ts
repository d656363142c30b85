import type { Link, Snapshot } from '../../src/lead/change.js';
import type { ObjectNeed } from '../connector.js';
import type { Path } from './catalog.js';
import { heldIn, type Rates } from './currencies.js';
import { declaration } from './definition.js';
import { linkFields } from './links.js';
import { PERSON_ACCOUNT } from './person-accounts.js';
import { idIn, isTrue, type Row, timeIn } from './row.js';

export const MODIFIED = 'SystemModstamp';
/** The record that a merged one lives on in. */
export const MASTER = 'MasterRecordId';
/** Who changed the record last. */
export const MODIFIER = 'LastModifiedById';

/** What a need's fields are called in this org; built once a read. */
export interface Plan {
  readonly need: ObjectNeed;
  /** Property as the need names it -> where it is. What the org lacks or hides is not there. */
  readonly paths: ReadonlyMap<string, Path>;
  /** All paths to ask for. */
  readonly fields: readonly string[];
  /** Asked for where there are amounts in several currencies. */
  readonly rates: Rates;
}

/** Fields that a snapshot itself is built from, where the object has them. */
export function ownFields(need: ObjectNeed): string[] {
  return [
    'Id',
    MODIFIED,
    declaration.created,
    MODIFIER,
    'IsDeleted',
    MASTER,
    ...(need.object === 'Lead' ? ['IsConverted', 'ConvertedContactId'] : []),
    ...(need.object === 'Account' ? [PERSON_ACCOUNT] : []),
    ...linkFields(need),
  ];
}

/** A row -> snapshot; undefined for one that tells nothing. Links and history are added by who reads them. */
export function snapshotOf(
  plan: Plan,
  row: Row,
  options: {
    readonly links?: Readonly<Record<string, readonly Link[]>> | undefined;
    readonly history?: Snapshot['history'] | undefined;
    readonly aliases?: readonly string[] | undefined;
  } = {},
): Snapshot | undefined {
  const { need, paths, rates } = plan;
  const record = idIn(row, 'Id');
  // An account that is a person has nothing but what her contact has: it is no company.
  if (record === undefined || (need.object === 'Account' && isTrue(row, PERSON_ACCOUNT))) {
    return undefined;
  }
  const properties: Record<string, string | null> = {};
  for (const name of new Set([...need.properties, ...need.rollups])) {
    const path = paths.get(name);
    if (path) properties[name] = heldIn(row, path, rates);
  }
  const createdAt = timeIn(row, declaration.created);
  const contact = isTrue(row, 'IsConverted') ? idIn(row, 'ConvertedContactId') : undefined;
  const { links, history, aliases = [] } = options;
  return {
    object: need.object,
    record,
    modifiedAt: timeIn(row, MODIFIED) ?? createdAt ?? 0,
    ...(createdAt !== undefined && { createdAt }),
    properties,
    ...(history && { history }),
    ...(links && { links }),
    ...(aliases.length > 0 && { aliases }),
    ...(contact !== undefined && { becomes: { object: 'Contact', record: contact } }),
  };
}
