import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { documentSchemas, SCHEMA_FOLDER } from '../../src/commands/document-schemas.js';
import { readDocument } from '../../src/language/document.js';

const HEADER = /^# yaml-language-server: \$schema=(\S+)\n/;

/** The schema that documents of a folder name; of `config` itself each document names its own. */
const SCHEMA_OF: Readonly<Record<string, (file: string) => string>> = {
  'config/scoring': () => 'model',
  config: (file) => basename(file, '.yaml'),
  mappings: () => 'mapping',
};

const documents = Object.keys(SCHEMA_OF).flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => join(folder, file)),
);

test('the shipped schemas are what the code accepts; `npm run schemas` writes them', () => {
  expect(readdirSync(SCHEMA_FOLDER).sort()).toEqual([...documentSchemas().keys()].sort());
  for (const [file, text] of documentSchemas()) {
    expect(readFileSync(join(SCHEMA_FOLDER, file), 'utf8')).toBe(text);
  }
});

test.each(documents)('%s names its schema and keeps to it', (path) => {
  const text = readFileSync(path, 'utf8');
  const named = join(dirname(path), HEADER.exec(text)?.[1] ?? 'no header');
  const kind = SCHEMA_OF[dirname(path)]?.(path) ?? '';
  expect(named).toBe(join(SCHEMA_FOLDER, `${kind}.schema.json`));
  expect(existsSync(named)).toBe(true);

  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(named, 'utf8')));
  const { value } = readDocument(text, path);
  validate(value);
  expect(validate.errors).toBeNull();
  expect(validate({ ...(value as object), surprise: 1 })).toBe(false);
});
