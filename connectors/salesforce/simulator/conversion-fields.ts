import { dateText, type FieldValue, type FieldValues } from './values.js';

const ADDRESS = ['Street', 'City', 'State', 'PostalCode', 'Country'];
const TO_ACCOUNT = ['Phone', 'Website', 'Industry', 'AnnualRevenue', 'NumberOfEmployees', 'Rating'];
const TO_CONTACT = [
  'FirstName',
  'LastName',
  'Salutation',
  'Title',
  'Email',
  'Phone',
  'MobilePhone',
  'LeadSource',
  'Description',
  'HasOptedOutOfEmail',
  'HasOptedOutOfFax',
  'DoNotCall',
  'EmailBouncedDate',
  'EmailBouncedReason',
];

/** What an account takes from a lead. */
export function accountFields(values: FieldValues): Record<string, FieldValue> {
  return {
    Name: values.Company ?? null,
    ...picked(values, TO_ACCOUNT),
    ...moved(values, 'Billing'),
  };
}

/** What a contact takes; `mapping`: custom lead field -> contact field. */
export function contactFields(
  values: FieldValues,
  mapping: Readonly<Record<string, string>>,
): Record<string, FieldValue> {
  const custom = Object.entries(mapping).map(([from, to]) => [to, values[from] ?? null]);
  return {
    ...picked(values, TO_CONTACT),
    ...moved(values, 'Mailing'),
    ...Object.fromEntries(custom),
  };
}

/** What an account that is a person takes of the contact that it has; the rest is filled in there. */
export function personFields(contact: FieldValues): Record<string, FieldValue> {
  return picked(contact, ['FirstName', 'LastName', 'Salutation', 'Phone']);
}

function picked(values: FieldValues, names: readonly string[]): Record<string, FieldValue> {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}

function moved(values: FieldValues, prefix: string): Record<string, FieldValue> {
  return Object.fromEntries(ADDRESS.map((part) => [`${prefix}${part}`, values[part] ?? null]));
}

/** The closing date of a new opportunity: the last day of the quarter. */
export function endOfQuarter(now: number): string {
  const date = new Date(now);
  const month = Math.floor(date.getUTCMonth() / 3) * 3 + 3;
  return dateText(Date.UTC(date.getUTCFullYear(), month, 0));
}
