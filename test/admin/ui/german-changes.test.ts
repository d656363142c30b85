import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { modelChange } from '../../../src/admin/ui/texts/de/phrases/changes.js';
import { diffModels } from '../../../src/scoring/diff.js';
import type { Model } from '../../../src/scoring/schema.js';

/** Words by which English is known; none of them is a German word. */
const ENGLISH =
  /\b(?:is|the|and|or|of|with|whose|from|until|at least|at most|only|when|every|each|last|days?|hours?|weeks?|counted|begins|halves|known|unknown|added|removed|changed|now|none|order|before|threshold|rule|list|guard|decay|repeat|weight|grade|otherwise|once|entries|more)\b/;

const FOLDER = 'config/scoring';

/** A ready model with everything that its author named called X: only our own words are left. */
function nameless(name: string): Model {
  const text = readFileSync(`${FOLDER}/${name}`, 'utf8');
  const model = parse(text, (key, value) =>
    ['label', 'description', 'action'].includes(String(key)) ? 'X' : value,
  );
  const examples = (model.examples ?? []).map((one: object, index: number) => ({
    ...one,
    name: `X${index}`,
  }));
  return { lists: {}, ...model, examples };
}

const names = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
const pairs = names.flatMap((one) =>
  names.filter((other) => other !== one).map((other) => [one, other] as const),
);

test.each(pairs)('what changes from %s to %s is said in German', (one, other) => {
  const changes = diffModels(nameless(one), nameless(other));
  expect(changes.length).toBeGreaterThan(10);
  const left = changes
    .map(({ words }) => modelChange(words))
    // Ids, names of files and what is quoted from the documents are no words of ours.
    .filter((text) =>
      ENGLISH.test(text.replaceAll(/[[{].*[\]}]|"[^"]*"|[\w/.*-]*[-/.][\w/.*-]*/gs, '')),
    );
  expect(left).toEqual([]);
});

test.each([
  ['rule pricing: points 10 -> 15', 'Regel pricing: Punkte 10 → 15'],
  [
    'rule pricing: points when unknown none -> 5',
    'Regel pricing: Punkte, wenn unbekannt nichts → 5',
  ],
  ['rule pricing: within 30 days -> 1 week', 'Regel pricing: Zeitraum 30 Tage → 1 Woche'],
  ['rule pricing: place fit -> group pages', 'Regel pricing: Platz fit → Gruppe pages'],
  [
    'rule pricing: label Saw prices -> Saw the prices',
    'Regel pricing: Bezeichnung Saw prices → Saw the prices',
  ],
  [
    'rule pricing: decay changed from "halves every 30 days" to "halves every 14 days"',
    'Regel pricing: Alterung: war „halbiert sich alle 30 Tage“, ist jetzt „halbiert sich alle 14 Tage“',
  ],
  [
    'rule size: added (+15 Right size: company employees is at least 50)',
    'Regel size: neu (+15 Right size: Beschäftigte der Firma: mindestens 50)',
  ],
  ['rule pricing: guard no longer: country is DE', 'Regel pricing: Nur wenn nicht mehr: Land: DE'],
  ['threshold mql 50 -> 60', 'Schwelle MQL 50 → 60'],
  ['threshold sql 100 added', 'Schwelle SQL 100 neu'],
  ['segment large: threshold sql 100 removed', 'Segment large: Schwelle SQL 100 entfernt'],
  ['segment large: now has bands of its own', 'Segment large: hat jetzt eigene Bänder'],
  [
    'list competitors: added a.example, b.example and 3 more',
    'Liste competitors: dazu a.example, b.example und 3 weitere',
  ],
  ['list competitors: removed with 4 entries', 'Liste competitors: entfernt, 4 Einträge'],
  ['group pages: added in engagement', 'Gruppe pages: neu in engagement'],
  ['band hot from 75 -> 80', 'Band hot ab 75 → 80'],
  ['grade of fit: A 35 -> 40', 'Note von fit: A 35 → 40'],
  [
    'pinned lead "Director": expect changed from "{"total":40}" to "{"total":50}"',
    'Festgehaltener Lead „Director“: Erwartet: war „{"total":40}“, ist jetzt „{"total":50}“',
  ],
  [
    'segments now in the order a, b, before b, a (the first that holds decides)',
    'Segmente: jetzt in der Reihenfolge a, b, vorher b, a (das erste Zutreffende zählt)',
  ],
  ['Something else that nobody foresaw', 'Something else that nobody foresaw'],
])('%s', (english, german) => {
  expect(modelChange(english)).toBe(german);
});
