import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { runCli } from './support.js';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-try-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILE = join(folder, 'leads.csv');
writeFileSync(
  FILE,
  `Vorname,E-Mail,Position,Firma,Recent Conversion,Recent Conversion Date,Notiz
Ann,ann@acme.example,VP Sales,Acme,Demo form,2026-02-27,a note
Bo,bo@birch.example,Student,Birch,Newsletter,2026-02-20,
Cy,not an address,Head of IT,Cedar,,,
Di,di@dogwood.example
Eve,eve@elm.example,Clerk,Elm,Pricing,2026-02-26,
`,
);
const AT = ['--at', '2026-03-01T12:00:00Z'];

test('a number that is none, or too large, is refused with its bounds', async () => {
  for (const top of ['-1', 'many', '1000001']) {
    const { code, stderr } = await runCli(['try', FILE, '--top', top]);
    expect(code).not.toBe(0);
    expect(stderr).toContain('Expected a whole number from 0 to 1000000.');
  }
});

test('a file of leads shows the guess and the best with their reasons', async () => {
  const { code, stdout, stderr } = await runCli(['try', FILE, '--top', '2', ...AT]);
  expect(code).toBe(0);
  expect(stderr).toBe('row 5: has 2 cells, the header has 7; left out\n');
  expect(stdout).toContain('leads.csv: 4 rows, 7 columns, comma-separated, UTF-8');
  expect(stdout).toMatch(/Position +-> jobTitle/);
  expect(stdout).toMatch(/Recent Conversion +-> activity by the form's name/);
  expect(stdout).toContain('Custom fields for a model of your own (1): Notiz');
  expect(stdout).toContain('E-Mail: is not an e-mail address (1 row: 4)');
  expect(stdout).toContain('The best 2 of 4, by b2b-default v1 as of 2026-03-01T12:00Z');
  expect(stdout).toMatch(/ 1\. +\d+ {2}C\d \w+ +Ann \(Acme\)/);
  expect(stdout).toMatch(/ 2\. +\d+ {2}C\d \w+ +Eve \(Elm\)/);
  expect(stdout).toMatch(
    /\+[\d.]+ Asked for a demo or price \(2026-02-27\), \+\d+ Director or above/,
  );
  expect(stdout).not.toContain('\u001b[');
  expect(stdout).toContain('Nothing was stored or sent.');
});

test('a guess is corrected, and JSON holds everything', async () => {
  const args = ['try', FILE, '--map', 'Position=-', '--map', 'Notiz=company.industry', '--json'];
  const { code, stdout } = await runCli([...args, ...AT]);
  expect(code).toBe(0);
  const result = JSON.parse(stdout);
  expect(result.columns).toContainEqual({
    column: 'Notiz',
    values: 'text',
    told: true,
    kind: 'field',
    field: 'company.industry',
  });
  expect(result.badRows).toEqual([{ what: 'has 2 cells, the header has 7', count: 1, rows: [5] }]);
  expect(result.leads).toHaveLength(4);
  expect(result.leads[0]).toMatchObject({ row: 2, name: 'Ann (Acme)' });
  const sum = result.leads[0].reasons.reduce(
    (all: number, one: { points: number }) => all + one.points,
    0,
  );
  expect(sum).toBeCloseTo(result.leads[0].total, 9);
});

test('another model may be used; a file without rows ends with 1', async () => {
  const empty = await runCli(['try', '-'], { input: 'a,b\n' });
  expect(empty.code).toBe(1);
  expect(empty.stderr).toContain('standard input has a header and no rows');
  const unknown = await runCli(['try', FILE, '--map', 'Nota=email']);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('there is no column "Nota". Did you mean Notiz?');
});

test('a file of one lead has one row', async () => {
  const one = join(folder, 'one.csv');
  writeFileSync(one, 'Email,Note\nann@alder.example,here\n');
  const { code, stdout } = await runCli(['try', one, ...AT]);
  expect(code).toBe(0);
  expect(stdout).toContain('one.csv: 1 row, 2 columns, comma-separated');
});

test('a file in which nothing is recognised is refused, not ranked at zero', async () => {
  const file = join(folder, 'other.csv');
  writeFileSync(file, 'Colour,Weight\nred,1\nblue,2\n');
  const { code, stdout, stderr } = await runCli(['try', file, ...AT]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('no column was recognised ("Colour", "Weight")');
  expect(stderr).toContain("--map 'Column=field'");
});
