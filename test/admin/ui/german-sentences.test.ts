import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { declaration } from '../../../connectors/hubspot/definition.js';
import { readSentence, SENTENCES } from '../../../src/admin/api/contract/sentences.js';
import { fields, fieldValues } from '../../../src/admin/ui/texts/de/fields.js';
import { said, sentences } from '../../../src/admin/ui/texts/de/said.js';
import { fieldValues as englishValues } from '../../../src/admin/ui/texts/en/field-values.js';
import { DEPARTMENTS, EMAIL_KINDS, LEAD_FIELDS, SENIORITIES } from '../../../src/lead/fields.js';

const ROOT = join(import.meta.dirname, '../../..');
const namesIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(String).sort();

test('every sentence of the server is there in German, with the same values', () => {
  expect(Object.keys(sentences).sort()).toEqual(Object.keys(SENTENCES).sort());
  for (const [code, english] of Object.entries(SENTENCES)) {
    const german = sentences[code as keyof typeof sentences];
    expect([code, german.trim()]).not.toEqual([code, '']);
    // A text for scripts may name an address that the German one for people leaves out, never the reverse.
    const known = namesIn(english);
    expect([code, namesIn(german).filter((name) => !known.includes(name))]).toEqual([code, []]);
  }
});

test('every sentence is found again by its own code, with its values', () => {
  for (const [code, english] of Object.entries(SENTENCES)) {
    const values: Record<string, string> = {};
    const text = english.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
      values[name] = `<${name}>`;
      return values[name];
    });
    expect(readSentence(text)).toEqual({ code, values });
  }
});

/** Where what people see in the app is said, and what of it they never see there. */
const FOLDERS = [
  'src/admin/api/auth',
  'src/admin/api/routes',
  'src/accounts',
  'src/evaluate',
  'src/store',
  'src/reports',
  'connectors/hubspot',
  'connectors/kit',
];
const NOT_FOR_PEOPLE =
  /simulator|embedded|own-app|erase|migrate|pool\.ts|events\.ts|past\.ts|documents\.ts$|salesforce/;
/** Made of sentences that stand elsewhere; X stands for a value. */
const MADE_OF_OTHERS = new Set([
  'X: X',
  'X, because X cannot be ours: X',
  'X; an admin can invite or enable people.',
  'Somebody has this X already; take another one.',
  'X is missing. X',
  'unknown X "X"',
]);

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(join(ROOT, path)).isDirectory()) return filesIn(path);
    return path.endsWith('.ts') && !NOT_FOR_PEOPLE.test(path) ? [path] : [];
  });
}

/** Literal texts of errors; each value in them as a sign. */
function thrownIn(path: string): string[] {
  const source = readFileSync(join(ROOT, path), 'utf8');
  const thrown =
    /new (?:PlumblineError|CrmError)\(\s*'[^']+',\s*('(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)/g;
  return [...source.matchAll(thrown)].map(([, text = '']) => plainText(text));
}

/** A literal's text; X in the place of each value. */
const plainText = (literal: string): string =>
  literal
    .slice(1, -1)
    .replaceAll("\\'", "'")
    .replaceAll('\\n', '\n')
    .replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, 'X');

test('whatever is thrown for people has its sentence in both languages', () => {
  const missing = FOLDERS.flatMap(filesIn).flatMap((path) =>
    thrownIn(path)
      .filter((text) => readSentence(text) === null && !MADE_OF_OTHERS.has(text))
      .map((text) => `${path}: ${text}`),
  );
  expect(missing).toEqual([]);
});

/** Where it is said what is wrong in a document. */
const CHECKS = [
  'src/language/issues.ts',
  'src/language/check.ts',
  'src/language/duration.ts',
  'src/scoring/check-model.ts',
  'src/scoring/check-rules.ts',
  'src/scoring/example-problems.ts',
  'src/mapping/check.ts',
];

/** Where it is said what was taken for what in a spreadsheet. */
const SHEETS = ['read', 'worth', 'into', 'activity-cell'].map(
  (name) => `src/scoring/sheet/${name}.ts`,
);

test('what is wrong in a document is said in both languages', () => {
  const missing = CHECKS.flatMap((path) => {
    const source = readFileSync(join(ROOT, path), 'utf8');
    const found = source.matchAll(/message: ('(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)/g);
    return [...found]
      .map(([, text = '']) => plainText(text))
      .filter((text) => readSentence(text) === null && !MADE_OF_OTHERS.has(text))
      .map((text) => `${path}: ${text}`);
  });
  expect(missing).toEqual([]);
});

test('what a spreadsheet was taken for is said in both languages', () => {
  const found = SHEETS.flatMap((path) => {
    const source = readFileSync(join(ROOT, path), 'utf8');
    return [
      ...source.matchAll(/(?:message|problem)(?::| =) ('(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)/g),
    ];
  });
  const texts = found.map(([, text = '']) =>
    plainText(text).replace(/^(?=is empty|says )/, '"X" '),
  );
  expect(texts.length).toBeGreaterThan(10);
  // Their ends are said one by one below.
  const open = ['"X" names no act that is known: X', '"X" says "X": X', '"X" is no activity typeX'];
  const missing = texts.filter((text) => readSentence(text) === null);
  expect(missing.sort()).toEqual(open.sort());
});

test.each([
  [
    '"Percent" says "viel": expected a number',
    'In „Percent“ steht „viel“: erwartet wird eine Zahl',
  ],
  [
    '"Percent" says "3-5": give one number',
    'In „Percent“ steht „3-5“: Geben Sie eine einzige Zahl an',
  ],
  [
    '"Tea" names no act that is known: name the act in a column "Activity", as in content_download',
    '„Tea“ nennt keine bekannte Handlung: Nennen Sie sie in einer Spalte „Activity“, etwa content_download',
  ],
  [
    '"vist" is no activity type (did you mean visit?)',
    '„vist“ ist keine Aktivitätsart (meinten Sie visit?)',
  ],
  ['sheet "Assets", the first of 3', 'Blatt „Assets“, das erste von 3'],
  [
    '"Percent": percent of a sales-ready lead by its name',
    '„Percent“: dem Namen nach Prozent eines vertriebsreifen Leads',
  ],
])('of a spreadsheet: %s', (english, german) => {
  expect(said(english)).toBe(german);
});

test('a name that somebody gave is never translated', () => {
  expect(said('unknown field "text"')).toBe('unbekanntes Feld "text"');
});

test('ways of connecting and what they cost are said in German', () => {
  const texts = declaration.ways.flatMap(({ label, freshness }) => [label, freshness]);
  expect(texts.filter((text) => readSentence(text) === null)).toEqual([]);
});

test('a refusal is said sentence by sentence; what the CRM said stays', () => {
  expect(
    said(
      'Write-back stays off: Owners cannot be read: grant the scope crm.objects.owners.read and connect again.',
    ),
  ).toBe(
    'Das Schreiben bleibt aus: Owners: nicht lesbar. Geben Sie das Recht crm.objects.owners.read und verbinden Sie neu.',
  );
  expect(said('HubSpot refused batch update: Property values were not valid.')).toBe(
    'HubSpot hat „batch update“ abgelehnt: Property values were not valid.',
  );
  expect(said('Whatever else a CRM says.')).toBe('Whatever else a CRM says.');
});

test('every lead field and every value of ours has a German word', () => {
  expect(Object.keys(fields).sort()).toEqual(Object.keys(LEAD_FIELDS).sort());
  const codes = (values: Readonly<Record<string, object>>) =>
    Object.entries(values).map(([field, names]) => [field, ...Object.keys(names)]);
  expect(codes(fieldValues)).toEqual([
    ['seniority', ...SENIORITIES],
    ['department', ...DEPARTMENTS],
    ['emailKind', ...EMAIL_KINDS],
  ]);
  expect(codes(englishValues)).toEqual(codes(fieldValues));
});
