import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/salesforce/simulator/index.js';
import { leads, NOW, query, start } from './support.js';

let simulator: Simulator;
let account: string;
let contact: string;

beforeAll(async () => {
  simulator = await start({
    customFields: [{ name: 'Topics__c', type: 'multipicklist', values: ['a', 'b', 'c'] }],
  });
  const { acts, setup } = simulator;
  account = acts.create('Account', { Name: 'Ridge Ltd', NumberOfEmployees: 12 }).id;
  contact = acts.create('Contact', {
    LastName: 'Quill',
    FirstName: "O'Dea",
    AccountId: account,
    Title: '100% _sure_',
    Topics__c: 'a;b',
  }).id;
  const opportunity = acts.create('Opportunity', {
    Name: 'Ridge deal',
    AccountId: account,
    StageName: 'Prospecting',
    CloseDate: '2026-12-24',
  }).id;
  acts.create('OpportunityContactRole', { OpportunityId: opportunity, ContactId: contact });
  acts.create('Lead', { LastName: 'Queued', Company: 'Q', OwnerId: setup.queues.inbound });
});
afterAll(() => simulator.close());

const names = async (where: string, object = 'Contact') => {
  const { body, status } = await query(simulator, `SELECT Name FROM ${object} WHERE ${where}`);
  expect([status, body]).toEqual([200, expect.anything()]);
  return body.records.map((row: { Name: string }) => row.Name);
};
const refused = async (soql: string) => {
  const { status, body } = await query(simulator, soql);
  expect(status).toBe(400);
  return body[0].errorCode;
};
const QUILL = "O'Dea Quill";

describe('conditions', () => {
  test.each([
    ["LastName = 'QUILL'", [QUILL]],
    ["FirstName = 'O\\'Dea' AND LastName LIKE 'qu%'", [QUILL]],
    ["Title LIKE '100\\% \\_sure\\_'", [QUILL]],
    ["Title LIKE '100_ _sure_'", [QUILL]],
    ["LastName = 'Quill' AND (Email = null OR Email = 'x@y.example')", [QUILL]],
    ["LastName = 'Quill' AND (NOT Email = null)", []],
    ["NOT LastName != 'Quill'", [QUILL]],
    ["LastName IN ('Quill', 'Nobody')", [QUILL]],
    ["Email NOT IN ('x@y.example') AND LastName = 'Quill'", [QUILL]],
    ["Email != 'x@y.example' AND LastName = 'Quill'", [QUILL]],
    ["Topics__c INCLUDES ('a;b')", [QUILL]],
    ["Topics__c INCLUDES ('a;c', 'b')", [QUILL]],
    ["Topics__c INCLUDES ('a;c')", []],
    ["LastName = 'Quill' AND Topics__c EXCLUDES ('b')", []],
    ["Account.Name = 'Ridge Ltd' AND Account.NumberOfEmployees >= 12", [QUILL]],
    ["Account.Name = 'Ridge Ltd' AND Account.NumberOfEmployees > 12", []],
    ["HasOptedOutOfEmail = false AND LastName = 'Quill'", [QUILL]],
    ["LastName = 'Quill' AND CreatedDate >= 2026-11-22T09:00:00Z", [QUILL]],
    ["LastName = 'Quill' AND CreatedDate < 2026-11-22T10:00:00.000+01:00", []],
    ["LastName = 'Quill' AND CreatedDate = TODAY", [QUILL]],
    ["LastName = 'Quill' AND CreatedDate < LAST_N_DAYS:3", []],
  ])('%s', async (where, expected) => {
    expect(await names(where)).toEqual(expected);
  });

  test('an id is compared in both forms and with its capitals', async () => {
    expect(await names(`Id = '${contact.slice(0, 15)}'`)).toEqual([QUILL]);
    expect(await names(`AccountId IN ('${account}')`)).toEqual([QUILL]);
  });

  test('semi-joins', async () => {
    const inner = 'SELECT ContactId FROM OpportunityContactRole WHERE IsPrimary = false';
    expect(await names(`LastName = 'Quill' AND Id IN (${inner})`)).toEqual([QUILL]);
    expect(await names(`LastName = 'Quill' AND Id NOT IN (${inner})`)).toEqual([]);
  });

  test('queued leads by the name and type of their owner', async () => {
    const where = "Owner.Name = 'Inbound Leads' AND Owner.Type = 'Queue' AND LastName = 'Queued'";
    expect(await names(where, 'Lead')).toEqual(['Queued']);
  });
});

describe('what is read', () => {
  test('parents, children, addresses and labels', async () => {
    const { body } = await query(
      simulator,
      `SELECT Id, Account.Name, Account.Owner.Name, MailingAddress, toLabel(LeadSource), (SELECT Role, Opportunity.Name FROM OpportunityContactRoles) FROM Contact WHERE Id = '${contact}'`,
    );
    const [row] = body.records;
    expect(row).toMatchObject({
      attributes: { type: 'Contact', url: `/services/data/v66.0/sobjects/Contact/${contact}` },
      Id: contact,
      Account: {
        attributes: { type: 'Account' },
        Name: 'Ridge Ltd',
        Owner: { Name: expect.any(String) },
      },
      MailingAddress: null,
      LeadSource: null,
      OpportunityContactRoles: {
        totalSize: 1,
        done: true,
        records: [{ Role: null, Opportunity: { Name: 'Ridge deal' } }],
      },
    });
  });

  test('names in any case come back as describe spells them; an alias may stand before them', async () => {
    const soql = `select l.lastname, L.owner.NAME from Contact l where l.id = '${contact}'`;
    const { body } = await query(simulator, soql);
    expect(Object.keys(body.records[0])).toEqual(['attributes', 'LastName', 'Owner']);
  });

  test('counts and groups', async () => {
    const count = await query(simulator, 'SELECT COUNT() FROM Contact');
    expect(count.body).toEqual({
      totalSize: simulator.org.records.count('Contact'),
      done: true,
      records: [],
    });
    const { body } = await query(
      simulator,
      'SELECT Type, COUNT(Id) n, MAX(Name) FROM Campaign GROUP BY Type',
    );
    const webinar = body.records.find((row: { Type: string }) => row.Type === 'Webinar');
    expect(webinar).toEqual({
      attributes: { type: 'AggregateResult' },
      Type: 'Webinar',
      n: 1,
      expr0: 'Scoring in practice',
    });
  });

  test('order by several fields, nulls where asked, limit and offset', async () => {
    const rows = async (tail: string) =>
      (await query(simulator, `SELECT Title, Id FROM Lead ${tail}`)).body.records as {
        Title: string | null;
        Id: string;
      }[];
    const first = await rows('ORDER BY Title, Id');
    const last = await rows('ORDER BY Title DESC NULLS LAST, Id');
    expect(first[0]?.Title).toBeNull();
    expect(last.at(-1)?.Title).toBeNull();
    const titles = first.map((row) => row.Title).filter((title) => title !== null);
    expect(titles).toEqual(
      [...titles].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    );
    const page = await rows('ORDER BY Title, Id LIMIT 3 OFFSET 2');
    expect(page.map((row) => row.Id)).toEqual(first.slice(2, 5).map((row) => row.Id));
  });

  test('walking by stamp and id meets everything once', async () => {
    const seen: string[] = [];
    let where = 'SystemModstamp >= 2020-01-01T00:00:00Z';
    for (;;) {
      const { body } = await query(
        simulator,
        `SELECT Id, SystemModstamp FROM Lead WHERE ${where} ORDER BY SystemModstamp ASC, Id ASC LIMIT 7`,
      );
      seen.push(...body.records.map((row: { Id: string }) => row.Id));
      const last = body.records.at(-1);
      if (!last) break;
      const time = last.SystemModstamp.replace('+0000', 'Z');
      where = `(SystemModstamp > ${time} OR (SystemModstamp = ${time} AND Id > '${last.Id}'))`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(simulator.org.records.count('Lead'));
  });

  test('all fields at once, with a limit', async () => {
    const { body } = await query(simulator, 'SELECT FIELDS(ALL) FROM Lead LIMIT 1');
    expect(Object.keys(body.records[0])).toEqual(
      expect.arrayContaining(['Id', 'Company', 'Topics__c', 'SystemModstamp']),
    );
    expect(await refused('SELECT FIELDS(ALL) FROM Lead')).toBe('MALFORMED_QUERY');
  });
});

describe('refusals', () => {
  test.each([
    ['SELECT Nonsense FROM Lead', 'INVALID_FIELD'],
    ['SELECT Id FROM Lead WHERE Nonsense = 1', 'INVALID_FIELD'],
    ['SELECT Id FROM Lead ORDER BY Nonsense', 'INVALID_FIELD'],
    ['SELECT Id, Nonsense.Name FROM Lead', 'INVALID_FIELD'],
    ['SELECT Id, Owner.Department FROM Lead', 'INVALID_FIELD'],
    ['SELECT Id FROM Nonsense__c', 'INVALID_TYPE'],
    ['SELECT Id, (SELECT Id FROM Nonsense) FROM Lead', 'INVALID_TYPE'],
    ['SELECT FROM Lead', 'MALFORMED_QUERY'],
    ['SELECT Id, Id FROM Lead', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Lead WHERE Title = 'a' AND Rating = 'b' OR City = 'c'", 'MALFORMED_QUERY'],
    ["SELECT Id FROM Lead WHERE Title = 'a' AND NOT Rating = 'b'", 'MALFORMED_QUERY'],
    ["SELECT Id FROM Lead WHERE Title = 'it\\q'", 'MALFORMED_QUERY'],
    ["SELECT Id FROM Lead WHERE Title = 'it's'", 'MALFORMED_QUERY'],
    ["SELECT Id FROM Lead WHERE CreatedDate > '2026-01-01T00:00:00Z'", 'INVALID_FIELD'],
    ['SELECT Id FROM Lead WHERE CreatedDate > 2026-01-01', 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE NumberOfEmployees = '5'", 'INVALID_FIELD'],
    ['SELECT Id FROM Lead WHERE Title = 5', 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE IsConverted = 'false'", 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE Description = 'x'", 'INVALID_FIELD'],
    ["SELECT Id FROM LeadHistory WHERE NewValue = 'x'", 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE Id = 'short'", 'INVALID_QUERY_FILTER_OPERATOR'],
    ["SELECT Id FROM Lead WHERE OwnerId LIKE '005%'", 'INVALID_QUERY_FILTER_OPERATOR'],
    ['SELECT Id FROM Lead ORDER BY Description', 'MALFORMED_QUERY'],
    ['SELECT Id, COUNT(Id) FROM Lead', 'MALFORMED_QUERY'],
    [
      "SELECT Id FROM Lead WHERE Title = 'x' OR Id IN (SELECT LeadId FROM CampaignMember)",
      'MALFORMED_QUERY',
    ],
    ['SELECT Id FROM Lead WHERE Id IN (SELECT Status FROM CampaignMember)', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Lead OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE'],
  ])('%s: %s', async (soql, code) => {
    expect(await refused(soql)).toBe(code);
  });

  test('a query of more than 100,000 characters', () => {
    const soql = `SELECT Id FROM Lead WHERE Title = '${'x'.repeat(100_000)}'`;
    expect(() => simulator.org.query(soql, { all: false, user: simulator.setup.admin })).toThrow(
      /100000/,
    );
  });
});

test('deleted and archived records show with queryAll alone', async () => {
  const { acts, org } = simulator;
  const [gone] = leads(simulator);
  const id = String(gone?.id);
  acts.delete('Lead', id);
  const rows = (all: boolean) =>
    org.query(`SELECT Id, IsDeleted FROM Lead WHERE Id = '${id}'`, {
      all,
      user: simulator.setup.admin,
    });
  expect(rows(false).totalSize).toBe(0);
  expect(rows(true).render(0, 1, '66.0')).toMatchObject([{ Id: id, IsDeleted: true }]);
  const task = acts.create('Task', { Subject: 'Old' });
  acts.set('Task', task.id, { IsArchived: true });
  const old = (all: boolean) =>
    org.query(`SELECT Id FROM Task WHERE Id = '${task.id}'`, { all, user: simulator.setup.admin });
  expect([old(false).totalSize, old(true).totalSize]).toEqual([0, 1]);
  expect(NOW).toBeLessThanOrEqual(org.clock.now());
});
