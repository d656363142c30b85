import { expect, test } from '@jest/globals';
import type { Feed, ObjectNeed } from '../../../connectors/connector.js';
import { feedsOf, poll, startCursor } from '../../../connectors/salesforce/poll.js';
import { noNetwork } from '../no-network.js';
import { answers, described, id, NOW, need, open, REST, salesforce, stamp } from './support.js';

noNetwork((mock) => mock.endsWith('/describe'));

const LEAD = [
  'Id',
  'SystemModstamp',
  'CreatedDate',
  'LastModifiedById',
  'IsDeleted',
  'MasterRecordId',
  'IsConverted',
  'ConvertedContactId',
  'Email',
  'Company',
];

const lead = (number: number, at: number, rest: object = {}): object => ({
  attributes: { type: 'Lead' },
  Id: id('00Q', number),
  SystemModstamp: stamp(at),
  CreatedDate: stamp(at - 86_400_000),
  IsDeleted: false,
  MasterRecordId: null,
  IsConverted: false,
  ConvertedContactId: null,
  ...rest,
});

function feedOf(one: ObjectNeed, name = one.object): Feed {
  const feed = feedsOf([one]).find((entry) => entry.name === name);
  if (!feed) throw new Error(`no feed ${name}`);
  return feed;
}

const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value));

test('an object has one feed; deals have another one for their contact roles', () => {
  const feeds = feedsOf([
    need('Lead', { rollups: ['EmailBouncedDate'] }),
    need('Opportunity', { links: ['Lead', 'Contact'] }),
    need('EmailMessage', { links: ['Lead', 'Contact'] }),
  ]);
  expect(feeds.map(({ name, property }) => [name, property])).toEqual([
    ['Lead', 'SystemModstamp'],
    ['Opportunity', 'SystemModstamp'],
    ['Opportunity:OpportunityContactRole', 'SystemModstamp'],
    ['EmailMessage', 'SystemModstamp'],
  ]);
});

test('a page is one query over seconds that are over; the next one looks back three minutes', async () => {
  const from = NOW - 3_600_000;
  const { org, counted } = open();
  described('Lead', LEAD);
  const feed = feedOf(need('Lead', { properties: ['Email', 'Nowhere__c'] }));
  const soql = (since: number): string =>
    'SELECT Email,Id,SystemModstamp,CreatedDate,LastModifiedById,IsDeleted,MasterRecordId,IsConverted,' +
    `ConvertedContactId FROM Lead WHERE SystemModstamp >= ${new Date(since).toISOString()} ` +
    'AND SystemModstamp < 2026-11-10T08:59:57.000Z ORDER BY SystemModstamp,Id LIMIT 2000';
  const first = lead(1, NOW - 60_000, { Email: 'a@acme.example' });
  answers(soql(from), [first], { all: true });
  const one = await poll(org, feed, startCursor(from));
  expect(one).toMatchObject({
    more: false,
    page: {
      readAt: NOW,
      origin: 'poll',
      missing: [],
      snapshots: [
        {
          object: 'Lead',
          record: id('00Q', 1),
          modifiedAt: NOW - 60_000,
          createdAt: NOW - 60_000 - 86_400_000,
          properties: { Email: 'a@acme.example' },
        },
      ],
    },
  });
  expect(one.page.snapshots[0]).not.toHaveProperty('links');
  expect(one.page.snapshots[0]).not.toHaveProperty('becomes');

  answers(soql(NOW - 240_000), [lead(2, NOW - 90_000), first], { all: true });
  const two = await poll(org, feed, stored(one.cursor));
  expect(two.page.snapshots.map(({ record }) => record)).toEqual([id('00Q', 2)]);
  // The description is kept; nobody else was asked.
  expect(counted.map(({ operation }) => operation)).toEqual(
    ['Lead description', 'Lead changes', 'Lead description', 'Lead changes'].filter(
      (_, index) => index !== 2,
    ),
  );
});

test('where one second fills a page, the walk goes on by id', async () => {
  const { org } = open();
  described('Lead', LEAD);
  const feed = feedOf(need('Lead'));
  const at = NOW - 600_000;
  const page = (start: number, size: number): object[] =>
    Array.from({ length: size }, (_, index) => lead(start + index, at));
  answers(/ SystemModstamp >= .* LIMIT 2000$/, page(1, 2_000), { all: true });
  const tie = (after: string): RegExp =>
    new RegExp(`WHERE SystemModstamp = ${new Date(at).toISOString()} AND Id > '${after}' ORDER`);
  answers(/SystemModstamp >= 2026-11-10T08:50:00.000Z/, page(1, 2_000), { all: true });
  answers(tie('000000000000000AAA'), page(1, 2_000), { all: true });
  answers(tie(id('00Q', 2_000)), page(2_001, 7), { all: true });
  answers(/SystemModstamp >= 2026-11-10T08:50:00.001Z/, [], { all: true });
  const found: string[] = [];
  let cursor = startCursor(NOW - 3_600_000);
  for (let more = true; more; ) {
    const result = await poll(org, feed, stored(cursor));
    found.push(...result.page.snapshots.map(({ record }) => record));
    ({ cursor, more } = result);
  }
  expect(found).toHaveLength(2_007);
  expect(new Set(found).size).toBe(2_007);
});

test('a page that Salesforce cuts short is not taken for the end', async () => {
  const { org } = open();
  described('Lead', LEAD);
  answers(/./, [lead(1, NOW - 60_000)], { all: true, next: `${REST}/query/01g0-200` });
  const result = await poll(org, feedOf(need('Lead')), startCursor(NOW - 3_600_000));
  expect(result.more).toBe(true);
});

test('deleted records are missing, merged ones lead to where they live on', async () => {
  const { org } = open();
  described('Lead', LEAD);
  const [kept, deleted, loser, chain, master] = [1, 2, 3, 4, 5].map((number) => id('00Q', number));
  answers(
    /FROM Lead/,
    [
      lead(1, NOW - 60_000, { Email: 'a@acme.example' }),
      lead(2, NOW - 60_000, { IsDeleted: true }),
      lead(3, NOW - 60_000, { IsDeleted: true, MasterRecordId: chain }),
    ],
    { all: true },
  );
  const collection = (ids: (string | undefined)[], records: (object | null)[]): void => {
    salesforce()
      .post(`${REST}/composite/sobjects/Lead`, (body) => {
        expect(body.ids).toEqual(ids);
        return true;
      })
      .reply(200, records);
  };
  const masters = (of: string | undefined, row: object): void =>
    answers(
      `SELECT Id,MasterRecordId FROM Lead WHERE Id IN ('${of}') AND IsDeleted = true`,
      [row],
      {
        all: true,
      },
    );
  collection([loser], [null]);
  masters(loser, { Id: loser, MasterRecordId: chain });
  collection([chain], [null]);
  masters(chain, { Id: chain, MasterRecordId: master });
  collection([master], [lead(5, NOW - 30_000)]);
  const { page } = await poll(
    org,
    feedOf(need('Lead', { properties: ['Email'] })),
    startCursor(NOW - 3_600_000),
  );
  expect(page.missing).toEqual([{ object: 'Lead', record: deleted }]);
  expect(page.snapshots.map(({ record, aliases }) => [record, aliases])).toEqual([
    [kept, undefined],
    [master, [chain, loser]],
  ]);
});

test('a converted lead becomes its contact', async () => {
  const { org } = open();
  described('Lead', LEAD);
  const contact = id('003', 9);
  answers(
    /FROM Lead/,
    [lead(1, NOW - 60_000, { IsConverted: true, ConvertedContactId: contact.slice(0, 15) })],
    { all: true },
  );
  const { page } = await poll(org, feedOf(need('Lead')), startCursor(NOW - 3_600_000));
  expect(page.snapshots[0]?.becomes).toEqual({ object: 'Contact', record: contact });
});

test('too many fields for an address: ids first, then the records by id', async () => {
  const many = Array.from({ length: 600 }, (_, index) => `Field_With_A_Long_Name_${index}__c`);
  const { org } = open();
  described('Lead', [...LEAD, ...many]);
  answers(
    /^SELECT Id,SystemModstamp,IsDeleted,MasterRecordId FROM Lead WHERE/,
    [lead(1, NOW - 60_000), lead(2, NOW - 60_000, { IsDeleted: true })],
    { all: true },
  );
  salesforce()
    .post(`${REST}/composite/sobjects/Lead`, (body) => {
      expect(body.ids).toEqual([id('00Q', 1)]);
      expect(body.fields).toHaveLength(608);
      return true;
    })
    .reply(200, [lead(1, NOW - 60_000, { Field_With_A_Long_Name_7__c: 'x' })]);
  const { page } = await poll(
    org,
    feedOf(need('Lead', { properties: many })),
    startCursor(NOW - 3_600_000),
  );
  expect(page.snapshots[0]?.properties.Field_With_A_Long_Name_7__c).toBe('x');
  expect(page.missing).toEqual([{ object: 'Lead', record: id('00Q', 2) }]);
});

test('a contact role that came reads its deal with all its contacts', async () => {
  const { org } = open();
  const base = ['Id', 'SystemModstamp', 'CreatedDate', 'IsDeleted'];
  described('Opportunity', [...base, 'StageName']);
  described('OpportunityContactRole', [...base, 'OpportunityId', 'ContactId', 'IsPrimary']);
  const deal = id('006', 1);
  const row = { Id: id('00K', 1), SystemModstamp: stamp(NOW - 60_000), OpportunityId: deal };
  answers(/^SELECT Id,SystemModstamp,OpportunityId FROM OpportunityContactRole WHERE/, [row, row], {
    all: true,
  });
  salesforce()
    .post(`${REST}/composite/sobjects/Opportunity`, (body) => body.ids[0] === deal)
    .reply(200, [{ Id: deal, SystemModstamp: stamp(NOW - 3_600_000), StageName: 'Won' }]);
  answers(
    `SELECT OpportunityId,ContactId,IsPrimary FROM OpportunityContactRole WHERE OpportunityId IN ('${deal}')`,
    [
      { OpportunityId: deal, ContactId: id('003', 1), IsPrimary: true },
      { OpportunityId: deal, ContactId: id('003', 2), IsPrimary: false },
    ],
  );
  const wanted = need('Opportunity', { properties: ['StageName'], links: ['Lead', 'Contact'] });
  const { page } = await poll(
    org,
    feedOf(wanted, 'Opportunity:OpportunityContactRole'),
    startCursor(NOW - 3_600_000),
  );
  expect(page).toMatchObject({
    origin: 'poll',
    snapshots: [
      {
        object: 'Opportunity',
        record: deal,
        properties: { StageName: 'Won' },
        links: {
          Lead: [],
          Contact: [
            { record: id('003', 1), primary: true },
            { record: id('003', 2), primary: false },
          ],
        },
      },
    ],
  });
});

test('a field that is hidden from now on is left out after one failure', async () => {
  const { org } = open();
  const first = salesforce().get(`${REST}/sobjects/Lead/describe`);
  first.reply(200, {
    name: 'Lead',
    fields: [...LEAD, 'Secret__c'].map((name) => ({ name, type: 'string' })),
  });
  salesforce()
    .get(`${REST}/queryAll`)
    .query(({ q }) => String(q).includes('Secret__c'))
    .reply(400, [{ errorCode: 'INVALID_FIELD', message: "No such column 'Secret__c'" }]);
  described('Lead', LEAD);
  answers(/^((?!Secret__c).)*$/, [lead(1, NOW - 60_000, { Email: 'a@acme.example' })], {
    all: true,
  });
  const feed = feedOf(need('Lead', { properties: ['Secret__c', 'Email'] }));
  const { page } = await poll(org, feed, startCursor(NOW - 3_600_000));
  expect(page.snapshots[0]?.properties).toEqual({ Email: 'a@acme.example' });
});

test('an object that is not ours to read says what to do', async () => {
  salesforce()
    .get(`${REST}/sobjects/EmailMessage/describe`)
    .reply(404, [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]);
  const { org } = open();
  await expect(poll(org, feedOf(need('EmailMessage')), startCursor(0))).rejects.toMatchObject({
    kind: 'rights',
    message: expect.stringMatching(/read access to EmailMessage by a permission set/),
  });
});

test('a name from a document that is no field name never reaches a query', async () => {
  const { org } = open();
  described('Lead', LEAD);
  answers(/^SELECT Email,Id,[\w,]+ FROM Lead WHERE SystemModstamp/, [], { all: true });
  const hostile = ["Email FROM User WHERE Name != '", 'Id, (SELECT Id FROM Tasks)', 'Email'];
  await poll(org, feedOf(need('Lead', { properties: hostile })), startCursor(NOW - 3_600_000));
});

test('a description is kept; a missed field is looked for soon at first, then ever more rarely', async () => {
  const { org, counted, advance } = open();
  described('Lead', LEAD);
  const timesDescribed = (): number =>
    counted.filter(({ operation }) => operation === 'Lead description').length;
  const turn = async (properties: string[]): Promise<void> => {
    answers(/FROM Lead/, [], { all: true });
    await poll(org, feedOf(need('Lead', { properties })), startCursor(NOW - 3_600_000));
  };
  for (let minute = 0; minute < 120; minute += 1) {
    await turn(['Email']);
    advance(60_000);
  }
  expect(timesDescribed()).toBe(1);
  const missing = async (minutes: number): Promise<number> => {
    const before = timesDescribed();
    for (let minute = 0; minute < minutes; minute += 1) {
      await turn(['Email', 'Absent__c']);
      advance(60_000);
    }
    return timesDescribed() - before;
  };
  expect(await missing(4)).toBe(4);
  expect(await missing(60)).toBeLessThan(15);
  expect(await missing(120)).toBe(10);
});
