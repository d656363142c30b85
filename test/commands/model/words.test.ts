/** `model schema` and `model explain`. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { explainFile } from '../../../src/commands/model/explain.js';
import { printSchema } from '../../../src/commands/model/schema.js';
import { runCli } from '../support.js';
import { fakeIo, SMALL, testFolder } from './support.js';

const folder = testFolder();

test('the schema is the one that ships', async () => {
  const { io, stdout } = fakeIo();
  expect(await printSchema(io)).toBe(0);
  expect(stdout()).toBe(readFileSync('config/schema/model.schema.json', 'utf8'));
});

test('a model is explained in words, its warnings beside', async () => {
  const file = folder.write('small.yaml', `${SMALL}lists: { nobody: [] }\n`);
  const { io, stdout, stderr } = fakeIo();
  expect(await explainFile(file, io)).toBe(0);
  expect(stdout()).toContain('What an MQL is here: a lead with a total of at least 50.');
  expect(stdout()).toContain('+50  Demo [demo]: demo request; counted once; halves every 30 days');
  expect(stderr()).toBe(`warning: ${file}:13: lists.nobody: the list is empty\n`);
});

test('the commands: a file that cannot be used is one line and exit code 1', async () => {
  const bad = folder.write('bad.yaml', SMALL.replace('demo_request', 'demo_requst'));
  const { code, stdout, stderr } = await runCli(['model', 'explain', bad]);
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain(`${bad}:5: rules[0].activity.type: unknown activity type`);
  expect(stderr).toContain('did you mean demo_request?');
  expect((await runCli(['model', 'schema'])).code).toBe(0);
  expect((await runCli(['model', 'explian', bad])).stderr).toContain('Did you mean explain?');
});
