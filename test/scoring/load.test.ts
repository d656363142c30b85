import { expect, test } from '@jest/globals';
import { DocumentError } from '../../src/language/document.js';
import { loadModel, parseList } from '../../src/scoring/load.js';
import { modelJsonSchema } from '../../src/scoring/schema.js';

const BASE = `model: m
version: 1
lists: { rivals: [rival.example] }
dimensions: { fit: {}, engagement: { floor: 0 } }
groups: { email: { dimension: engagement } }
`;
const VIEW = 'activity: { type: page_view }';

function problems(text: string): string[] {
  try {
    loadModel(text, 'm.yaml');
  } catch (thrown) {
    if (thrown instanceof DocumentError) return thrown.message.split('\n');
    throw thrown;
  }
  return [];
}
const ofRule = (rule: string): string =>
  problems(`${BASE}rules:\n  - { id: r, label: R, ${rule} }\n`).join('\n');

test.each([
  [
    'unknown key',
    `dimension: fit, ${VIEW}, poinst: 3`,
    'poinst: unknown key "poinst" (did you mean points?)',
  ],
  [
    'operator',
    'dimension: fit, points: 1, when: { field: email, exsts: true }',
    'did you mean exists?',
  ],
  [
    'field',
    'dimension: fit, points: 1, when: { field: senority, eq: vp }',
    'unknown field "senority" (did you mean seniority?)',
  ],
  [
    'dimension',
    `dimension: fti, ${VIEW}, points: 1`,
    'unknown dimension "fti" (did you mean fit?)',
  ],
  ['group', `group: emial, ${VIEW}, points: 1`, 'unknown group "emial" (did you mean email?)'],
  [
    'list',
    'dimension: fit, points: 1, when: { field: email, inList: rival }',
    'unknown list "rival" (did you mean rivals?)',
  ],
  [
    'list in where',
    'dimension: fit, points: 1, activity: { type: page_view, where: { path: { inList: x } } }',
    'unknown list "x"',
  ],
  [
    'channel',
    'dimension: fit, points: -1, idle: { channel: wbe, first: 3d }',
    'unknown channel "wbe" (did you mean web?)',
  ],
  [
    'no channel',
    'dimension: fit, points: -1, idle: { channel: none, first: 3d }',
    'unknown channel "none"',
  ],
  [
    'activity type',
    'dimension: fit, points: 1, activity: { type: page_veiw }',
    'unknown activity type "page_veiw" (did you mean page_view?)',
  ],
  [
    'missing type',
    'dimension: fit, points: 1, activity: { where: { path: /x } }',
    'activity.type: is missing',
  ],
  ['two kinds', `dimension: fit, points: 1, ${VIEW}, idle: { first: 3d }`, 'two kinds'],
  ['no kind', 'dimension: fit, points: 1', 'has no kind'],
  [
    'two places',
    `dimension: fit, group: email, points: 1, ${VIEW}`,
    'both a dimension and a group',
  ],
  ['no place', `points: 1, ${VIEW}`, 'needs a dimension or a group'],
  ['no points', `dimension: fit, ${VIEW}`, 'needs points or percent'],
  ['two sizes', `dimension: fit, points: 1, percent: 3, ${VIEW}`, 'either points or percent'],
  ['percent of nothing', `dimension: fit, percent: 3, ${VIEW}`, 'percent needs "readyAt"'],
  [
    'factor',
    `dimension: fit, points: 1, ${VIEW}, decay: { step: 1d, factor: 1.5 }`,
    'must be from 0 to 1',
  ],
  [
    'two decays',
    `dimension: fit, points: 1, ${VIEW}, decay: { linear: 1d, halfLife: 1d }`,
    'exactly one of',
  ],
  [
    'half a step',
    `dimension: fit, points: 1, ${VIEW}, decay: { step: 1d }`,
    'either a factor or points',
  ],
  [
    'floor above cap',
    `dimension: fit, points: 1, ${VIEW}, floor: 5, cap: 1`,
    'floor 5 is above cap 1',
  ],
  [
    'repeat of each',
    `dimension: fit, points: 1, ${VIEW}, count: each, repeat: { points: 1 }`,
    'exclude each other',
  ],
  [
    'foreign option',
    'dimension: fit, points: 1, when: { field: email, exists: true }, perDay: 1',
    '"perDay" does not belong',
  ],
  ['empty sequence', 'dimension: fit, points: 1, sequence: []', 'sequence: is empty'],
  ['empty any', 'dimension: fit, points: 1, when: { any: [] }', 'when.any: is empty'],
  ['empty predicate', 'dimension: fit, points: 1, when: {}', 'when: is empty'],
  [
    'computed operator',
    'dimension: fit, points: 1, when: { field: lead.ageDays, contains: "1" }',
    'is a number',
  ],
  [
    'trend outside segments',
    'dimension: fit, points: 1, when: { field: trend.3d, gt: 1 }',
    'only in segments',
  ],
  ['zero decay', `dimension: fit, points: 1, ${VIEW}, decay: { linear: 0d }`, 'above 0'],
  [
    'empty window',
    `dimension: fit, points: 1, ${VIEW}, activeFrom: 2026-02-01, activeTo: 2026-01-01`,
    'later than activeFrom',
  ],
])('refuses: %s', (_, rule, message) => {
  const printed = ofRule(rule);
  expect(printed).toMatch(/^m\.yaml:7: rules\[0\]/);
  expect(printed).toContain(message);
});

test.each([
  [
    'duplicate ids',
    `rules: [{ id: a, label: A, dimension: fit, points: 1, ${VIEW} }, { id: a, label: B, dimension: fit, points: 1, ${VIEW} }]`,
    'm.yaml:6: rules[1].id: duplicate id "a"',
  ],
  [
    'rule id in disqualify',
    'rules: []\ndisqualify: [{ id: d, label: D, rules: { all: [x] } }]',
    'm.yaml:7: disqualify[0].rules.all[0]: unknown rule id "x"',
  ],
  [
    'rule id in segment',
    'rules: []\nsegments: [{ id: s, when: { field: email, exists: true }, rules: { x: { off: true } } }]',
    'segments[0].rules.x: unknown rule id',
  ],
  [
    'dimension in grades',
    'rules: []\ngrades: { fti: { A: 1 } }',
    'unknown dimension "fti" (did you mean fit?)',
  ],
  [
    'dimension in weights',
    'rules: []\ntotal: { method: weighted, weights: { fti: 1 } }',
    'unknown dimension "fti"',
  ],
  ['list file', 'rules: []\nlists: { x: { from: a.txt } }', 'Map keys must be unique'],
])('refuses: %s', (_, rest, message) => {
  expect(problems(BASE + rest).join('\n')).toContain(message);
});

test('says everything that is wrong at once, in the order of lines', () => {
  const all = problems(
    `${BASE}rules:\n  - { id: a, label: A }\n  - { id: b, label: B, dimension: x }\n`,
  );
  expect(all.map((line) => line.split(': ')[0])).toEqual([
    'm.yaml:7',
    'm.yaml:7',
    'm.yaml:7',
    'm.yaml:8',
    'm.yaml:8',
    'm.yaml:8',
  ]);
});

test('warns of what is allowed but hardly meant', () => {
  const { warnings } = loadModel(
    `model: m
version: 1
lists: { none: [] }
dimensions: { fit: {} }
bands: { hot: 50, cold: { from: 0, action: Wait } }
rules:
  - { id: a, label: A, dimension: fit, points: 1, when: { field: country, inList: none } }
  - { id: b, label: B, dimension: fit, points: 1, when: { field: custom.gender, eq: x } }
  - { id: c, label: C, dimension: fit, points: 0, when: { field: country, eq: FI } }
  - { id: d, label: D, dimension: fit, points: 1, when: { field: lead.ageDays, gt: 3 } }
segments:
  - { id: big, when: { field: company.employees, gte: 100 } }
  - { id: huge, when: { field: company.employees, gte: 1000 } }
  - { id: other, when: { field: company.employees, gte: 10 } }
`,
    'm.yaml',
  );
  expect(warnings.map(({ line, path }) => `${line} ${path}`)).toEqual([
    '3 lists.none',
    '5 bands.hot',
    '7 rules[0]',
    '8 rules[1].when',
    '9 rules[2]',
    '13 segments[1]',
  ]);
});

test('warns of thresholds outside of what a total can be', () => {
  const thresholds = '{ always: 0, least: 1, most: 100, never: 101 }';
  const warned = (total: string): string[] =>
    loadModel(
      `model: m
version: 1
dimensions: { fit: {} }
${total}
rules: []
thresholds: ${thresholds}
segments:
  - id: big
    when: { field: company.employees, gte: 100 }
    thresholds: ${thresholds}
`,
      'm.yaml',
    ).warnings.map(({ line, path, message }) => `${line} ${path}: ${message}`);
  const never = 'threshold "never" can never be reached: 101 is above the cap of the total, 100';
  const always = 'threshold "always" is always reached: 0 is not above the floor of the total, 0';
  expect(warned('total: { floor: 0, cap: 100 }')).toEqual([
    `6 thresholds.always: ${always}`,
    `6 thresholds.never: ${never}`,
    `10 segments[0].thresholds.always: ${always}`,
    `10 segments[0].thresholds.never: ${never}`,
  ]);
  // Totals are whole: with these bounds they are 1 to 101.
  expect(warned('total: { floor: 0.5, cap: 100.5 }')).toEqual([
    expect.stringContaining('thresholds.always'),
    expect.stringContaining('thresholds.least'),
    expect.stringContaining('segments[0].thresholds.always'),
    expect.stringContaining('segments[0].thresholds.least'),
  ]);
  expect(warned('total: { method: sum }')).toEqual([]);
});

test('lists from files', () => {
  const text = `${BASE.replace('[rival.example]', '{ from: rivals.txt }')}rules: []\n`;
  expect(problems(text)[0]).toContain('cannot be read here');
  const files: Record<string, string> = {
    'rivals.txt': '# rivals\n\nrival.example # the old one\r\nother.example',
  };
  const readList = (path: string): string => {
    if (!files[path]) throw new Error('no such file');
    return files[path];
  };
  expect(loadModel(text, 'm.yaml', { readList }).model.lists.rivals).toEqual([
    'rival.example',
    'other.example',
  ]);
  expect(() => loadModel(text.replace('rivals.txt', 'x.txt'), 'm.yaml', { readList })).toThrow(
    'm.yaml:3: lists.rivals.from: cannot read the list "x.txt": no such file',
  );
  expect(parseList('a#b\n# c')).toEqual(['a#b']);
});

test('the JSON Schema names every key of the document', () => {
  const schema = JSON.stringify(modelJsonSchema());
  for (const key of ['readyAt', 'halfLife', 'unanswered', 'activeFrom', 'totalAtLeast']) {
    expect(schema).toContain(`"${key}"`);
  }
});
