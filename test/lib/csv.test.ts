import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from '@jest/globals';
import { openCsv } from '../../src/lib/csv.js';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-csv-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(content: string | Uint8Array) {
  const path = join(folder, 'leads.csv');
  writeFileSync(path, content);
  const file = await openCsv(path, Readable.from([]));
  const bad: [number, string][] = [];
  const rows: (readonly string[])[] = [];
  for await (const { row, cells } of file.rows((at, reason) => bad.push([at, reason]))) {
    rows.push([String(row), ...cells]);
  }
  return { file, rows, bad };
}

test.each([
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'bar'],
])('the separator %j is found out', async (separator, name) => {
  const { file, rows } = await read(`a${separator}"b, c; d"\n1${separator}2\n`);
  expect(file.separator).toBe(name);
  expect(file.headers).toEqual(['a', 'b, c; d']);
  expect(rows).toEqual([['2', '1', '2']]);
});

test('encodings are found out', async () => {
  expect((await read('\uFEFFName\nJörg\n')).file.headers).toEqual(['Name']);
  const latin = await read(Buffer.from('Name\nJ\xf6rg\n', 'latin1'));
  expect(latin.file.encoding).toBe('Windows-1252');
  expect(latin.rows).toEqual([['2', 'Jörg']]);
  const wide = await read(Buffer.from('\uFEFFName\nJörg\n', 'utf16le'));
  expect(wide.file.encoding).toBe('UTF-16');
  expect(wide.rows).toEqual([['2', 'Jörg']]);
});

test.each([
  ['a workbook', Buffer.from('504b030414000600', 'hex'), 'workbook'],
  ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'workbook'],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'no text'],
  ['UTF-16 that does not say so', Buffer.from('a,b\n1,2\n', 'utf16le'), 'no text'],
])('%s is refused with the way out', async (_, content, what) => {
  await expect(read(content)).rejects.toMatchObject({
    code: 'not-csv',
    message: expect.stringMatching(new RegExp(`leads\\.csv is .*${what}.*save as CSV`)),
  });
});

test('bad rows are told by their number and left out, the rest goes on', async () => {
  const { rows, bad } = await read('a,b\n1,2\n\n3\n4,5,6\n"7\n8",9\n10,11,\n');
  expect(rows).toEqual([
    ['2', '1', '2'],
    ['6', '7\n8', '9'],
    ['7', '10', '11', ''],
  ]);
  expect(bad).toEqual([
    [4, 'has 1 cell, the header has 2'],
    [5, 'has 3 cells, the header has 2'],
  ]);
});

test('a quote that is never closed is told', async () => {
  const { rows, bad } = await read('a,b\n1,2\n"3,4\n5,6\n');
  expect(rows).toEqual([['2', '1', '2']]);
  expect(bad).toEqual([[3, 'opens a quote that is never closed']]);
});

test('headers become unique and never empty', async () => {
  expect((await read('a,,a\n')).file.headers).toEqual(['a', 'column 2', 'a (2)']);
});

test('a file without a header and one that is not there are refused', async () => {
  await expect(read('')).rejects.toThrow('has no header');
  await expect(openCsv(join(folder, 'none.csv'), Readable.from([]))).rejects.toThrow(
    'there is no such file',
  );
  await expect(openCsv(folder, Readable.from([]))).rejects.toThrow('it is a folder');
});
