import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { checkExamples } from '../../src/scoring/check-examples.js';
import { compileModel } from '../../src/scoring/compile.js';
import { scoreToJson } from '../../src/scoring/json.js';
import { loadModel } from '../../src/scoring/load.js';
import { parseScoreLine } from '../../src/scoring/ndjson.js';
import { NOW } from './support.js';

test('the page about scoring shows what really comes out', () => {
  const file = 'config/scoring/b2b-default.yaml';
  const { model } = loadModel(readFileSync(file, 'utf8'), file);
  const page = readFileSync('docs/scoring.md', 'utf8');
  const [input = '', output = ''] = page.split('\n').filter((line) => /^\{"(lead|id)"/.test(line));
  const parsed = parseScoreLine(input);
  if (!parsed.ok) throw new Error(parsed.reason);
  const score = compileModel(model).score(parsed.input, NOW);
  expect(scoreToJson(score)).toEqual(JSON.parse(output));
  const shown = page.split('```yaml')[1]?.split('```')[0] ?? '';
  const example = loadModel(shown, 'page', { readList: () => 'rival.example' });
  expect(example.warnings).toEqual([]);
  expect(checkExamples(example.model, NOW)).toEqual([]);
});
