import { expect, test } from '@jest/globals';
import { readSheet } from '../../../src/scoring/sheet/read.js';
import { sheet, type Value } from './support.js';

const read = (...rows: readonly (readonly Value[])[]) =>
  readSheet(sheet(...rows), 'assets.csv', undefined);

test('columns are found by name, in any order, in English and German, below a title', () => {
  const english = read(
    ['Percent', 'Buyer journey stage', 'Asset name'],
    ['30 %', 'Awareness', 'Demo'],
  );
  expect(english.entries).toEqual([
    {
      row: 2,
      asset: 'Demo',
      stage: 'Awareness',
      worth: { percent: 30 },
      matcher: { type: 'demo_request' },
      told: false,
      comment: '',
    },
  ]);
  const german = read(
    ['Unsere Inhalte 2026', '', '', '', ''],
    ['', '', '', '', ''],
    ['Notiz', 'Kaufphase', 'Inhalt', 'Punkte', 'Wer'],
    ['gut', 'Entscheidung', 'Kontaktformular', '40', 'Bo'],
  );
  expect(german.columns.row).toBe(3);
  expect(german.unused).toEqual(['Wer']);
  expect(german.entries[0]).toMatchObject({
    row: 4,
    asset: 'Kontaktformular',
    stage: 'Entscheidung',
    worth: { points: 40 },
    matcher: { type: 'contact_request' },
    comment: 'gut',
  });
});

test('a column called Activity names the acts, or the asset where there is no other name', () => {
  const named = read(
    ['Asset', 'Percent', 'Activity'],
    ['Explainer video', '10 %', 'custom:video'],
    ['ROI page', '20 %', 'page_view { path: { contains: roi } }'],
    ['Both', '5 %', 'webinar_registered, webinar_attended'],
  );
  expect(named.entries.map(({ matcher, told }) => [matcher, told])).toEqual([
    [{ type: 'custom:video' }, true],
    [{ type: 'page_view', where: { path: { contains: 'roi' } } }, true],
    [{ type: ['webinar_registered', 'webinar_attended'] }, true],
  ]);
  expect(read(['Activity', 'Points'], ['Demo', 50]).entries[0]?.asset).toBe('Demo');
});

test.each([
  [['Asset', 'Stage'], 'no row names the columns'],
  [['Percent', 'Stage'], 'no row names the columns'],
  [['Asset', 'Points', 'Percent'], 'row 1: "Points" and "Percent" could each be'],
])('columns that are missing or too many are explained: %j', (header, message) => {
  expect(() => read(header, ['Demo', '1', '2'])).toThrow(message);
});

test('of a column of percent and one of points the one told is read', () => {
  const rows = sheet(['Asset', 'Points', 'Percent'], ['Demo', 50, 100]);
  expect(readSheet(rows, 'f', 'points').entries[0]?.worth).toEqual({ points: 50 });
  expect(readSheet(rows, 'f', 'percent').entries[0]?.worth).toEqual({ percent: 100 });
});

test('every row that is not read is told with its number and why', () => {
  const { entries, troubles } = read(
    ['Asset', 'Stage', 'Percent', 'Activity'],
    ['Demo', '', '100 %', ''],
    ['', '', '', ''],
    ['Webinar', '', '', ''],
    ['Trial', '', '20-30 %', ''],
    ['Total', '', '130 %', ''],
    ['', 'Awareness', '5 %', ''],
    ['demo', '', '90 %', ''],
    ['Guide', '', '5 %', 'content_dwnload'],
    ['Page', '', '5 %', 'page_view { path: { beginsWith: x } }'],
  );
  expect(entries.map(({ row }) => row)).toEqual([2]);
  expect(troubles).toEqual([
    { row: 4, message: '"Percent" is empty' },
    { row: 5, message: '"Percent" says "20-30 %": give one number' },
    { row: 6, message: expect.stringMatching(/^"Total" names no act that is known: name the act/) },
    { row: 7, message: 'has no name of an asset' },
    { row: 8, message: 'is the same asset as row 2' },
    { row: 9, message: '"content_dwnload" is no activity type (did you mean content_download?)' },
    { row: 10, message: expect.stringMatching(/^"{ path: { beginsWith: x } }" is no condition: /) },
  ]);
});

test('assets of one kind are told apart by their names, in their spelling', () => {
  const { entries, notes } = read(
    ['Asset', 'Percent'],
    ['White paper: Begrüßung', '10 %'],
    ['Whitepaper ROI-Rechner', '20 %'],
    ['White paper', '5 %'],
    ['Landing page Herbst Aktion', '1 %'],
    ['Landing page Frühling', '2 %'],
  );
  expect(entries.map(({ matcher }) => matcher?.where)).toEqual([
    { form: { contains: 'Begrüßung' } },
    { form: { contains: 'ROI-Rechner' } },
    undefined,
    { path: { contains: 'herbst-aktion' } },
    { path: { contains: 'fruhling' } },
  ]);
  expect(notes[0]).toEqual({
    row: 2,
    message: 'told from row 3, 4 by a form that contains "Begrüßung": correct it to your own names',
  });
  expect(notes[2]?.message).toBe('counts the same acts as row 2, 3: one act pays for each');
});

test('guessed paths and more than a sales-ready lead are noted', () => {
  const { notes } = read(['Asset', 'Percent'], ['Pricing page', '20 %'], ['Demo', '130 %']);
  expect(notes).toEqual([
    { row: 2, message: 'counts pages under /pricing: correct the path if yours is another' },
    { row: 3, message: '130 % is more than a sales-ready lead' },
  ]);
});
