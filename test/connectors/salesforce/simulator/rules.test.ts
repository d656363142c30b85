import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/salesforce/simulator/index.js';
import type {
  SaveResult,
  WriteContext,
} from '../../../../connectors/salesforce/simulator/transaction.js';
import { call, leadIds, leads, start } from './support.js';

let simulator: Simulator;
let context: WriteContext;
beforeAll(async () => {
  simulator = await start({
    people: 80,
    customFields: [
      { name: 'Band__c', type: 'picklist', values: ['A', 'B'], restricted: true },
      { name: 'Points__c', type: 'double' },
    ],
  });
  context = { user: simulator.setup.integration, client: null, api: 'rest', autoAssign: false };
});
afterAll(() => simulator.close());

const codes = (result: SaveResult) =>
  result.success ? 'saved' : result.errors.map((error) => error.statusCode).join();
const create = (object: string, fields: Record<string, unknown>, with_ = context) =>
  codes(simulator.org.create(object, fields, with_));
const someLead = () => String(leadIds(simulator, 1)[0]);
const update = (fields: Record<string, unknown>, id = someLead()) =>
  codes(simulator.org.update('Lead', id, fields, context));

describe('values', () => {
  test.each([
    ['a required field emptied', { LastName: '' }, 'REQUIRED_FIELD_MISSING'],
    ['the last name too long', { LastName: 'x'.repeat(81) }, 'STRING_TOO_LONG'],
    ['exactly long enough', { LastName: 'x'.repeat(80) }, 'saved'],
    ['an unrestricted picklist takes any word', { Rating: 'Boiling' }, 'saved'],
    ['a restricted one does not', { Band__c: 'C' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    ['a restricted one with its word', { Band__c: 'B' }, 'saved'],
    ['a number too great', { NumberOfEmployees: 100_000_000 }, 'NUMBER_OUTSIDE_VALID_RANGE'],
    ['a number as text', { NumberOfEmployees: '12' }, 'saved'],
    ['no address', { Email: 'a@b' }, 'INVALID_EMAIL_ADDRESS'],
    ['two dots', { Email: 'a@b..example' }, 'INVALID_EMAIL_ADDRESS'],
    ['an address', { Email: "o'dea+x@b-c.example" }, 'saved'],
    ['a bad id', { OwnerId: 'nobody' }, 'MALFORMED_ID'],
    ['an id of another object', { OwnerId: '0015f0000000001' }, 'FIELD_INTEGRITY_EXCEPTION'],
    ['an id of nobody', { OwnerId: '0055f00000zzzzz' }, 'INVALID_CROSS_REFERENCE_KEY'],
    ['a boolean emptied', { DoNotCall: null }, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
    ['a date that is none', { EmailBouncedDate: 'soon' }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    [
      'a field that only the platform sets',
      { IsConverted: true },
      'INVALID_FIELD_FOR_INSERT_UPDATE',
    ],
    ['an unknown field', { Nonsense__c: 1 }, 'INVALID_FIELD'],
  ])('%s', (_what, fields, code) => {
    expect(update(fields)).toBe(code);
  });

  test('a number is rounded to the scale of its field, and text is trimmed', () => {
    const id = someLead();
    update({ Points__c: 71.6, Title: '  VP  ', City: '' }, id);
    expect(simulator.org.get('Lead', id)?.values).toMatchObject({
      Points__c: 72,
      Title: 'VP',
      City: null,
    });
  });
});

describe('owners', () => {
  const task = (fields: Record<string, unknown>) =>
    create('Task', { Subject: 'Call', WhoId: someLead(), ...fields });

  test('a queue owns what it takes', () => {
    const { inbound, desk } = simulator.setup.queues;
    expect(update({ OwnerId: inbound })).toBe('saved');
    expect(task({ OwnerId: desk })).toBe('saved');
    expect(task({ OwnerId: inbound })).toBe('FIELD_INTEGRITY_EXCEPTION');
    simulator.org.settings.queueWithoutTasks = 'INVALID_CROSS_REFERENCE_KEY';
    expect(task({ OwnerId: inbound })).toBe('INVALID_CROSS_REFERENCE_KEY');
    simulator.org.settings.queueWithoutTasks = 'FIELD_INTEGRITY_EXCEPTION';
    const contact = { LastName: 'C', OwnerId: desk };
    expect(create('Contact', contact)).toBe('FIELD_INTEGRITY_EXCEPTION');
  });

  test('an inactive user owns nothing new, and keeps what there is', () => {
    const inactive = simulator.setup.owners.at(-1);
    expect(task({ OwnerId: inactive })).toBe('INACTIVE_OWNER_OR_USER');
    const id = someLead();
    simulator.acts.set('Lead', id, { OwnerId: inactive });
    expect(update({ Title: 'X' }, id)).toBe('saved');
    simulator.acts.set('Lead', id, { OwnerId: simulator.setup.admin });
  });
});

describe('tasks', () => {
  const account = () => String([...simulator.org.records.all('Account').keys()][0]);

  test('a lead as the name allows no related record; a contact does', () => {
    const contact = String([...simulator.org.records.all('Contact').keys()][0]);
    const fields = { Subject: 'S', WhatId: account() };
    expect(create('Task', { ...fields, WhoId: someLead() })).toBe('FIELD_INTEGRITY_EXCEPTION');
    expect(create('Task', { ...fields, WhoId: contact })).toBe('saved');
  });

  test('a closed status closes it, and it moves the last activity without a stamp', () => {
    const id = someLead();
    const before = simulator.org.get('Lead', id)?.values.SystemModstamp;
    const made = simulator.org.create(
      'Task',
      { Subject: 'S', WhoId: id, ActivityDate: '2027-01-05' },
      context,
    );
    expect(made.success && made.record.values.IsClosed).toBe(false);
    simulator.acts.completeTask(String(made.id));
    expect(simulator.org.get('Task', String(made.id))?.values).toMatchObject({
      IsClosed: true,
      CompletedDateTime: expect.stringMatching(/^2026-11-22T/),
    });
    expect(simulator.org.get('Lead', id)?.values).toMatchObject({
      LastActivityDate: '2027-01-05',
      SystemModstamp: before,
    });
  });

  test('a deleted or missing name is refused', () => {
    const [, gone = ''] = leadIds(simulator, 2);
    simulator.acts.delete('Lead', gone);
    expect(create('Task', { Subject: 'S', WhoId: gone })).toBe('ENTITY_IS_DELETED');
  });
});

describe('converted leads', () => {
  test('are locked, for tasks too, unless the user may edit them', () => {
    const converted = [...simulator.org.records.all('Lead').values()].find(
      ({ values }) => values.IsConverted === true,
    );
    const id = String(converted?.id);
    expect(update({ Title: 'X' }, id)).toBe('CANNOT_UPDATE_CONVERTED_LEAD');
    expect(create('Task', { Subject: 'S', WhoId: id })).toBe('CANNOT_UPDATE_CONVERTED_LEAD');
    simulator.org.access.give(context.user, 'ViewAndEditConvertedLeads');
    expect(update({ Title: 'X' }, id)).toBe('saved');
    simulator.org.access.give(context.user, 'ViewAndEditConvertedLeads', false);
  });
});

describe('rules of the org', () => {
  test('a validation rule refuses with its own message and field', () => {
    simulator.addValidationRule({
      object: 'Lead',
      when: "Rating = 'Hot' AND Phone = null",
      message: 'A hot lead needs a phone.',
      field: 'Phone',
    });
    const id = someLead();
    const result = simulator.org.update('Lead', id, { Rating: 'Hot', Phone: null }, context);
    expect(result).toMatchObject({
      success: false,
      errors: [
        {
          statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
          message: 'A hot lead needs a phone.',
          fields: ['Phone'],
        },
      ],
    });
    expect(update({ Rating: 'Hot', Phone: '+49 30 1' }, id)).toBe('saved');
    simulator.org.validationRules.length = 0;
  });

  test('an alert on duplicates lets pass whom the header lets pass; a block does not', async () => {
    const twin = { LastName: 'T', Company: 'C', Email: 'twin@x.example' };
    const post = (headers: Record<string, string> = {}, version = '66.0') =>
      call(simulator, 'POST', `/services/data/v${version}/sobjects/Lead`, twin, { headers });
    expect((await post()).status).toBe(201);
    const refused = await post();
    expect(refused.body[0]).toMatchObject({
      errorCode: 'DUPLICATES_DETECTED',
      duplicateResult: { allowSave: true, matchResults: [{ size: 1 }] },
    });
    const allow = { 'sforce-duplicate-rule-header': 'allowSave=true; includeRecordDetails=false' };
    expect((await post(allow)).status).toBe(201);
    expect((await post(allow, '51.0')).status).toBe(400);
    simulator.org.duplicateRules.push({
      object: 'Lead',
      name: 'B',
      field: 'Email',
      action: 'block',
    });
    expect((await post(allow)).status).toBe(400);
    simulator.org.duplicateRules.pop();
  });

  test('the active assignment rule takes leads from whoever does not say no', async () => {
    const id = someLead();
    simulator.acts.edit('Lead', id, { OwnerId: simulator.setup.admin });
    const patch = (headers: Record<string, string>) =>
      call(simulator, 'PATCH', `sobjects/Lead/${id}`, { Title: 'A' }, { headers });
    const owner = () => simulator.org.get('Lead', id)?.values.OwnerId;
    await patch({ 'sforce-auto-assign': 'FALSE' });
    expect(owner()).toBe(simulator.setup.admin);
    await patch({});
    expect(owner()).toBe(simulator.setup.queues.triage);
  });

  test('a campaign has a member once; its status says whether it is a response', () => {
    const CampaignId = simulator.acts.create('Campaign', { Name: 'New', Type: 'Webinar' }).id;
    const label = { CampaignId, Label: 'Attended', HasResponded: true };
    simulator.acts.create('CampaignMemberStatus', label);
    const member = { CampaignId, LeadId: someLead() };
    const made = simulator.org.create('CampaignMember', member, context);
    expect(made.success && made.record.values.HasResponded).toBe(false);
    expect(create('CampaignMember', member)).toBe('DUPLICATE_VALUE');
    expect(create('CampaignMember', { CampaignId })).toBe('REQUIRED_FIELD_MISSING');
    const after = simulator.acts.respond(member.LeadId, CampaignId, 'Attended');
    expect(after.values).toMatchObject({ HasResponded: true, FirstRespondedDate: '2026-11-22' });
  });

  test('an opportunity has one primary role, and its contact is that one', () => {
    const [a, b] = [...simulator.org.records.all('Contact').keys()];
    const { id } = simulator.acts.create('Opportunity', {
      Name: 'O',
      StageName: 'Closed Won',
      CloseDate: '2026-12-01',
      ContactId: a,
    });
    const stored = () => simulator.org.get('Opportunity', id)?.values;
    expect(stored()).toMatchObject({ IsWon: true, IsClosed: true, Probability: 100, ContactId: a });
    simulator.acts.create('OpportunityContactRole', {
      OpportunityId: id,
      ContactId: b,
      IsPrimary: true,
    });
    expect(stored()?.ContactId).toBe(b);
    const roles = simulator.org.records.by('OpportunityContactRole', 'OpportunityId', id);
    expect(roles.map(({ values }) => [values.ContactId, values.IsPrimary])).toEqual([
      [a, false],
      [b, true],
    ]);
  });
});

describe('rights', () => {
  test('a hidden field is no field, a read-only one is not written', async () => {
    const profile = simulator.org.access.profileOf(context.user);
    simulator.org.access.hide(profile, 'Lead', 'Title');
    expect(update({ Title: 'X' })).toBe('INVALID_FIELD');
    const described = await call(simulator, 'GET', 'sobjects/Lead/describe');
    const names = described.body.fields.map((field: { name: string }) => field.name);
    expect(names).not.toContain('Title');
    simulator.org.access.hide(profile, 'Lead', 'Title', false);
    simulator.org.access.makeReadOnly(profile, 'Lead', 'Title');
    expect(update({ Title: 'X' })).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
    simulator.org.access.makeReadOnly(profile, 'Lead', 'Title', false);
  });

  test('objects may be closed, to all or to writers', async () => {
    const profile = simulator.org.access.profileOf(context.user);
    simulator.org.access.deny(profile, 'Lead', 'edit');
    expect(update({ Title: 'X' })).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
    simulator.org.access.deny(profile, 'Lead', 'edit', false);
    simulator.org.access.deny(profile, 'Lead', 'read');
    expect((await call(simulator, 'GET', 'sobjects/Lead/describe')).status).toBe(404);
    const task = { Subject: 'S', WhoId: someLead() };
    expect(create('Task', task)).toBe('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY');
    simulator.org.access.deny(profile, 'Lead', 'read', false);
  });

  test('a new custom field is for those whose permission sets open it', async () => {
    const { org, setup } = simulator;
    const like = org.definitions.field('Lead', 'Points__c');
    org.definitions.putField('Lead', { ...(like as NonNullable<typeof like>), name: 'Own__c' });
    expect(update({ Own__c: 1 })).toBe('INVALID_FIELD');
    const admin = { ...context, user: setup.admin };
    const made = (object: string, fields: Record<string, unknown>) =>
      String(org.create(object, fields, admin).id);
    const set = made('PermissionSet', { Name: 'P', Label: 'P' });
    const field = { ParentId: set, SobjectType: 'Lead', Field: 'Lead.Own__c' };
    const grant = made('FieldPermissions', { ...field, PermissionsRead: true });
    made('PermissionSetAssignment', { AssigneeId: setup.integration, PermissionSetId: set });
    expect(update({ Own__c: 1 })).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
    org.update('FieldPermissions', grant, { PermissionsEdit: true }, admin);
    expect(update({ Own__c: 1 })).toBe('saved');
  });
});

describe('history and the bin', () => {
  test('tracked fields leave rows; the creation leaves one', () => {
    const made = simulator.acts.create('Lead', { LastName: 'H', Company: 'C' });
    simulator.acts.edit('Lead', made.id, { Status: 'Working - Contacted', City: 'Rome' });
    simulator.acts.edit('Lead', made.id, { OwnerId: simulator.setup.queues.desk });
    const rows = simulator.org.records.by('LeadHistory', 'LeadId', made.id);
    expect(rows.map(({ values }) => [values.Field, values.OldValue, values.NewValue])).toEqual([
      ['created', null, null],
      ['Status', 'Open - Not Contacted', 'Working - Contacted'],
      ['Owner', simulator.setup.admin, simulator.setup.queues.desk],
      ['Owner', expect.any(String), 'Sales Desk'],
    ]);
  });

  test('what belongs to a record goes and comes back with it', () => {
    const [found] = leads(simulator).filter(
      ({ id }) => simulator.org.records.by('CampaignMember', 'LeadId', id).length > 0,
    );
    const id = String(found?.id);
    const members = () =>
      simulator.org.records
        .by('CampaignMember', 'LeadId', id)
        .filter(({ values }) => values.IsDeleted !== true).length;
    const before = members();
    simulator.acts.delete('Lead', id);
    expect(members()).toBe(0);
    simulator.acts.undelete('Lead', id);
    expect(members()).toBe(before);
  });
});

test('a change tells who wrote it, by which way and with what', () => {
  const heard: unknown[] = [];
  simulator.org.onChange((change) => heard.push(change));
  const writer = { ...context, client: 'plumbline/7' };
  simulator.org.update('Lead', someLead(), { Title: 'Told', City: 'Oslo' }, writer);
  expect(heard).toEqual([
    expect.objectContaining({
      kind: 'UPDATE',
      object: 'Lead',
      changed: ['Title', 'City'],
      user: simulator.setup.integration,
      origin: 'com/salesforce/api/rest/66.0;client=plumbline/7',
      sequenceNumber: 1,
    }),
  ]);
});
