import { expect, test } from '@jest/globals';
import { checkModels } from '../../../src/commands/model/check.js';
import { runCli } from '../support.js';
import { fakeIo, SMALL, testFolder } from './support.js';

const folder = testFolder();
const good = folder.write('good.yaml', SMALL);

test('a good model is ok, and so are all that are shipped', async () => {
  const { io, stdout } = fakeIo();
  expect(await checkModels([good], { json: false }, io)).toBe(0);
  expect(stdout()).toBe(`${good}: ok: small v1, 1 rule, 1 pinned lead\n`);
});

test('what cannot be loaded is told with file, line, path and suggestion; the others are still checked', async () => {
  const bad = folder.write(
    'bad.yaml',
    SMALL.replace('demo_request }, points', 'demo_requst }, points').replace('decay', 'decoy'),
  );
  const { io, stdout } = fakeIo();
  const missing = folder.path('none.yaml');
  expect(await checkModels([bad, missing, good], { json: false }, io)).toBe(1);
  expect(stdout()).toContain(
    `${bad}:5: rules[0].decoy: unknown key "decoy" (did you mean decay?)\n`,
  );
  expect(stdout()).toContain(`${bad}: not ok: cannot be used, 1 problem\n`);
  // Without a line, which it has none of.
  expect(stdout()).toContain(
    `\nCannot read ${missing}: there is no such file.\n${missing}: not ok`,
  );
  expect(stdout()).toContain(`${good}: ok`);
});

test('a pinned lead that moved is a problem at its place', async () => {
  const moved = folder.write('moved.yaml', SMALL.replace('total: 50', 'total: 40'));
  const { io, stdout } = fakeIo();
  expect(await checkModels([moved], { json: false }, io)).toBe(1);
  expect(stdout()).toContain(
    `${moved}:12: examples[0].expect.total: pinned lead "Asked today" expects 40, the model gives 50`,
  );
});

test('pinned leads are scored as of --at', async () => {
  const past = folder.write(
    'past.yaml',
    SMALL.replace('points: 50,', 'points: 50, activeTo: 2026-01-01,'),
  );
  expect(await checkModels([past], { json: false, at: '2025-12-31' }, fakeIo().io)).toBe(0);
  expect(await checkModels([past], { json: false, at: '2026-01-02' }, fakeIo().io)).toBe(1);
});

test('a warning fails nothing', async () => {
  const doubtful = folder.write('doubtful.yaml', `${SMALL}lists: { nobody: [] }\n`);
  const { io, stdout } = fakeIo();
  expect(await checkModels([doubtful], { json: false }, io)).toBe(0);
  expect(stdout()).toContain(`warning: ${doubtful}:13: lists.nobody: the list is empty`);
});

test('the command: JSON out, exit codes 0, 1 and 2', async () => {
  const moved = folder.write('moved2.yaml', SMALL.replace('total: 50', 'total: 40'));
  const { code, stdout } = await runCli(['model', 'check', '--json', good, moved]);
  expect(code).toBe(1);
  const result = JSON.parse(stdout);
  expect(result.ok).toBe(false);
  expect(result.files[0]).toMatchObject({ file: good, ok: true, model: 'small', rules: 1 });
  expect(result.files[1].problems).toEqual([
    expect.objectContaining({ line: 12, path: 'examples[0].expect.total' }),
  ]);
  expect((await runCli(['model', 'check', good])).code).toBe(0);
  expect((await runCli(['model', 'check'])).code).toBe(2);
});
