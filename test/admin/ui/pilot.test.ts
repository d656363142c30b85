import { expect, test } from '@jest/globals';
import { ownersOf, pilotOf, readBy } from '../../../src/admin/ui/screens/publishing/pilot.js';

test('a pilot is what was chosen last, and nothing while something is missing', () => {
  expect(pilotOf('owners', ['7', '8'], '')).toEqual({ field: 'owner', in: ['7', '8'] });
  expect(pilotOf('teams', ['7'], '{"field":"country","exists":true}')).toEqual({
    field: 'owner',
    in: ['7'],
  });
  expect(pilotOf('owners', [], '')).toBeNull();
  const condition = { field: 'company.domain', inList: 'targets' };
  expect(pilotOf('list', ['7'], JSON.stringify(condition))).toEqual(condition);
  expect(pilotOf('condition', [], JSON.stringify(condition))).toEqual(condition);
  for (const text of ['', 'no JSON', '[1]', 'null']) {
    expect(pilotOf('condition', ['7'], text)).toBeNull();
  }
  expect(readBy('anything')).toBe('owners');
});

test('who is in several of the teams is counted once; unknown teams have nobody', () => {
  const teams = [
    { name: 'Inbound', owners: ['8', '7'] },
    { name: 'Enterprise', owners: ['7', '9'] },
    { name: 'Other', owners: ['1'] },
  ];
  expect(ownersOf(['Enterprise', 'Inbound', 'Gone'], teams)).toEqual(['7', '8', '9']);
});
