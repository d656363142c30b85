import { expect, test } from '@jest/globals';
import type nock from 'nock';
import type { OutputProperty } from '../../../connectors/connector.js';
import { noNetwork } from '../no-network.js';
import { hubspotApi, NOT_FOUND, open } from './support.js';

noNetwork();

const PATH = '/crm/properties/2026-09/contacts';
const CONFLICT = {
  status: 'error',
  category: 'OBJECT_ALREADY_EXISTS',
  subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
  message: 'A property with this name exists.',
};

const output = (name: string, rest: Partial<OutputProperty> = {}): OutputProperty => ({
  name,
  label: name,
  description: `The ${name}.`,
  type: 'number',
  writtenBy: 'us',
  ...rest,
});

function existing(name: string, rest: object = {}): object {
  return {
    name: `plumbline_${name}`,
    label: name,
    description: '',
    groupName: 'plumbline',
    type: 'number',
    fieldType: 'number',
    options: [],
    ...rest,
  };
}

function look(name: string, status: number, body: nock.Body): void {
  hubspotApi()
    .get(`${PATH}/plumbline_${name}`)
    .query(() => true)
    .reply(status, body);
}

test('group and property are created when absent, with exactly these bodies', async () => {
  look('feedback', 404, NOT_FOUND);
  hubspotApi().get(`${PATH}/groups/plumbline`).reply(404, NOT_FOUND);
  const group = { name: 'plumbline', label: 'Plumbline', displayOrder: -1 };
  hubspotApi()
    .post(`${PATH}/groups`, group)
    .reply(201, { ...group, archived: false });
  hubspotApi()
    .post(PATH, {
      name: 'plumbline_feedback',
      label: 'Feedback',
      description: 'The feedback.',
      groupName: 'plumbline',
      type: 'enumeration',
      fieldType: 'select',
      options: [
        { label: 'Accepted', value: 'accepted', displayOrder: 0, hidden: false },
        { label: 'Rejected', value: 'rejected', displayOrder: 1, hidden: false },
      ],
    })
    .reply(201, existing('feedback'));
  const steps = await open().session.provision([
    output('feedback', {
      label: 'Feedback',
      type: 'list',
      options: [
        { value: 'accepted', label: 'Accepted' },
        { value: 'rejected', label: 'Rejected' },
      ],
      writtenBy: 'person',
    }),
  ]);
  expect(steps).toEqual([{ property: 'plumbline_feedback', action: 'create' }]);
});

test('what is there already takes looks alone', async () => {
  look('score', 200, existing('score'));
  const { session, counted } = open();
  expect(await session.provision([output('score')])).toEqual([
    { property: 'plumbline_score', action: 'present' },
  ]);
  expect(counted).toHaveLength(1);
});

test('a name taken meanwhile counts as done, for group and property', async () => {
  look('score', 404, NOT_FOUND);
  hubspotApi().get(`${PATH}/groups/plumbline`).reply(404, NOT_FOUND);
  hubspotApi().post(`${PATH}/groups`).reply(409, CONFLICT);
  hubspotApi().post(PATH).reply(409, CONFLICT);
  look('score', 200, existing('score'));
  expect(await open().session.provision([output('score')])).toEqual([
    { property: 'plumbline_score', action: 'present' },
  ]);
});

test('a create that answers 200 instead of 201 did create', async () => {
  look('score', 404, NOT_FOUND);
  hubspotApi()
    .get(`${PATH}/groups/plumbline`)
    .reply(200, { name: 'plumbline', label: 'Plumbline', archived: false, displayOrder: -1 });
  hubspotApi().post(PATH).reply(200, existing('score'));
  expect(await open().session.provision([output('score')])).toEqual([
    { property: 'plumbline_score', action: 'create' },
  ]);
});

test('a plan creates nothing and tells apart adopting and refusing', async () => {
  look('score', 200, existing('score', { type: 'string', fieldType: 'text' }));
  look('grade', 200, existing('grade', { calculated: true }));
  look('band', 200, existing('band', { groupName: 'contactinformation' }));
  look('stage', 404, NOT_FOUND);
  const steps = await open().session.planProvision([
    output('score'),
    output('grade'),
    output('band'),
    output('stage'),
  ]);
  expect(steps.map((step) => step.action)).toEqual(['refuse', 'refuse', 'adopt', 'create']);
  expect(steps[0]?.reason).toMatch(/plumbline_score.*string.*must be number.*Delete or rename/);
});

test('a list keeps its own choices and gets those it lacks', async () => {
  const own = { label: 'Mine', value: 'mine', displayOrder: 3, hidden: true };
  look(
    'override',
    200,
    existing('override', { type: 'enumeration', fieldType: 'select', options: [own] }),
  );
  hubspotApi()
    .patch(`${PATH}/plumbline_override`, {
      options: [own, { label: 'Hot', value: 'hot', displayOrder: 1, hidden: false }],
    })
    .reply(200, existing('override'));
  const steps = await open().session.provision([
    output('override', { type: 'list', options: [{ value: 'hot', label: 'Hot' }] }),
  ]);
  expect(steps[0]).toMatchObject({ action: 'adopt' });
});

test('a missing right stops it and names the scope', async () => {
  look('score', 404, NOT_FOUND);
  hubspotApi()
    .get(`${PATH}/groups/plumbline`)
    .reply(200, { name: 'plumbline', label: 'Plumbline', archived: false, displayOrder: -1 });
  hubspotApi()
    .post(PATH)
    .reply(403, {
      status: 'error',
      category: 'MISSING_SCOPES',
      errors: [{ context: { requiredGranularScopes: ['crm.schemas.contacts.write'] } }],
    });
  await expect(open().session.provision([output('score')])).rejects.toMatchObject({
    kind: 'rights',
    message: expect.stringContaining('crm.schemas.contacts.write'),
  });
});
