import { accountFields, contactFields, endOfQuarter, personFields } from './conversion-fields.js';
import { addRow } from './field-history.js';
import { readId } from './ids.js';
import { movePeople } from './merge-children.js';
import type { Org } from './org.js';
import type { OrgRecord } from './records.js';
import {
  type SaveError,
  type SaveResult,
  saveError,
  type Transaction,
  type WriteContext,
} from './transaction.js';
import { dateText, type FieldValues } from './values.js';

export interface ConversionRequest {
  readonly lead: string;
  /** A status that is one of converted leads; the first such one when absent. */
  readonly status?: string | undefined;
  /** An account that is there; else one is made from the lead. */
  readonly account?: string | undefined;
  /** A contact of that account; else one is made. */
  readonly contact?: string | undefined;
  /** Null: no opportunity. Absent: one named after the company. */
  readonly opportunityName?: string | null | undefined;
  /** Owner of what is made; the lead's when absent. */
  readonly owner?: string | undefined;
  /** Custom lead field -> contact field of the org's mapping; without it custom values stay behind. */
  readonly mapping?: Readonly<Record<string, string>> | undefined;
}

export type ConversionResult =
  | {
      readonly success: true;
      readonly lead: string;
      readonly account: string;
      readonly contact: string;
      readonly opportunity: string | null;
    }
  | { readonly success: false; readonly errors: readonly SaveError[] };

class Stopped extends Error {
  readonly errors: readonly SaveError[];

  constructor(errors: readonly SaveError[]) {
    super('the conversion was refused');
    this.errors = errors;
  }
}

/**
 * Turns a lead into an account, a contact and perhaps an opportunity, all in one transaction and in that
 * order; then the lead says what it became, and activities and campaign memberships go to the contact.
 */
export function convertLead(
  org: Org,
  request: ConversionRequest,
  context: WriteContext,
): ConversionResult {
  const transaction = org.begin();
  try {
    const made = convert(org, request, { ...context, trusted: true }, transaction);
    transaction.commit();
    return made;
  } catch (thrown) {
    transaction.rollback();
    if (thrown instanceof Stopped) return { success: false, errors: thrown.errors };
    throw thrown;
  }
}

function convert(
  org: Org,
  request: ConversionRequest,
  context: WriteContext,
  transaction: Transaction,
): ConversionResult {
  const lead = leadOf(org, request.lead);
  const status = statusOf(org, request.status);
  const owner = ownerOf(org, lead, request.owner);
  const { account: chosen, contact: named } = chosenRecords(org, request);
  const fields = contactFields(lead.values, request.mapping ?? {});
  const made = { ...(isPerson(org, lead) ? personFields(fields) : accountFields(lead.values)) };
  const account =
    chosen?.id ?? done(org.create('Account', { ...made, OwnerId: owner }, context, transaction));
  const known = named ?? contactOf(org, account);
  const contact = known
    ? fill(org, known, fields, context, transaction)
    : done(
        org.create(
          'Contact',
          { ...fields, AccountId: account, OwnerId: owner },
          context,
          transaction,
        ),
      );
  const opportunity =
    request.opportunityName === null
      ? null
      : done(
          org.create(
            'Opportunity',
            {
              Name:
                request.opportunityName ??
                `${String(lead.values.Company ?? lead.values.LastName)}-`,
              AccountId: account,
              ContactId: contact,
              StageName: 'Prospecting',
              CloseDate: endOfQuarter(org.clock.now()),
              LeadSource: lead.values.LeadSource ?? null,
              OwnerId: owner,
            },
            context,
            transaction,
          ),
        );
  const converted = {
    Status: status,
    IsConverted: true,
    ConvertedDate: dateText(org.clock.now()),
    ConvertedAccountId: account,
    ConvertedContactId: contact,
    ConvertedOpportunityId: opportunity,
  };
  done(org.update('Lead', lead.id, converted, context, transaction));
  noteConversion(org, lead.id, context, transaction);
  movePeople(org, lead.id, contact, { context, transaction, keepMemberships: true });
  return { success: true, lead: lead.id, account, contact, opportunity };
}

/** Where accounts can be people, a lead without a company becomes one. */
function isPerson(org: Org, { values }: OrgRecord): boolean {
  const people = org.definitions.object('Account')?.fields.has('personcontactid') === true;
  return people && (values.Company ?? null) === null;
}

/** The contact of an account that is a person: no other one is made. */
function contactOf(org: Org, account: string): OrgRecord | undefined {
  const contact = org.get('Account', account)?.values.PersonContactId;
  return typeof contact === 'string' ? org.living('Contact', contact) : undefined;
}

function leadOf(org: Org, given: string): OrgRecord {
  const lead = org.living('Lead', readId(given) ?? '');
  if (!lead) throw stop('INVALID_CROSS_REFERENCE_KEY', `invalid lead id: ${given}`);
  if (lead.values.IsConverted === true)
    throw stop('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  return lead;
}

function statusOf(org: Org, wanted: string | undefined): string {
  const statuses = [...org.records.all('LeadStatus').values()].filter(
    ({ values }) => values.IsConverted === true,
  );
  const found = statuses.find(
    ({ values }) => wanted === undefined || values.MasterLabel === wanted,
  );
  if (!found) throw stop('INVALID_STATUS', `invalid convertedStatus: ${String(wanted)}`);
  return String(found.values.MasterLabel);
}

function ownerOf(org: Org, lead: OrgRecord, wanted: string | undefined): string {
  const owner = wanted ?? String(lead.values.OwnerId);
  const user = org.living('User', owner);
  if (!user) {
    throw stop(
      'INVALID_OPERATION',
      'Converted objects can only be owned by users. If the lead is not owned by a user, you must specify a user for the Owner field.',
    );
  }
  if (user.values.IsActive !== true)
    throw stop('INACTIVE_OWNER_OR_USER', 'the owner of what is made must be active');
  return owner;
}

function chosenRecords(
  org: Org,
  request: ConversionRequest,
): { account: OrgRecord | undefined; contact: OrgRecord | undefined } {
  const find = (object: string, given: string | undefined): OrgRecord | undefined => {
    if (given === undefined) return undefined;
    const record = org.living(object, readId(given) ?? '');
    if (!record) throw stop('INVALID_CROSS_REFERENCE_KEY', `invalid ${object} id: ${given}`);
    return record;
  };
  const account = find('Account', request.account);
  const contact = find('Contact', request.contact);
  if (contact && contact.values.AccountId !== account?.id) {
    throw stop(
      'INVALID_CROSS_REFERENCE_KEY',
      'the contact must belong to the account of the conversion',
    );
  }
  return { account, contact };
}

/** A contact that was there keeps its values; gaps are filled from the lead. */
function fill(
  org: Org,
  contact: OrgRecord,
  fields: FieldValues,
  context: WriteContext,
  transaction: Transaction,
): string {
  const gaps = Object.entries(fields).filter(
    ([name, value]) => value !== null && value !== false && (contact.values[name] ?? null) === null,
  );
  if (gaps.length > 0)
    done(org.update('Contact', contact.id, Object.fromEntries(gaps), context, transaction));
  return contact.id;
}

/** The history calls it `leadConverted`, which is no field. */
function noteConversion(
  org: Org,
  id: string,
  context: WriteContext,
  transaction: Transaction,
): void {
  const object = org.definitions.object('Lead');
  const record = org.get('Lead', id);
  if (!object || !record) return;
  const draft = {
    org,
    object,
    kind: 'UPDATE',
    id,
    before: record.values,
    values: { ...record.values },
    given: new Set<string>(),
    context,
    transaction,
  } as const;
  addRow(draft, 'leadConverted', null, null);
}

function stop(statusCode: string, message: string): Stopped {
  return new Stopped([saveError(statusCode, message)]);
}

function done(result: SaveResult): string {
  if (!result.success) throw new Stopped(result.errors);
  return result.id;
}
