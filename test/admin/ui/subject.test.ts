import { expect, test } from '@jest/globals';
import { subjectName } from '../../../src/admin/ui/screens/audit/subject.js';
import { audit as german } from '../../../src/admin/ui/texts/de/audit.js';
import { audit as english } from '../../../src/admin/ui/texts/en/audit.js';
import { modelChange, phrase } from '../../../src/admin/ui/texts/en/said.js';

const crmName = (crm: string): string => (crm === 'hubspot' ? 'HubSpot' : crm);
const inEnglish = (about: string): string => subjectName(about, english, crmName);
const inGerman = (about: string): string => subjectName(about, german, crmName);

test('what a change is about is named, not spelt as the log does', () => {
  expect(inGerman('model b2b-default')).toBe('Modell b2b-default');
  expect(inEnglish('mapping hubspot')).toBe('Mapping hubspot');
  expect(inGerman('view/7')).toBe('Ansicht 7');
  expect(inEnglish('user/Ada Lovelace')).toBe('Ada Lovelace');
  expect(inEnglish('hubspot/123')).toBe('HubSpot 123');
  expect(inGerman('3 records')).toBe('3 Datensätze');
});

test('a bare name, and what is not known, stays', () => {
  expect(inGerman('b2b-default')).toBe('b2b-default');
  expect(inGerman('constructor/1')).toBe('constructor 1');
  expect(inGerman('Some text of many words')).toBe('Some text of many words');
});

test('a threshold has the name of its stage also in English', () => {
  expect(modelChange('threshold mql 50 -> 60')).toBe('threshold MQL 50 -> 60');
  expect(modelChange('segment large: threshold opportunity 100 removed')).toBe(
    'segment large: threshold Opportunity 100 removed',
  );
  expect(modelChange('threshold own 5 added')).toBe('threshold own 5 added');
  expect(phrase('thresholds mql 60 and sql 100')).toBe('thresholds MQL 60 and SQL 100');
  expect(phrase('visits, then mql 60')).toBe('visits, then mql 60');
});
