/** Who may import whom, over the real files; and each rule shown to bite. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { type Edge, findCycles, importsOf, readEdges, sourcesOf } from './graph.js';
import { judge } from './rules.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const files = sourcesOf(ROOT, ['src', 'connectors']);
const edges = readEdges(ROOT, files);

test('the files are read at all', () => {
  expect(files).toContain('src/store/pool.ts');
  expect(edges).toContainEqual({
    from: 'src/store/pool.ts',
    to: 'src/lib/errors.ts',
    typeOnly: false,
  });
});

test('every import goes along the arrows', () => {
  expect(judge(edges)).toEqual([]);
});

test('no files import each other in a ring', () => {
  expect(findCycles(edges)).toEqual([]);
});

test('only src/settings.ts reads the environment', () => {
  const readers = files.filter((file) =>
    /process\s*\.\s*env\b|import\.meta\.env\b/.test(readFileSync(path.join(ROOT, file), 'utf8')),
  );
  expect(readers).toEqual(['src/settings.ts']);
});

const value = (from: string, to: string): Edge => ({ from, to, typeOnly: false });
const type = (from: string, to: string): Edge => ({ from, to, typeOnly: true });

test.each<[string, Edge]>([
  ['lib imports ours', type('src/lib/text.ts', 'src/lead/stage.ts')],
  ['lead imports more than lib', type('src/lead/page.ts', 'src/language/duration.ts')],
  ['a value from above', value('src/language/template.ts', 'src/scoring/score.ts')],
  ['siblings of the core', value('src/scoring/score.ts', 'src/lifecycle/decide.ts')],
  ['the planning of writes uses the store', value('src/write-back/plan.ts', 'src/store/pool.ts')],
  ['a step imports a step', value('src/intake/split.ts', 'src/write-back/send.ts')],
  ['a step imports the spine', value('src/evaluate/step.ts', 'src/pipeline.ts')],
  ['a part reads the settings', value('src/store/pool.ts', 'src/settings.ts')],
  ['the app imports a role', value('src/app.ts', 'src/web.ts')],
  ['a new part without a place', value('src/novelty/a.ts', 'src/lib/text.ts')],
  ['the list of connectors', value('src/pipeline.ts', 'connectors/index.ts')],
  ['one connector from the core', type('src/intake/poll.ts', 'connectors/hubspot/poll.ts')],
  ['a value of the contract', value('src/intake/poll.ts', 'connectors/connector.ts')],
  ['a simulator outside the demo', value('src/app.ts', 'connectors/hubspot/simulator/index.ts')],
  ['a connector imports the core', type('connectors/hubspot/poll.ts', 'src/mapping/apply.ts')],
  [
    'a connector imports another',
    type('connectors/hubspot/poll.ts', 'connectors/salesforce/poll.ts'),
  ],
  ['the kit imports a connector', value('connectors/kit/request.ts', 'connectors/hubspot/poll.ts')],
  [
    'a connector imports its simulator',
    type('connectors/hubspot/poll.ts', 'connectors/hubspot/simulator/crm.ts'),
  ],
  [
    'a connector imports the simulator kit',
    type('connectors/hubspot/poll.ts', 'connectors/simulator-kit/store.ts'),
  ],
  [
    'a simulator imports its connector',
    type('connectors/hubspot/simulator/crm.ts', 'connectors/hubspot/poll.ts'),
  ],
  [
    'a simulator imports another',
    type('connectors/hubspot/simulator/crm.ts', 'connectors/salesforce/simulator/org.ts'),
  ],
  [
    'a simulator imports the kit',
    type('connectors/hubspot/simulator/crm.ts', 'connectors/kit/request.ts'),
  ],
  ['a simulator imports lead', type('connectors/simulator-kit/store.ts', 'src/lead/stage.ts')],
  ['the UI imports the server', type('src/admin/ui/app.tsx', 'src/store/pool.ts')],
  ['the UI imports a value of lead', value('src/admin/ui/app.tsx', 'src/lead/stage.ts')],
  ['the server imports the UI', value('src/web.ts', 'src/admin/ui/app.tsx')],
])('forbidden: %s', (_, edge) => {
  expect(judge([edge])).toHaveLength(1);
});

test.each<[string, Edge]>([
  ['a contract from above, as a type', type('src/store/accounts.ts', 'src/scoring/types.ts')],
  ['the connector contract, as a type', type('src/intake/poll.ts', 'connectors/connector.ts')],
  ['the app and the list', value('src/app.ts', 'connectors/index.ts')],
  ['the spine and a step', value('src/pipeline.ts', 'src/intake/split.ts')],
  ['a connector and its kit', value('connectors/salesforce/poll.ts', 'connectors/kit/request.ts')],
  ['the demo and a simulator', value('src/demo/run.ts', 'connectors/hubspot/simulator/index.ts')],
  [
    'the UI and the contract of the API',
    value('src/admin/ui/app.tsx', 'src/admin/api/contract.ts'),
  ],
])('allowed: %s', (_, edge) => {
  expect(judge([edge])).toEqual([]);
});

test('imports are found in all their forms, and types told from values', () => {
  const text = `
    import type { A } from './a.js';
    import { type B } from './b.js';
    import { type C, c } from './c.js';
    import './d.js';
    export * from './e.js';
    export { f } from './f.js';
    const g = await import('./g.js');
    import path from 'node:path';
    // import './comment.js';
  `;
  expect(importsOf(text)).toEqual([
    { module: './a.js', typeOnly: true },
    { module: './b.js', typeOnly: true },
    { module: './c.js', typeOnly: false },
    { module: './d.js', typeOnly: false },
    { module: './e.js', typeOnly: false },
    { module: './f.js', typeOnly: false },
    { module: './g.js', typeOnly: false },
  ]);
  expect(importsOf("import { X } from './x.js'; const x = <X a='1'>text</X>;", true)).toHaveLength(
    1,
  );
});

test('a broken tree is found out: a forbidden import and a ring', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'plumbline-arrows-'));
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  write('src/lib/a.ts', "import { b } from '../store/b.js'; export const a = b;");
  write('src/store/b.ts', "export { b } from './c.js';");
  write('src/store/c.ts', "import { a } from '../lib/a.js'; export const b = a;");
  const found = readEdges(root, sourcesOf(root, ['src', 'connectors']));
  rmSync(root, { recursive: true });
  expect(judge(found)).toEqual([expect.stringContaining('src/lib/a.ts -> src/store/b.ts')]);
  expect(findCycles(found)).toHaveLength(1);
});
