import fc from 'fast-check';
import { APP, PORTAL } from '../support/intake-world.js';

export const NOW = Date.parse('2026-03-01T12:00:00Z');

/** What a CRM may tell us: one event of a webhook, or a page. */
export type Statement =
  | { readonly kind: 'event'; readonly event: Record<string, unknown> }
  | {
      readonly kind: 'page';
      readonly page: Record<string, unknown>;
      /** Of the second account of the workspace. */
      readonly other?: boolean;
    };

/** Few moments, so that many things happen at once; some share a second. */
export const moment = fc.integer({ min: 0, max: 60 }).map((step) => NOW - 40 * 60_000 + step * 500);
const id = fc.integer({ min: 1, max: 12 });
const contact = fc.constantFrom('1', '2', '3', '4');
const company = fc.constantFrom('50', '51');
const deal = fc.constantFrom('90', '91');
const call = fc.constantFrom('700', '701');

function event(
  type: string,
  fields: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<Statement> {
  return fc
    .record({
      eventId: id,
      subscriptionId: fc.constant(1),
      portalId: fc.constant(Number(PORTAL)),
      appId: fc.constant(Number(APP)),
      occurredAt: moment,
      attemptNumber: fc.integer({ min: 0, max: 3 }),
      changeSource: fc.constant('CRM_UI'),
      sourceId: fc.constant('userId:9'),
      subscriptionType: fc.constant(type),
      ...fields,
    })
    .map((made) => ({ kind: 'event', event: made }));
}

const toNumber = (ids: fc.Arbitrary<string>) => ids.map(Number);

/** Who has which address changes, is shared, and is nobody's; some names make a shared mailbox of one. */
const PERSONAL_VALUES: Record<string, readonly (string | null)[]> = {
  email: ['ann@acme.example', 'bo@acme.example', 'Desk@acme.example', 'info@acme.example', null],
  hs_additional_emails: ['bo@acme.example;desk@acme.example', 'cy@acme.example', 'none', null],
  firstname: ['Ann', 'Bo', 'Cy', 'Di', null],
};
const CONTACT_VALUES: Record<string, readonly (string | null)[]> = {
  jobtitle: ['CTO', 'Intern', 'Head of Sales', '', null],
  country: ['Germany', 'France', null],
  lifecyclestage: ['lead', 'subscriber', 'opportunity'],
  hs_lead_status: ['NEW', 'OPEN', null],
  hs_email_optout: ['true', 'false', null],
  hubspot_owner_id: ['5', '6'],
};
const COMPANY_VALUES: Record<string, readonly (string | null)[]> = {
  name: ['Acme', 'Umbra', null],
  numberofemployees: ['12', '600'],
  domain: ['acme.example', null],
};
const DEAL_VALUES: Record<string, readonly (string | null)[]> = {
  dealstage: ['appointmentscheduled', 'closedwon'],
  hs_is_closed: ['true', 'false'],
  hs_is_closed_won: ['true', 'false'],
};

function valueEvents(
  type: string,
  ids: fc.Arbitrary<string>,
  values: Record<string, readonly (string | null)[]>,
): fc.Arbitrary<Statement> {
  return fc.constantFrom(...Object.entries(values)).chain(([propertyName, choices]) =>
    event(`${type}.propertyChange`, {
      objectId: toNumber(ids),
      propertyName: fc.constant(propertyName),
      propertyValue: fc.constantFrom(...choices),
    }),
  );
}

const lives = fc
  .tuple(
    fc.constantFrom('creation', 'deletion', 'restore'),
    fc.constantFrom(
      ['contact', contact] as const,
      ['company', company] as const,
      ['deal', deal] as const,
    ),
  )
  .chain(([verb, [type, ids]]) => event(`${type}.${verb}`, { objectId: toNumber(ids) }));

/** As a CRM merges: a record once, chains among them; 3 and 4 end in a third id, 9. */
const merges = fc
  .constantFrom(
    { primaryObjectId: 2, mergedObjectIds: [1], newObjectId: 2 },
    { primaryObjectId: 3, mergedObjectIds: [2] },
    { primaryObjectId: 4, mergedObjectIds: [3], newObjectId: 9 },
  )
  .chain((ids) =>
    event(
      'contact.merge',
      Object.fromEntries(Object.entries(ids).map(([name, value]) => [name, fc.constant(value)])),
    ),
  );
const companyMerge = event('company.merge', {
  primaryObjectId: fc.constant(51),
  mergedObjectIds: fc.constant([50]),
  newObjectId: fc.constant(51),
});

const removed = { associationRemoved: fc.boolean() };
const associations = fc.oneof(
  event('contact.associationChange', {
    associationType: fc.constant('CONTACT_TO_COMPANY'),
    fromObjectId: toNumber(contact),
    toObjectId: toNumber(company),
    isPrimaryAssociation: fc.boolean(),
    ...removed,
  }),
  event('deal.associationChange', {
    associationType: fc.constant('DEAL_TO_CONTACT'),
    fromObjectId: toNumber(deal),
    toObjectId: toNumber(contact),
    ...removed,
  }),
);

const date = fc.option(
  moment.map((at) => new Date(at).toISOString()),
  { nil: null },
);

function oneOf(choices: readonly (string | null)[]): fc.Arbitrary<string | null> {
  return fc.constantFrom(...choices);
}

export function values(table: Record<string, readonly (string | null)[]>) {
  return fc.record(
    Object.fromEntries(Object.entries(table).map(([name, choices]) => [name, oneOf(choices)])),
  );
}

/** A read of a contact; `fixed` are the values that never change. */
function contactSnapshot(
  records: readonly string[],
  table: Record<string, readonly (string | null)[]>,
  fixed: (record: string) => Record<string, string | null> = () => ({}),
) {
  return fc
    .record({
      record: fc.constantFrom(...records),
      plain: values(table),
      opened: date,
      form: fc.tuple(date, oneOf(['Demo request', 'Pricing', 'Newsletter', null])),
      visit: fc.tuple(date, oneOf(['https://a.example/pricing', 'https://a.example/blog'])),
      companies: fc.option(fc.uniqueArray(company, { maxLength: 2 }), { nil: undefined }),
      aliases: fc.boolean(),
    })
    .map(({ record, plain, opened, form, visit, companies, aliases }) => ({
      object: 'contacts',
      record,
      properties: {
        ...plain,
        ...fixed(record),
        hs_email_last_open_date: opened,
        recent_conversion_date: form[0],
        recent_conversion_event_name: form[1],
        hs_analytics_last_timestamp: visit[0],
        hs_analytics_last_url: visit[1],
      },
      ...(companies && {
        links: { companies: companies.map((to, index) => ({ record: to, primary: index === 0 })) },
      }),
      ...(aliases && record === '9' && { aliases: ['1', '2', '3', '4'] }),
    }));
}

const anyContact = contactSnapshot(['1', '2', '3', '4', '9'], {
  ...CONTACT_VALUES,
  ...PERSONAL_VALUES,
});

const companySnapshot = fc
  .record({ record: company, properties: values(COMPANY_VALUES) })
  .map((made) => ({ object: 'companies', ...made }));

function linked(contacts: readonly string[]) {
  return { contacts: contacts.map((record) => ({ record })) };
}
const contacts = fc.uniqueArray(contact, { maxLength: 2 });

const dealSnapshot = fc
  .record({ record: deal, properties: values(DEAL_VALUES), contacts })
  .map(({ contacts: to, ...made }) => ({ object: 'deals', ...made, links: linked(to) }));

const callSnapshot = fc
  .record({
    record: call,
    at: moment,
    status: oneOf(['COMPLETED', 'NO_ANSWER', 'QUEUED']),
    contacts,
  })
  .map(({ record, at, status, contacts: to }) => ({
    object: 'calls',
    record,
    properties: { hs_timestamp: new Date(at).toISOString(), hs_call_status: status },
    links: linked(to),
  }));

/** No two reads of one record are of the same moment: a CRM is asked once a time. */
let readAt = NOW;

export function pagesOf(
  snapshots: fc.Arbitrary<{ readonly record: string }>,
  missing: fc.Arbitrary<{ readonly object: string; readonly record: string }>[],
  other = false,
): fc.Arbitrary<Statement> {
  return fc
    .record({
      origin: fc.constantFrom('poll', 'fetch', 'backfill', 'sweep'),
      snapshots: fc.uniqueArray(
        fc.tuple(snapshots, moment).map(([snapshot, modifiedAt]) => ({ ...snapshot, modifiedAt })),
        { minLength: 1, maxLength: 3, selector: (snapshot) => snapshot.record },
      ),
      missing:
        missing.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...missing), { maxLength: 1 }),
      after: fc.integer({ min: 0, max: 60 }),
    })
    .map(({ after, ...page }) => {
      readAt = (readAt + 1) % 1_000;
      const at = NOW - 40 * 60_000 + after * 500 + readAt;
      return { kind: 'page', page: { ...page, readAt: at }, other };
    });
}

const pages = pagesOf(
  fc.oneof(anyContact, anyContact, companySnapshot, dealSnapshot, callSnapshot),
  [
    contact.map((record) => ({ object: 'contacts', record })),
    company.map((record) => ({ object: 'companies', record })),
  ],
);

export const statements: fc.Arbitrary<Statement[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: valueEvents('contact', contact, CONTACT_VALUES) },
    { weight: 3, arbitrary: valueEvents('contact', contact, PERSONAL_VALUES) },
    { weight: 1, arbitrary: valueEvents('company', company, COMPANY_VALUES) },
    { weight: 1, arbitrary: valueEvents('deal', deal, DEAL_VALUES) },
    { weight: 2, arbitrary: lives },
    { weight: 2, arbitrary: merges },
    { weight: 1, arbitrary: companyMerge },
    { weight: 2, arbitrary: associations },
    { weight: 6, arbitrary: pages },
  ),
  { minLength: 4, maxLength: 24 },
);

const personal = (record: string) => ({
  email: `p${record}@acme.example`,
  hs_additional_emails: `p${record}@home.example`,
});
const lone = fc.constantFrom('5', '6');
const loneMerge = event('contact.merge', {
  primaryObjectId: fc.constant(6),
  mergedObjectIds: fc.constant([5]),
  newObjectId: fc.constant(6),
});

/**
 * Two accounts that know some people in common. An address chooses the lead of a record seen for the first
 * time, so who is one person follows from the statements alone only when nobody's addresses change, die or
 * are merged before the other account's record is seen: those who have a namesake there keep theirs, and
 * only others are merged.
 */
export const twoAccounts: fc.Arbitrary<Statement[]> = fc
  .array(fc.constantFrom('acme.example', 'home.example', 'elsewhere.example', null), {
    minLength: 3,
    maxLength: 3,
  })
  .chain((hosts) => {
    const known = fc.constantFrom('1', '2', '3');
    const here = contactSnapshot(['1', '2', '3', '5', '6'], CONTACT_VALUES, personal);
    const there = contactSnapshot(['21', '22', '23'], CONTACT_VALUES, (record) => {
      const [, person] = [...record];
      const host = hosts[Number(person) - 1] ?? null;
      return { email: host === null ? 'info@acme.example' : `P${person}@${host}` };
    });
    return fc.array(
      fc.oneof(
        { weight: 3, arbitrary: valueEvents('contact', fc.oneof(known, lone), CONTACT_VALUES) },
        { weight: 1, arbitrary: loneMerge },
        { weight: 2, arbitrary: associations },
        { weight: 4, arbitrary: pagesOf(fc.oneof(here, here, companySnapshot, callSnapshot), []) },
        { weight: 4, arbitrary: pagesOf(there, [], true) },
      ),
      { minLength: 4, maxLength: 20 },
    );
  });
