import { expect, test } from '@jest/globals';
import { loadModel } from '../../../src/scoring/load.js';
import { knownIn, putSheet } from '../../../src/scoring/sheet/into.js';
import { readSheet } from '../../../src/scoring/sheet/read.js';
import { writeSheet } from '../../../src/scoring/sheet/write.js';
import { sheet, type Value } from './support.js';

const MODEL = `# ours
model: ours
version: 3
dimensions: { fit: {}, engagement: { cap: 100 } }
groups:
  late: { dimension: engagement, cap: 60 } # Late stage

rules:
  # who
  - { id: boss, dimension: fit, label: Boss, when: { field: seniority, eq: vp }, points: 10 }
  - { id: demo, group: late, label: Asked for a demo, activity: { type: demo_request }, points:   50, within: 30d, if: { field: country, eq: FI } } # ask Bo
  - id: paper
    dimension: engagement
    label: White paper   # the blue one
    activity: { type: content_download }
    points: 20
    decay: { halfLife: 10d }
# the end
thresholds: { mql: 50 }
`;

function put(text: string, ...rows: readonly (readonly Value[])[]) {
  const { entries } = readSheet(sheet(...rows), 'f', undefined, knownIn(text));
  return putSheet(text, entries);
}

test('only what the sheet says is changed; every other letter stays', () => {
  const { text, changed, added, kept } = put(
    MODEL,
    ['Asset', 'Points'],
    ['Asked for a demo', 60],
    ['white paper', 20],
  );
  expect(text).toBe(MODEL.replace('points:   50', 'points:   60'));
  expect({ changed, added, kept }).toEqual({ changed: ['Asked for a demo'], added: [], kept: [] });
});

test('a rule is found by its id where the label is another', () => {
  const { text, added } = put(MODEL, ['Asset', 'Points'], ['Demo', 70]);
  expect(added).toEqual([]);
  expect(text).toBe(MODEL.replace('points:   50', 'points:   70'));
});

test('of two rows for one rule the one with its label is taken, and the other is told', () => {
  const { text, changed, troubles } = put(
    MODEL,
    ['Asset', 'Points'],
    ['Demo', 70],
    ['Asked for a demo', 60],
  );
  expect(text).toBe(MODEL.replace('points:   50', 'points:   60'));
  expect(changed).toEqual(['Asked for a demo']);
  expect(troubles).toEqual([
    { row: 2, message: '"Demo" means a rule for which another row stands already' },
  ]);
});

test('percent takes the place of points, a stage that of the dimension, acts and comments are put in', () => {
  const { text } = put(
    MODEL,
    ['Asset', 'Stage', 'Percent', 'Activity', 'Comment'],
    ['White paper', 'Früh', '30 %', 'content_download { form: { contains: blue } }', 'from: Bo'],
  );
  const { model } = loadModel(text, 'f');
  expect(model.readyAt).toBe(100);
  expect(model.groups?.Frueh).toEqual({ dimension: 'engagement' });
  expect(model.rules[2]).toEqual({
    id: 'paper',
    group: 'Frueh',
    label: 'White paper',
    activity: { type: 'content_download', where: { form: { contains: 'blue' } } },
    percent: 30,
    decay: { halfLife: '10d' },
  });
  expect(text).toContain('    label: White paper # from: Bo\n');
  expect(text).toContain('  Frueh: { dimension: engagement } # Früh\n');
  expect(writeSheet(text).lines[1]).toEqual({
    asset: 'White paper',
    stage: 'Früh',
    worth: { percent: 30 },
    activity: 'content_download { form: { contains: blue } }',
    comment: 'from: Bo',
  });
});

test('a new asset becomes a rule behind the others; what the sheet lacks is kept and told', () => {
  const { text, added, kept, notes } = put(
    MODEL,
    ['Asset', 'Stage', 'Points', 'Comment'],
    ['Free trial', 'LATE', 40, 'since May'],
    ['Download', '', 5, ''],
  );
  expect(text).toBe(
    MODEL.replace(
      '10d }\n',
      `10d }
  - { id: free-trial, group: late, label: Free trial, activity: { type: trial_start }, points: 40, within: 60d, decay: { halfLife: 30d } } # since May
  - { id: download, dimension: engagement, label: Download, activity: { type: content_download }, points: 5, within: 180d, decay: { halfLife: 45d } }
`,
    ),
  );
  expect(added).toEqual(['Free trial', 'Download']);
  expect(kept).toEqual(['Asked for a demo', 'White paper']);
  expect(notes).toEqual([
    {
      row: 3,
      message:
        'counts content_download, as the rule "White paper" (paper) does: one act pays for both',
    },
  ]);
});

test('two rules of one label are told apart by their acts', () => {
  const two = MODEL.replace('White paper ', 'Asked for a demo ').replace(
    'type: demo_request',
    'type: chat',
  );
  const { text, changed } = put(
    two,
    ['Asset', 'Points', 'Activity'],
    ['Asked for a demo', 21, 'content_download'],
    ['Asked for a demo', 51, 'chat'],
  );
  expect(changed).toHaveLength(2);
  expect(text).toBe(
    two.replace('points: 20', 'points: 21').replace('points:   50', 'points:   51'),
  );
});

test('a label over several lines takes no comment, which would become part of it', () => {
  const text = MODEL.replace('White paper   # the blue one', '>-\n      White\n      paper');
  const rows = [
    ['Asset', 'Points', 'Comment'],
    ['White paper', 21, 'from Bo'],
  ] as const;
  expect(put(text, ...rows).text).toBe(text.replace('points: 20', 'points: 21'));
  expect(writeSheet(text).lines[1]).toMatchObject({ asset: 'White paper', comment: '' });
});

test('a model in braces stays one', () => {
  const json = '{ "model": "j", "version": 1, "dimensions": { "engagement": {} }, "rules": [] }';
  const { text } = put(
    json,
    ['Asset', 'Stage', 'Percent'],
    ['Demo', 'Late', '40 %'],
    ['Chat', '', '5 %'],
  );
  const { model } = loadModel(text, 'f');
  expect(model.rules.map(({ id, percent, group }) => [id, percent, group])).toEqual([
    ['demo', 40, 'Late'],
    ['chat', 5, undefined],
  ]);
  expect(put(text, ['Asset', 'Points'], ['Demo', 9]).text).toContain('"points": 9');
});

test('line ends of Windows stay', () => {
  const { text } = put(
    MODEL.replaceAll('\n', '\r\n'),
    ['Asset', 'Stage', 'Percent'],
    ['Chat', 'New', '4 %'],
  );
  expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  expect(loadModel(text, 'f').model.rules.at(-1)).toMatchObject({ id: 'chat', group: 'New' });
});

test('where several dimensions could be meant, one is asked for', () => {
  const other = MODEL.replaceAll('engagement', 'interest');
  expect(() => put(other, ['Asset', 'Points'], ['Chat', 5])).toThrow(
    'Say it with --dimension; the model has fit, interest.',
  );
  expect(put(other, ['Asset', 'Points'], ['Demo', 5]).changed).toEqual(['Asked for a demo']);
  const { entries } = readSheet(sheet(['Asset', 'Points'], ['Chat', 5]), 'f', undefined);
  expect(putSheet(other, entries, { dimension: 'interest' }).text).toContain(
    'id: chat, dimension: interest',
  );
});
