/** What differs between two versions of a model, in German; what the model itself names stays as it is. */
import { thresholdName } from '../../../lib/threshold-name.js';
import { common } from '../common.js';
import { phrase } from './index.js';
import { listWords, span } from './words.js';

type Say = (one: string, two: string, three: string) => string;

const apply = (rules: readonly (readonly [RegExp, Say])[], text: string): string | null => {
  for (const [pattern, say] of rules) {
    const found = pattern.exec(text);
    if (found) return say(found[1] ?? '', found[2] ?? '', found[3] ?? '');
  }
  return null;
};

/** What a sentence is about; the rest says what became of it. */
const ABOUT: readonly (readonly [RegExp, Say])[] = [
  [/^population: (.+)$/s, (rest) => `Wer bewertet wird: ${inside(rest)}`],
  [/^list (\S+): (.+)$/s, (name, rest) => `Liste ${name}: ${inside(rest)}`],
  [/^dimension (\S+): (.+)$/s, (name, rest) => `Dimension ${name}: ${inside(rest)}`],
  [/^total: (.+)$/s, (rest) => `Summe: ${inside(rest)}`],
  [/^group (\S+): (.+)$/s, (name, rest) => `Gruppe ${name}: ${inside(rest)}`],
  [/^rule (\S+): (.+)$/s, (name, rest) => `Regel ${name}: ${inside(rest)}`],
  [/^disqualification (\S+): (.+)$/s, (name, rest) => `Aus dem Rennen ${name}: ${inside(rest)}`],
  [/^segment (\S+): (.+)$/s, (name, rest) => `Segment ${name}: ${inside(rest)}`],
  [
    /^pinned lead "(.+?)": (.+)$/s,
    (name, rest) => `Festgehaltener Lead „${name}“: ${inside(rest)}`,
  ],
];

/** Names of what has one value. */
const NAMES: Readonly<Record<string, string>> = {
  name: 'Name',
  version: 'Version',
  description: 'Beschreibung',
  readyAt: 'readyAt',
  label: 'Bezeichnung',
  place: 'Platz',
  points: 'Punkte',
  'points when unknown': 'Punkte, wenn unbekannt',
  'points otherwise': 'Punkte sonst',
  within: 'Zeitraum',
  'at least': 'mindestens',
  count: 'Zählung',
  'a day': 'am Tag',
  floor: 'Untergrenze',
  cap: 'Obergrenze',
  'active from': 'gilt ab',
  'active until': 'gilt bis',
  dimension: 'Dimension',
  method: 'Verfahren',
  condition: 'Bedingung',
  guard: 'Nur wenn',
  repeat: 'Wiederholung',
  decay: 'Alterung',
  include: 'bewertet',
  exclude: 'nicht bewertet',
  lead: 'Lead',
  activities: 'Aktivitäten',
  observed: 'Beobachtet',
  expect: 'Erwartet',
};

const TABLES: readonly (readonly [RegExp, Say])[] = [
  [/^threshold (\S+)$/, (name) => `Schwelle ${thresholdName(name, common)}`],
  [/^weight of (\S+)$/, (name) => `Gewicht von ${name}`],
  [/^grade of (\S+): (\S+)$/, (dimension, letter) => `Note von ${dimension}: ${letter}`],
  [/^band (\S+) from$/, (name) => `Band ${name} ab`],
  [/^band (\S+) action$/, (name) => `Band ${name}, nächster Schritt`],
  [/^rule (\S+)$/, (name) => `Regel ${name}`],
];

const knownName = (name: string): string | null => NAMES[name] ?? apply(TABLES, name);
const nameOf = (name: string): string => knownName(name) ?? name;

const VALUES: Readonly<Record<string, string>> = {
  none: 'nichts',
  once: 'einmal',
  each: 'jedes Mal',
  sum: 'Summe',
};

/** Texts in quotes are the model's own. */
function valueWords(value: string): string {
  if (/^\d+ (?:hour|day|week)s?$/.test(value)) return span(value);
  return VALUES[value] ?? value.replace(/^group (\S+)$/, 'Gruppe $1');
}

/** `Versionen 3, 5 and 2 more` */
const some = (entries: string): string =>
  listWords(entries.replace(/ and (\d+) more$/, ' und $1 weitere'), (one) => one);

/** A rule as a whole: points, label, sentence. */
const whole = (text: string): string => {
  const [, head, sentence] = /^([+-]?[\d.]+(?: \(\S+ % of \S+\))? .+?): (.+)$/s.exec(text) ?? [];
  if (head === undefined || sentence === undefined) return phrase(text);
  return `${head.replace(/ % of /, ' % von ')}: ${phrase(sentence)}`;
};

const PARTS: Readonly<Record<string, string>> = {
  dimensions: 'Dimensionen',
  groups: 'Gruppen',
  rules: 'Regeln',
  disqualify: 'Was aus dem Rennen nimmt',
  segments: 'Segmente',
};

const MEANINGS: Readonly<Record<string, string>> = {
  'the last takes what rounding of weights leaves':
    'die letzte nimmt, was beim Runden der Gewichte übrig bleibt',
  'it orders the reasons; no figure depends on it':
    'sie ordnet die Gründe; keine Zahl hängt davon ab',
  'the first that holds is named': 'das erste zutreffende wird genannt',
  'the first that holds decides': 'das erste passende entscheidet',
};

const TABLE_NAMES: Readonly<Record<string, string>> = {
  thresholds: 'Schwellen',
  grades: 'Noten',
  bands: 'Bänder',
};

/** What became of it, the special before the general. */
const BECAME: readonly (readonly [RegExp, Say])[] = [
  [/^added$/, () => 'neu'],
  [/^removed$/, () => 'entfernt'],
  [/^added with (\d+) entries$/, (count) => `neu, ${count} Einträge`],
  [/^removed with (\d+) entries$/, (count) => `entfernt, ${count} Einträge`],
  [/^added in (\S+)$/, (dimension) => `neu in ${dimension}`],
  [/^removed from (\S+)$/, (dimension) => `entfernt aus ${dimension}`],
  [/^added \((.+)\)$/s, (text) => `neu (${whole(text)})`],
  [/^removed \((.+)\)$/s, (text) => `entfernt (${whole(text)})`],
  [/^added (.+)$/s, (entries) => `dazu ${some(entries)}`],
  [/^removed (.+)$/s, (entries) => `weg ${some(entries)}`],
  [/^now has (\w+) of its own$/, (table) => `hat jetzt eigene ${TABLE_NAMES[table] ?? table}`],
  [
    /^no longer has (\w+) of its own$/,
    (table) => `hat keine eigenen ${TABLE_NAMES[table] ?? table} mehr`,
  ],
  [
    /^letters of the grade now in the order (.+), before (.+)$/,
    (is, was) => `Buchstaben der Note jetzt in der Reihenfolge ${is}, vorher ${was}`,
  ],
  [
    /^(\w+) now in the order (.+), before (.+) \(the first that holds (?:is named|decides)\)$/,
    (part, is, was) =>
      `${PARTS[part] ?? part}: jetzt in der Reihenfolge ${is}, vorher ${was} (das erste Zutreffende zählt)`,
  ],
  [
    /^(\w+) now in another order \((.+)\)$/,
    (part, meaning) =>
      `${PARTS[part] ?? part}: jetzt in anderer Reihenfolge (${MEANINGS[meaning] ?? meaning})`,
  ],
  [/^band (\S+) from (\S+) added$/, (name, from) => `Band ${name} ab ${from} neu`],
  [/^band (\S+) from (\S+) removed$/, (name, from) => `Band ${name} ab ${from} entfernt`],
  [/^(.+) (\S+) added$/, (name, value) => `${nameOf(name)} ${value} neu`],
  [/^(.+) (\S+) removed$/, (name, value) => `${nameOf(name)} ${value} entfernt`],
  [
    /^(.+?) changed from ([[{].+) to ([[{].+)$/s,
    (name, was, is) => `${nameOf(name)}: war ${was}, ist jetzt ${is}`,
  ],
  [
    /^(.+?) changed from "(.+)" to "(.+)"$/s,
    (name, was, is) => `${nameOf(name)}: war „${told(was)}“, ist jetzt „${told(is)}“`,
  ],
  [/^(.+?) no longer: (.+)$/s, (name, was) => `${nameOf(name)} nicht mehr: ${told(was)}`],
  [/^(.+?) now: (.+)$/s, (name, is) => `${nameOf(name)} jetzt: ${told(is)}`],
  [/^(.+?) -> (.+)$/s, (both, is) => arrow(both, is)],
];

/** A sentence about a part, or the part itself as a document. */
const told = (text: string): string => {
  const [, points, most] = /^(\S+), together at most (\S+)$/.exec(text) ?? [];
  if (points !== undefined) return `${points}, zusammen höchstens ${most}`;
  return /^[[{]/.test(text) ? text : phrase(text);
};

/** `points 10 -> 15`: the longest name that is known stands before the value. */
function arrow(both: string, is: string): string {
  const words = both.split(' ');
  for (let count = words.length - 1; count > 0; count--) {
    const name = words.slice(0, count).join(' ');
    const german = knownName(name);
    if (german === null) continue;
    return `${german} ${valueWords(words.slice(count).join(' '))} → ${valueWords(is)}`;
  }
  return `${both} → ${is}`;
}

const inside = (text: string): string => apply(BECAME, text) ?? text;

/** One change of a model, as `rule pricing: points 10 -> 15`; what is unknown stays. */
export const modelChange = (english: string): string => apply(ABOUT, english) ?? inside(english);
