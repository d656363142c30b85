import type { EmailKind } from '../../lead/fields.js';
import { emailKey, nameKey } from '../../lead/identity.js';
import { bareValues } from '../../lead/stamp.js';
import { emailKindOf } from '../../mapping/transforms/email-kind.js';
import { email as readEmail } from '../../mapping/transforms/internet.js';
import { type RecordAddresses, replaceAddresses } from '../../store/addresses.js';
import { settleAddresses } from '../../store/lead-keys.js';
import type { Queryable } from '../../store/pool.js';
import type { Batch, IngestAccount, Touched } from './batch.js';

/** Lead fields that decide which addresses a record has, and under which name. */
const FIELDS: ReadonlySet<string> = new Set(['email', 'emailKind', 'name.first', 'name.last']);

function additionalEmails({ connector }: IngestAccount, object: string): string | undefined {
  const { additionalEmails: property, personObjects } = connector.declaration;
  return personObjects.includes(object) ? property : undefined;
}

/** The addresses by which a person record may be found: its own first, then the additional ones. */
function addressesOf({ record, account }: Touched): RecordAddresses {
  const values = bareValues(record.state.values);
  // As the lead's own, derived fields included: what kind of address it is follows from the address.
  const person = { object: record.object, values };
  const { fields } = account.mapping.lead({ persons: [person], deals: [] }, FIELDS);
  const { email, emailKind } = fields as { email?: string; emailKind?: EmailKind };
  const further = values[additionalEmails(account, record.object) ?? ''] ?? '';
  const keys = [emailKey(email, emailKind ?? null), ...further.split(';').map(keyOfText)];
  return {
    workspace: record.workspace,
    record: record.id,
    addresses: [...new Set(keys.filter((key) => key !== null))],
    name: nameKey(fields['name.first'], fields['name.last']),
  };
}

/** `addressesOf` while the values of a batch stay as they are: each record's are read once. */
export function readAddresses(): (touched: Touched) => RecordAddresses {
  const known = new Map<Touched, RecordAddresses>();
  return (touched) => {
    const own = known.get(touched) ?? addressesOf(touched);
    known.set(touched, own);
    return own;
  };
}

function keyOfText(text: string): string | null {
  const read = readEmail(text);
  if ('error' in read || typeof read.value !== 'string') return null;
  return emailKey(read.value, emailKindOf(read.value));
}

/** What keys and suggestions may no longer be in line with. */
export interface Unsettled {
  readonly workspace: number;
  readonly addresses: Set<string>;
  readonly leads: Set<number>;
}

/** By workspace, what one batch unsettles. */
export class Unsettling {
  readonly #all = new Map<number, Unsettled>();

  in(workspace: number): Unsettled {
    const known = this.#all.get(workspace);
    const own = known ?? { workspace, addresses: new Set(), leads: new Set() };
    this.#all.set(workspace, own);
    return own;
  }

  /** When the records are stored with their leads. */
  async settle(db: Queryable): Promise<void> {
    for (const { workspace, addresses, leads } of this.#all.values()) {
      await settleAddresses(db, workspace, addresses, leads);
    }
  }
}

/** Stores the addresses of the person records that may have others now. @returns by record what differs. */
export async function learnAddresses(
  db: Queryable,
  batch: Batch,
  addresses: (touched: Touched) => RecordAddresses,
): Promise<Map<number, string[]>> {
  const properties = new Map<string, ReadonlySet<string>>();
  const concerned = [...batch.touched.values()].filter((one) => {
    const { record, account } = one;
    const { object } = record;
    if (account.connector.declaration.objects[object]?.role !== 'person') return false;
    if (record.state.state !== 'known') return false;
    if (one.becameKnown) return true;
    const key = `${account.id}/${object}`;
    const further = additionalEmails(account, object);
    const own =
      properties.get(key) ??
      new Set([...account.mapping.sources(object, [...FIELDS]), further ?? '']);
    properties.set(key, own);
    return [...one.changed].some((property) => own.has(property));
  });
  return replaceAddresses(db, concerned.map(addresses));
}
