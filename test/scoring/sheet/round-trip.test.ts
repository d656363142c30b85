import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { baseModel } from '../../../src/commands/model/base-model.js';
import { checkExamples } from '../../../src/scoring/check-examples.js';
import { loadModel } from '../../../src/scoring/load.js';
import { knownIn, putSheet } from '../../../src/scoring/sheet/into.js';
import { readSheet } from '../../../src/scoring/sheet/read.js';
import type { SheetRow } from '../../../src/scoring/sheet/types.js';
import { writeSheet } from '../../../src/scoring/sheet/write.js';
import { asRead, sheet } from './support.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const load = (text: string) => loadModel(text, 'model.yaml', { readList: () => 'one.example' });

/** A new model of a sheet. */
function imported(rows: readonly SheetRow[]): string {
  const { entries } = readSheet(rows, 'assets.csv', undefined);
  return putSheet(baseModel(entries, { name: 'assets', origin: 'From a sheet.' }), entries).text;
}

const words = fc.constantFrom(
  'White paper',
  'Demo',
  'Webinar',
  'Preisseite',
  'E-Mail Klick',
  'Abmeldung',
  'form: "ROI", #1',
  'Öffnung',
  'Messe {2026}',
);
const anything = fc.string({ unit: 'grapheme', maxLength: 12 });
const asset = fc.oneof(
  words,
  fc.tuple(words, anything).map((parts) => parts.join(' ')),
  anything,
);
const stage = fc.oneof(
  fc.constantFrom('', 'Awareness', 'Erwägung / Vergleich', 'awareness', '3. Kauf'),
  anything,
);
const worth = fc.oneof(
  fc.integer({ min: -100, max: 100 }),
  fc.integer({ min: 0, max: 1000 }).map((tenths) => ({ percent: tenths / 1000 })),
  fc.constantFrom('30 %', '12,5%', '5 Punkte', 'tbd', ''),
);
const anyRow = fc.tuple(
  asset,
  stage,
  worth,
  fc.constantFrom('', 'custom:video', 'chat, page_view { path: x }'),
  anything,
);

test('import(export(import(x))) is import(x), to the letter; it loads, and no row is lost silently', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 12 }), (rows) => {
      const given = sheet(['Asset', 'Stage', 'Points', 'Activity', 'Comment'], ...rows);
      const { entries, troubles } = readSheet(given, 'assets.csv', undefined);
      const filled = given.filter(
        ({ row, cells }) => row > 1 && cells.some(({ text }) => /[^\p{C}\s]/u.test(text)),
      );
      expect([...entries, ...troubles].map(({ row }) => row).sort((a, b) => a - b)).toEqual(
        filled.map(({ row }) => row),
      );
      const first = imported(given);
      const { model } = load(first);
      expect(model.rules.filter(({ activity }) => activity)).toHaveLength(
        writeSheet(first).lines.length,
      );
      const again = readSheet(asRead(writeSheet(first)), 'assets.csv', undefined);
      expect(again.troubles).toEqual([]);
      expect(imported(asRead(writeSheet(first)))).toBe(first);
    }),
    { numRuns: 60 },
  );
});

const folder = 'config/scoring';
const shipped = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

test.each(shipped)('a sheet of %s put back into it changes nothing', (file) => {
  const text = readFileSync(`${folder}/${file}`, 'utf8');
  const { entries, troubles } = readSheet(asRead(writeSheet(text)), file, undefined, knownIn(text));
  expect(troubles).toEqual([]);
  const put = putSheet(text, entries);
  expect(put.text).toBe(text);
  expect(put).toMatchObject({ added: [], changed: [], kept: [] });
  expect(entries.length).toBeGreaterThan(0);
});

test('a model of a sheet keeps who the lead is, and what takes points, and passes its check', () => {
  const { model, warnings } = load(imported(sheet(['Asset', 'Percent'], ['Demo', '100 %'])));
  expect(warnings).toEqual([]);
  expect(checkExamples(model, NOW)).toEqual([]);
  expect(model.readyAt).toBe(100);
  expect(model.rules.map(({ id }) => id)).toEqual([
    'decision-maker',
    'size',
    'student',
    'unsubscribed',
    'demo',
  ]);
  const own = load(imported(sheet(['Asset', 'Percent'], ['Abmeldung', '-50 %'])));
  expect(own.model.rules.at(-1)).toMatchObject({ id: 'abmeldung', percent: -50, within: '365d' });
  expect(own.model.rules.map(({ id }) => id)).not.toContain('unsubscribed');
});
