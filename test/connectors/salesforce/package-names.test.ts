import { expect, test } from '@jest/globals';
import {
  documentName,
  fieldsByName,
  isOutput,
  isOwnNamespace,
  nameInPackage,
  namespaceOf,
} from '../../../connectors/salesforce/package-names.js';

test.each([
  ['plumbline__Score__c', 'Plumbline_Score__c'],
  ['plumbline__Scored_At__c', 'Plumbline_Scored_At__c'],
  ['PlumblineHQ__Score__c', 'Plumbline_Score__c'],
  ['plumbline_2__Stage__c', 'Plumbline_Stage__c'],
])('%s of the package is %s of the documents', (packaged, name) => {
  expect(documentName(packaged)).toBe(name);
  expect(isOutput(packaged)).toBe(true);
  expect(packaged.endsWith(`__${nameInPackage(name)}`)).toBe(true);
});

test.each(['pi__score__c', 'Score__c', 'Plumbline_Score__c', 'plumbline__Score', 'Email'])(
  '%s is no field of our package',
  (name) => {
    expect(namespaceOf(name)).toBeUndefined();
    expect(documentName(name)).toBe(name);
  },
);

test('fields of others are not ours, whoever made ours', () => {
  expect(['Plumbline_Score__c', 'pi__score__c', 'Plumbline__c', 'Rating'].map(isOutput)).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(
    ['plumbline', 'plumb', 'my_plumbline', 'plumbline_of_a_partner'].map(isOwnNamespace),
  ).toEqual([true, false, false, false]);
});

test("the package's field stands for one that was there before; of two packages the first", () => {
  const fields = ['plumbline2__Score__c', 'Plumbline_Score__c', 'plumbline__Score__c', 'Email'].map(
    (name) => ({ name }),
  );
  for (const given of [fields, fields.toReversed()]) {
    const byName = fieldsByName(given);
    expect(byName.get('plumbline_score__c')?.name).toBe('plumbline__Score__c');
    expect(byName.get('plumbline__score__c')?.name).toBe('plumbline__Score__c');
    expect(byName.get('plumbline2__score__c')?.name).toBe('plumbline2__Score__c');
    expect(byName.get('email')?.name).toBe('Email');
  }
});
