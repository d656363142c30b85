import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { fields } from '../../../src/admin/ui/texts/de/fields.js';
import { phrase } from '../../../src/admin/ui/texts/de/phrases/index.js';
import { LEAD_FIELDS } from '../../../src/lead/fields.js';
import { fieldWords } from '../../../src/scoring/words/field.js';
import { modelWords } from '../../../src/scoring/words/model.js';

/** Words by which English is known; none of them is a German word. */
const ENGLISH =
  /\b(?:is|the|and|or|of|with|whose|from|until|at least|at most|only|when|every|each|last|days?|hours?|weeks?|counted|begins|halves|known|unknown)\b/;

const FOLDER = 'config/scoring';
const shipped = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

test.each(shipped)('every part of %s is said in German', (name) => {
  const words = modelWords(parse(readFileSync(`${FOLDER}/${name}`, 'utf8')));
  const said = [
    words.include,
    words.exclude,
    ...Object.values(words.dimensions),
    ...Object.values(words.groups),
    ...words.rules.flatMap((rule) => (rule ? [rule.sentence, rule.size] : [])),
    ...words.disqualify,
    ...words.segments.flatMap((segment) => (segment ? [segment.when, ...segment.changes] : [])),
  ].filter((text) => text !== null);
  expect(said.length).toBeGreaterThan(10);
  expect(said.map(phrase).filter((text) => ENGLISH.test(text))).toEqual([]);
});

test('every lead field has its word in a condition', () => {
  for (const field of Object.keys(LEAD_FIELDS)) {
    const german = (fields[field] ?? '').replace(/ \(.*\)$/, '');
    expect(phrase(`${fieldWords(field)} is known`)).toBe(`${german}: bekannt`);
  }
});

test.each([
  [
    'seniority is vp or director and (country is DE or not (company employees is below 50))',
    'Rang: Bereichsleitung oder Direktion und (Land: DE oder nicht (Beschäftigte der Firma: unter 50))',
  ],
  [
    'company employees is at least 50 and is below 500; +5 when that is unknown; -2 otherwise',
    'Beschäftigte der Firma: mindestens 50 und unter 500; +5, wenn das unbekannt ist; sonst -2',
  ],
  ['job title contains "sales and marketing"', 'Berufsbezeichnung: enthält "sales and marketing"'],
  ['last contacted lies in the last 7 days', 'Zuletzt kontaktiert: in den letzten 7 Tagen'],
  ['last contacted lies at least 1 day back', 'Zuletzt kontaktiert: vor mindestens einem Tag'],
  [
    'each email sent in the last 30 days without email open or email click after 3 days; at most 1 a day',
    'jedes Mal: E-Mail gesendet in den letzten 30 Tagen, ohne dass binnen 3 Tagen folgt: E-Mail geöffnet oder E-Mail geklickt; höchstens 1 am Tag',
  ],
  [
    'no activity on web or email for 1 day; again for every further week',
    'keine Aktivität (web oder email) seit einem Tag; und wieder jede Woche',
  ],
  [
    'views a page (path /pricing) twice and seniority becomes known: vp: +6 -> 100, hot',
    'sieht eine Seite an (path /pricing) (zweimal) und Rang wird bekannt: Bereichsleitung: +6 → 100, hot',
  ],
  [
    'Out of the running, whatever the points: Competitor (company domain is in the list competitors).',
    'Aus dem Rennen, wie viele Punkte es auch sind: Competitor (Domain der Firma: in der Liste competitors).',
  ],
  ['Something else that nobody foresaw', 'Something else that nobody foresaw'],
])('%s', (english, german) => {
  expect(phrase(english)).toBe(german);
});
