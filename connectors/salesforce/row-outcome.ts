import { CrmError } from '../../src/lead/crm-error.js';
import type { WriteOutcome } from '../connector.js';
import type { JsonObject } from '../kit/json.js';
import { faultsOf, kindOf, type SalesforceFault } from './errors.js';
import { documentName } from './package-names.js';

/** What to do about a refusal, where Salesforce's own words do not say it. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  CANNOT_UPDATE_CONVERTED_LEAD:
    'The lead was converted: its score goes on on the contact that it became.',
  ENTITY_IS_LOCKED: 'The record is locked, by an approval for example.',
  INSUFFICIENT_ACCESS_OR_READONLY: 'The connected user may not edit this record.',
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: 'A trigger or flow of the org failed.',
};

/** Of every record alike, until an admin mends it. */
const HIDDEN = /^INVALID_FIELD(_FOR_INSERT_UPDATE)?$/;

const BARRED = /^INSUFFICIENT_ACCESS(_OR_READONLY)?$/;

/** Waited before a row that another's lock held up is sent again, milliseconds. */
const LOCKED_MS = 2_000;

/** The record is not ours to write, or all of its object are not. */
export function isBarred(faults: readonly SalesforceFault[]): boolean {
  return faults.some(({ code }) => BARRED.test(code));
}

/** What one row of a collection or of a bulk job came to. */
export function outcomeOfRow(record: string, row: JsonObject): WriteOutcome {
  if (row.success === true) return { record, status: 'written' };
  return outcomeOfFaults(record, faultsOf(row));
}

/** A fault that passes by itself, a missing right, and a no to the content are kept apart. */
export function outcomeOfFaults(record: string, faults: readonly SalesforceFault[]): WriteOutcome {
  const kinds = faults.map(({ code }) => kindOf(code));
  if (kinds.includes('gone')) return { record, status: 'gone' };
  // What is wrong with the content stays wrong, whatever else passes.
  const refusals = faults.filter((_, index) => kinds[index] === 'refused');
  const [fault] = refusals.length > 0 ? refusals : faults;
  const kind = fault ? kindOf(fault.code) : 'refused';
  const said = fault?.message || fault?.code || 'Salesforce refused the values without saying why.';
  const properties = [...new Set(faults.flatMap(({ fields }) => fields.map(documentName)))];
  const details = {
    codes: faults.map(({ code }) => code),
    ...(properties.length > 0 && { properties }),
  };
  const failed = (message: string, waitMs = 0): WriteOutcome => {
    const error = new CrmError(kind, message, { outcome: 'not-applied', waitMs, details });
    return { record, status: 'failed', error };
  };
  if (kind === 'wait' || kind === 'transient') {
    return failed(`Salesforce could not write a record now: ${said}`, LOCKED_MS);
  }
  if (fault && HIDDEN.test(fault.code)) {
    return failed(
      `A field is missing or hidden: assign the permission set Plumbline Integration to the connected user. Salesforce says: ${said}`,
    );
  }
  const wayOut = fault && WAYS_OUT[fault.code];
  return {
    record,
    status: 'refused',
    message: wayOut === undefined ? said : `${wayOut} Salesforce says: ${said}`,
    ...(properties.length > 0 && { properties }),
  };
}
