import nock from 'nock';
import type { SessionContext } from '../../../connectors/connector.js';
import { createApi, type SalesforceApi } from '../../../connectors/salesforce/client.js';
import { recordIdOf } from '../../../connectors/salesforce/ids.js';
import { type Org, openOrg } from '../../../connectors/salesforce/org.js';
import { type Recorded, recordedContext } from '../recorded.js';

export const HOST = 'https://acme.my.salesforce.com';
export const NOW = Date.UTC(2026, 10, 10, 9, 0, 0);
/** The org and its user that we connect as. */
export const ORG = '00D000000000001EAA';
export const REST = '/services/data/v66.0';

export interface Opened extends Recorded {
  readonly api: SalesforceApi;
  readonly org: Org;
}

/** The API of an org, which nock answers; waits pass at once and are written down. */
export function open(options: Partial<SessionContext> = {}): Opened {
  const place = { baseUrl: HOST, portal: ORG, now: NOW };
  const { recorded, context, timing } = recordedContext(place, options);
  const api = createApi(context, timing);
  return { ...recorded, api, org: openOrg(api) };
}

export { need } from '../recorded.js';

/** A scope that insists on the token and our name in every call. */
export function salesforce(token = 'token-1'): nock.Scope {
  return nock(HOST, {
    reqheaders: {
      authorization: `Bearer ${token}`,
      'sforce-call-options': `client=plumbline/${ORG}`,
    },
  });
}

/** Salesforce's body of a refused call. */
export function refusal(errorCode: string, message = 'said so', fields: string[] = []): object[] {
  return [{ message, errorCode, fields }];
}

/** A field of a describe answer. */
export type FieldRow = string | (Record<string, unknown> & { name: string; type: string });

const KNOWN_TYPES: Readonly<Record<string, string>> = {
  Id: 'id',
  SystemModstamp: 'datetime',
  CreatedDate: 'datetime',
  IsDeleted: 'boolean',
  IsConverted: 'boolean',
};

/** Salesforce's description of an object, answered as often as it is asked for. */
export function described(
  object: string,
  fields: readonly FieldRow[],
  rights: Record<string, unknown> = {},
): void {
  const rows = fields.map((field) => {
    const row = typeof field === 'string' ? { name: field, type: typeOf(field) } : field;
    const parent = { referenceTo: [row.name.replace(/Id$/, '')] };
    return {
      label: row.name,
      updateable: true,
      filterable: true,
      ...(row.type === 'reference' && {
        ...parent,
        relationshipName: row.name.replace(/Id$/, ''),
      }),
      ...row,
    };
  });
  salesforce()
    .persist()
    .get(`${REST}/sobjects/${object}/describe`)
    .reply(200, {
      name: object,
      label: object,
      queryable: true,
      createable: true,
      updateable: true,
      ...rights,
      fields: rows,
    });
}

function typeOf(name: string): string {
  return KNOWN_TYPES[name] ?? (/[a-z]Id$/.test(name) ? 'reference' : 'string');
}

/** Waits for a query and answers its rows. `soql` is what is asked, as text or by a pattern. */
export function answers(
  soql: string | RegExp,
  records: readonly object[],
  options: { all?: boolean; total?: number; next?: string; status?: number } = {},
): void {
  salesforce()
    .get(`${REST}/${options.all ? 'queryAll' : 'query'}`)
    .query(({ q }) => (typeof soql === 'string' ? q === soql : soql.test(String(q))))
    .reply(200, {
      totalSize: options.total ?? records.length,
      done: options.next === undefined,
      ...(options.next !== undefined && { nextRecordsUrl: options.next }),
      records,
    });
}

/** An id of an object by its number, of 18 characters. */
export function id(prefix: string, number: number): string {
  const short = prefix + String(number).padStart(12, '0');
  const long = recordIdOf(short);
  if (long === undefined) throw new Error(`no id: ${short}`);
  return long;
}

/** A moment as Salesforce prints it. */
export const stamp = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');
