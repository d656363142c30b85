/** What an org's stream of changes and its reads may tell, in any combination. */
import fc from 'fast-check';
import { recordIdOf } from '../../connectors/salesforce/ids.js';
import { moment, pagesOf, type Statement, values } from './statements.js';

/** A message of the channel, as it comes. */
export interface ChangeMessage {
  readonly payload: Record<string, unknown>;
  readonly event: { readonly replayId: number };
}
/** Several messages come together. */
export type StreamStatement =
  | { readonly kind: 'messages'; readonly messages: readonly ChangeMessage[] }
  | Extract<Statement, { kind: 'page' }>;

/** Who makes changes: users as an org has them. */
export interface Users {
  readonly person: string;
  readonly integration: string;
}
/** `changeOrigin` of our own calls. */
export const OURS = 'com/salesforce/api/rest/66.0;client=plumbline/00D000000000001EAA';

function ids(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const id = recordIdOf(prefix + String(index + 1).padStart(12, '0'));
    if (id === undefined) throw new Error(`no id begins with ${prefix}`);
    return id;
  });
}

export const LEADS = ids('00Q', 4);
const CONTACTS = ids('003', 4);
const ACCOUNTS = ids('001', 2);
const OPPORTUNITIES = ids('006', 2);
const TASKS = ids('00T', 2);

type Choices = Readonly<Record<string, readonly (string | number | boolean | null)[]>>;

const PERSON: Choices = {
  Title: ['CTO', 'Intern', 'Head of Sales', null],
  FirstName: ['Ann', 'Bo', 'Cy', null],
  HasOptedOutOfEmail: [true, false],
  DoNotCall: [true, false],
  EmailBouncedDate: ['2026-03-01T11:00:00.000Z', '2026-03-01T11:25:00.000Z', null],
};
const LEAD: Choices = {
  ...PERSON,
  Email: ['ann@lead.example', 'bo@lead.example', 'info@lead.example', null],
  Status: ['Open - Not Contacted', 'Working - Contacted', 'Closed - Not Converted'],
  Company: ['Acme', 'Umbra'],
  NumberOfEmployees: [12, 600, null],
  Rating: ['Hot', 'Cold', null],
};
const CONTACT: Choices = {
  ...PERSON,
  Email: ['ann@contact.example', 'bo@contact.example', 'info@contact.example', null],
};
const OPPORTUNITY: Choices = {
  StageName: ['Prospecting', 'Closed Won'],
  Amount: [1_000, 90_000, null],
  IsClosed: [true, false],
  IsWon: [true, false],
};
const TASK: Choices = {
  TaskSubtype: ['Call', 'Task'],
  IsClosed: [true, false],
  CallDurationInSeconds: [0, 180, null],
  CompletedDateTime: ['2026-03-01T11:10:00.000Z', '2026-03-01T11:30:00.000Z', null],
};
const ACCOUNT: Choices = { Name: ['Acme', 'Umbra', null], NumberOfEmployees: [12, 600] };

/** Fields whose change is read, beside the plain ones. */
const POINTERS: Readonly<Record<string, Choices>> = {
  Lead: { IsConverted: [true] },
  Contact: { AccountId: ACCOUNTS },
  Task: { WhoId: [...LEADS, ...CONTACTS] },
};
type Streamed = readonly [object: string, among: readonly string[], choices: Choices];
const STREAMED: readonly Streamed[] = [
  ['Lead', LEADS, LEAD],
  ['Contact', CONTACTS, CONTACT],
  ['Opportunity', OPPORTUNITIES, OPPORTUNITY],
  ['Task', TASKS, TASK],
];

/** As CometD shows them: names in a part of their own. */
function nested({ FirstName, ...fields }: Record<string, unknown>): Record<string, unknown> {
  return FirstName === undefined ? fields : { ...fields, Name: { FirstName } };
}

function some(choices: Choices): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(choices);
  return fc
    .uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 })
    .chain((picked) =>
      fc.record(
        Object.fromEntries(picked.map((name) => [name, fc.constantFrom(...(choices[name] ?? []))])),
      ),
    );
}

const LIVES = ['CREATE', 'DELETE', 'UNDELETE'];
const GAPS = ['GAP_CREATE', 'GAP_UPDATE', 'GAP_DELETE', 'GAP_UNDELETE'];
const MANY = '000000000000000AAA';

/** A change of one to three records of an object, as an event. */
function messageOf(
  users: Users,
  object: string,
  among: readonly string[],
  [types, fields]: readonly [types: readonly string[], fields?: Choices],
): fc.Arbitrary<ChangeMessage> {
  return fc
    .record({
      header: fc.record({
        entityName: fc.constant(object),
        recordIds: fc.uniqueArray(fc.constantFrom(...among), { minLength: 1, maxLength: 3 }),
        changeType: fc.constantFrom(...types),
        changeOrigin: fc.constantFrom('', '', OURS),
        commitTimestamp: moment,
        commitUser: fc.constantFrom(users.person, users.integration, ''),
      }),
      own: fields ? some(fields) : fc.constant({}),
      replayId: fc.integer({ min: 1, max: 40 }),
    })
    .map(({ header, own, replayId }) => {
      // An echo of our own write of the stage makes no lead dirty, whoever maps the stage to a field, too: the
      // field follows with the lead's next change, so that its order shows. We write none that nobody mapped.
      const { Status: _, ...others } = own as Record<string, unknown>;
      const told = header.changeOrigin === OURS ? others : own;
      return { payload: { ChangeEventHeader: header, ...nested(told) }, event: { replayId } };
    });
}

/** Everything that the stream may tell of an object. */
function messagesOf(users: Users, [object, among, choices]: Streamed): fc.Arbitrary<ChangeMessage> {
  const all = { ...choices, ...POINTERS[object] };
  return fc.oneof(
    { weight: 6, arbitrary: messageOf(users, object, among, [['UPDATE'], choices]) },
    { weight: 1, arbitrary: messageOf(users, object, among, [['UPDATE'], all]) },
    { weight: 2, arbitrary: messageOf(users, object, among, [LIVES]) },
    { weight: 1, arbitrary: messageOf(users, object, among, [GAPS]) },
    { weight: 1, arbitrary: messageOf(users, object, [MANY], [['GAP_OVERFLOW']]) },
  );
}

/** A read says what an event says, as text. */
const asText = (choices: Choices): Record<string, readonly (string | null)[]> =>
  Object.fromEntries(
    Object.entries(choices).map(([name, all]) => [
      name,
      all.map((value) => (value === null ? null : String(value))),
    ]),
  );

function snapshot(
  object: string,
  among: readonly string[],
  choices: Choices,
  links: Readonly<Record<string, readonly string[]>> = {},
) {
  const linked = Object.fromEntries(
    Object.entries(links).map(([to, targets]) => [
      to,
      fc.uniqueArray(fc.constantFrom(...targets), { maxLength: 2 }),
    ]),
  );
  return fc
    .record({
      record: fc.constantFrom(...among),
      properties: values(asText(choices)),
      linked: fc.record(linked),
    })
    .map(({ linked: to, ...made }) => ({
      object,
      ...made,
      links: Object.fromEntries(
        Object.entries(to).map(([name, targets]) => [
          name,
          targets.map((record, index) => ({ record, primary: index === 0 })),
        ]),
      ),
    }));
}

/** The first lead was converted; some reads are from before it. */
const leads = fc.tuple(snapshot('Lead', LEADS, LEAD), fc.boolean()).map(([made, converted]) => ({
  ...made,
  ...(converted &&
    made.record === LEADS[0] && { becomes: { object: 'Contact', record: CONTACTS[0] } }),
}));
/** The third contact was merged into the last. */
const contacts = fc
  .tuple(snapshot('Contact', CONTACTS, CONTACT, { Account: ACCOUNTS }), fc.boolean())
  .map(([made, aliases]) => ({
    ...made,
    ...(aliases && made.record === CONTACTS[3] && { aliases: [CONTACTS[2]] }),
  }));
const others = [
  snapshot('Account', ACCOUNTS, ACCOUNT),
  snapshot('Opportunity', OPPORTUNITIES, OPPORTUNITY, { Contact: CONTACTS }),
  snapshot('Task', TASKS, TASK, { Lead: LEADS, Contact: CONTACTS }),
] as const;

const missing = STREAMED.map(([object, among]) =>
  fc.constantFrom(...among).map((record) => ({ object, record })),
);

function statementsOf(
  messages: fc.Arbitrary<ChangeMessage>,
  pages: fc.Arbitrary<Statement>,
): fc.Arbitrary<StreamStatement[]> {
  const together = fc
    .array(messages, { minLength: 1, maxLength: 3 })
    .map((all): StreamStatement => ({ kind: 'messages', messages: all }));
  return fc.array(
    fc.oneof(
      { weight: 10, arbitrary: together },
      { weight: 6, arbitrary: pages as fc.Arbitrary<StreamStatement> },
    ),
    { minLength: 4, maxLength: 22 },
  );
}

export function streamStatements(users: Users): fc.Arbitrary<StreamStatement[]> {
  const [lead, contact, ...rest] = STREAMED.map((one) => messagesOf(users, one));
  if (!lead || !contact) throw new Error('no people');
  return statementsOf(
    fc.oneof(
      { weight: 4, arbitrary: lead },
      { weight: 3, arbitrary: contact },
      ...rest.map((arbitrary) => ({ weight: 1, arbitrary })),
    ),
    pagesOf(fc.oneof(leads, leads, leads, contacts, contacts, contacts, ...others), missing),
  );
}

/**
 * Leads and contacts who are one person by their address: each has one for good, and nobody dies or is
 * merged, as an address chooses the lead of a record that is seen for the first time.
 */
export function samePeople(users: Users): fc.Arbitrary<StreamStatement[]> {
  const plain = ({ Email: _, ...choices }: Choices): Choices => choices;
  const people = [
    ['Lead', LEADS, plain(LEAD)],
    ['Contact', CONTACTS, plain(CONTACT)],
  ] as const;
  const messages = people.flatMap(([object, among, choices]) => [
    messageOf(users, object, among, [['UPDATE'], choices]),
    messageOf(users, object, among, [['CREATE', 'GAP_UPDATE']]),
  ]);
  const reads = people.map(([object, among, choices]) =>
    snapshot(object, among, choices).map((made) => ({
      ...made,
      properties: { ...made.properties, Email: `p${among.indexOf(made.record)}@acme.example` },
    })),
  );
  return statementsOf(fc.oneof(...messages), pagesOf(fc.oneof(...reads), []));
}
