import { expect, test } from '@jest/globals';
import { declaration } from '../../../connectors/salesforce/definition.js';

test.each([
  ['score', 'Plumbline_Score__c'],
  ['scored_at', 'Plumbline_Scored_At__c'],
  ['feedback_reason', 'Plumbline_Feedback_Reason__c'],
  ['fit-b2b_score', 'Plumbline_Fit_B2b_Score__c'],
])('%s is the field %s', (logical, name) => {
  expect(declaration.outputName(logical)).toBe(name);
});

test('an idle org costs less than 3,000 calls a day', () => {
  expect(declaration.limits.idlePollsPerDay).toBeLessThan(3_000);
});

test('people open a record in their own org', () => {
  expect(declaration.recordUrl('00D', 'Lead', '00Q000000000001EAA', 'acme.my.salesforce.com')).toBe(
    'https://acme.my.salesforce.com/lightning/r/Lead/00Q000000000001EAA/view',
  );
  expect(declaration.recordUrl('00D', 'Lead', '00Q000000000001EAA')).toBe(
    'https://login.salesforce.com/lightning/r/Lead/00Q000000000001EAA/view',
  );
});

test('every person object is written to, and the stage is one of a person object', () => {
  const persons = Object.entries(declaration.objects).filter(([, { role }]) => role === 'person');
  expect(persons.map(([object]) => object)).toEqual(declaration.personObjects);
  for (const object of declaration.stage.objects)
    expect(declaration.personObjects).toContain(object);
});
