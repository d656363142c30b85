/** `model import-sheet` and `model export-sheet`, over real files. */
import { readFileSync } from 'node:fs';
import { expect, jest, test } from '@jest/globals';
import { writeXlsx } from 'hucre/xlsx';
import { exportSheet } from '../../../src/commands/model/export-sheet.js';
import { type ImportOptions, importSheet } from '../../../src/commands/model/import-sheet.js';
import { readSheetFile } from '../../../src/commands/model/sheet-file.js';
import { runCli } from '../support.js';
import { fakeIo, SMALL, testFolder } from './support.js';

const folder = testFolder();
/** Written by another library than the one that reads it; percent as a spreadsheet formats it. */
const WORKBOOK = 'test/commands/model/fixtures/assets.xlsx';
const plain: ImportOptions = { force: false, percent: false, points: false };

const CSV = folder.write(
  'assets.csv',
  Buffer.from(
    `Inhalt;Phase;Prozent;Bemerkung;Wer
Whitepaper;Früh;30 %;"vom Vertrieb; März";Bo
Demo-Anfrage;Spät;100 %;;
Podcast;Früh;5 %;;
Messe;Früh;?;;
Chat;Früh
`,
    'latin1',
  ),
);

async function run(path: string, options: Partial<ImportOptions> = {}, input = '') {
  const { io, stdout, stderr } = fakeIo(input);
  const code = await importSheet(path, { ...plain, ...options }, io);
  return { code, stdout: stdout(), stderr: stderr() };
}

test('a sheet becomes a model that passes its check; rows that are not read are told', async () => {
  const out = folder.path('model.yaml');
  const { code, stdout, stderr } = await run(CSV, { out });
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toBe(`${CSV}: semicolon-separated, Windows-1252; 2 of 5 rows read
columns: asset "Inhalt", journey stage "Phase", worth "Prozent": percent and points as each cell says
not used: "Wer"
row 4: "Podcast" names no act that is known: name the act in a column "Activity", as in content_download; not read
row 5: "Prozent" says "?": expected a number; not read
row 6: has 2 cells, the header has 5; not read
2 rules added.
`);
  const text = folder.read('model.yaml');
  expect(text).toContain('# - content, webinars, events, forms: 180d, halved every 45d\n');
  expect(text).toContain(
    '- { id: whitepaper, group: Frueh, label: Whitepaper, activity: { type: content_download }, percent: 30, within: 180d, decay: { halfLife: 45d } } # vom Vertrieb; März\n',
  );
  const check = await runCli(['model', 'check', out]);
  expect(check.stdout).toBe(`${out}: ok: assets v1, 6 rules, 0 pinned leads\n`);
});

test('what takes long is told while it lasts', async () => {
  let now = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => {
    now += 3_000;
    return now;
  });
  const { stderr } = await run(CSV);
  clock.mockRestore();
  expect(stderr).toMatch(/^2 rows read; making the rules$/m);
  expect((await run(CSV)).stderr).not.toContain('making the rules');
});

test('a workbook is read with its percent formats, below a title; the first sheet is taken', async () => {
  const { code, stdout, stderr } = await run(WORKBOOK);
  expect(code).toBe(1);
  expect(stderr).toContain('sheet "Tabelle1"; 3 of 4 rows read');
  expect(stderr).toContain('row 7: "Podcast" names no act');
  expect(stdout).toMatch(/id: whitepaper,.* percent: 30,/);
  expect(stdout).toMatch(/id: demo-anfrage,.* percent: 100,.* # wichtig\n/);
  expect(stdout).toMatch(/id: webinar-teilnahme, group: Erwaegung,.* percent: 20,/);
  const sheet = await readSheetFile(WORKBOOK, 'Tabelle1', fakeIo().io);
  expect(sheet.rows[3]).toEqual({
    row: 4,
    cells: expect.arrayContaining([{ text: '0.3', number: 0.3, percent: true }]),
  });
});

test('a percent sign that only stands beside the number makes no percent; hidden sheets are passed over', async () => {
  const formats = ['0.0%', '0"%"', '0\\%', '[Red]0 %;-0 %'];
  const bytes = await writeXlsx({
    sheets: [
      { name: 'Notes', hidden: true, rows: [['nothing']] },
      {
        name: 'Assets',
        rows: [['Percent', 'Asset'], ...formats.map((format) => [0.5, format])],
        cells: new Map(formats.map((numFmt, index) => [`${index + 1},0`, { style: { numFmt } }])),
      },
    ],
  });
  const { rows, what } = await readSheetFile(
    folder.write('formats.xlsx', bytes),
    undefined,
    fakeIo().io,
  );
  expect(what).toBe('sheet "Assets"');
  expect(rows.slice(1).map(({ cells }) => cells[0]?.percent)).toEqual([true, false, false, true]);
});

test.each(['sheet.csv', 'sheet.xlsx'])('through %s and back it is the same model', async (name) => {
  const first = folder.path(`first-${name}.yaml`);
  const csv = folder.write(
    `of-${name}.csv`,
    'Asset,Stage,Worth,Note\n"White ""paper"", A",Früh,12.5 %,"=1+1, noted"\nDemo,,40 Punkte,\nChat,Früh,29 %,\nAbmeldung,,-20 %,\n',
  );
  expect((await run(csv, { out: first })).code).toBe(0);
  const out = folder.path(name);
  expect(await exportSheet(first, { out, force: false }, fakeIo().io)).toBe(0);
  const again = await run(out);
  expect(again.code).toBe(0);
  expect(again.stdout).toBe(readFileSync(first, 'utf8'));
});

test('put into a model, it changes its numbers alone and says what it lacks', async () => {
  const into = folder.write('into.yaml', SMALL);
  const csv = folder.write('points.csv', 'Asset,Points\nDemo,60\n');
  const { code, stdout, stderr } = await run(csv, { into });
  expect(code).toBe(0);
  expect(stdout).toBe(SMALL.replace('points: 50', 'points: 60'));
  expect(stderr).toContain('0 rules added, 1 changed, 0 as they were.\n');
  expect(stderr).toContain(
    'warning: pinned lead "Asked today" expects total 50 and now has 60: correct it there\n',
  );
  const other = await run(folder.write('chat.csv', 'Asset,Points\nChat,5\n'), { into });
  expect(other.stderr).toContain('Not in the sheet, kept: "Demo".\n');
});

test('plain numbers under a name that says nothing are asked for', async () => {
  const csv = folder.write('worth.csv', 'Asset,Wert\nDemo,60\n');
  await expect(run(csv)).rejects.toThrow('say which with --percent or --points');
  expect((await run(csv, { percent: true })).stdout).toContain('percent: 60');
  expect((await run(csv, { points: true })).stdout).toContain('points: 60');
  await expect(run(csv, { percent: true, points: true })).rejects.toThrow('either');
});

test('a file that is there is not replaced without --force', async () => {
  const out = folder.write('mine.yaml', 'mine');
  const csv = folder.write('one.csv', 'Asset,Points\nDemo,60\n');
  await expect(run(csv, { out })).rejects.toThrow(`${out} is there already`);
  await expect(exportSheet(out, { out, force: false }, fakeIo().io)).rejects.toThrow(
    'ends in .csv or .xlsx',
  );
  expect(folder.read('mine.yaml')).toBe('mine');
  expect((await run(csv, { out, force: true })).code).toBe(0);
  expect(folder.read('mine.yaml')).toContain('id: demo');
});

test.each<[string, () => string, string]>([
  ['no file', () => folder.path('none.xlsx'), 'there is no such file'],
  [
    'a broken workbook',
    () => folder.write('b.xlsx', readFileSync(WORKBOOK).subarray(0, 2_000)),
    'save it anew as .xlsx, or as CSV',
  ],
  [
    'an old workbook',
    () => folder.write('o.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex')),
    'save it as .xlsx',
  ],
  ['an empty file', () => folder.write('e.csv', ''), 'has no header'],
  ['no columns', () => folder.write('c.csv', 'a,b\n1,2\n'), 'Row 1 says: a | b'],
  [
    'no rows',
    () => folder.write('r.csv', 'Asset,Percent\nPodcast,2 %\n'),
    'not one row could be read',
  ],
])('%s is explained by the file and the way out', async (_, file, message) => {
  const path = file();
  await expect(run(path)).rejects.toThrow(message);
  await expect(run(path)).rejects.toThrow(path);
});

test('an unknown sheet is answered with those that there are', async () => {
  await expect(run(WORKBOOK, { sheet: 'Blatt 2' })).rejects.toThrow(
    'has no sheet "Blatt 2". It has "Tabelle1"; choose with --sheet.',
  );
});

test('the commands: through standard input and output', async () => {
  const made = await runCli(['model', 'import-sheet', '-'], { input: 'Asset,Percent\nDemo,100\n' });
  expect(made.code).toBe(0);
  expect(made.stderr).toContain('percent of a sales-ready lead by its name');
  const model = folder.write('made.yaml', made.stdout);
  const sheet = await runCli(['model', 'export-sheet', model]);
  expect(sheet.code).toBe(0);
  expect(sheet.stdout).toBe(
    '\uFEFFAsset,Journey stage,Percent or points,Activity,Comment\nUnsubscribed,,-20,unsubscribe,\nDemo,,100 %,demo_request,\n',
  );
  expect(sheet.stderr).toContain('only in the model: "Manager or above"');
  const wrong = await runCli(['model', 'export-sheet', model, '--out', 'x.ods']);
  expect(wrong.code).toBe(2);
});
