import { LEAD_FIELDS } from '../../../../api/contract/evidence.js';
import { activityTypes } from '../activity-types.js';
import { fields, fieldValues } from '../fields.js';
import { splitOutside } from './split.js';

/** The server's words for kinds of activities: `page view`. */
const TYPES = new Map(
  Object.entries(activityTypes).map(([type, word]) => [type.replaceAll('_', ' '), word]),
);

const plain = (label: string): string => label.replace(/ \(.*\)$/, '');

/** The server's words for lead fields: `company employees`. */
const FIELDS = new Map<string, string>([
  ...Object.entries(LEAD_FIELDS).map(([name, { label }]): [string, string] => [
    label.charAt(0).toLowerCase() + plain(label).slice(1),
    plain(fields[name] ?? label),
  ]),
  ['the age of the lead in days', 'Alter des Leads in Tagen'],
  ['who contacted the lead last', 'Wer den Lead zuletzt kontaktiert hat'],
  ['the number of people known at the company', 'Bekannte Personen der Firma'],
  [
    'the number of people at the company who were active in the last 30 days',
    'Personen der Firma, die in den letzten 30 Tagen aktiv waren',
  ],
  [
    'the number of activities at the company in the last 30 days',
    'Aktivitäten in der Firma in den letzten 30 Tagen',
  ],
]);

const SPANS: Readonly<Record<string, string>> = {
  hour: 'Stunde',
  hours: 'Stunden',
  day: 'Tag',
  days: 'Tage',
  week: 'Woche',
  weeks: 'Wochen',
};

/** `30 days` -> `30 Tage`; with `dative` `30 Tagen`, as after "in den letzten". */
export function span(text: string, dative = false): string {
  const german = text.replace(/\b(?:hour|day|week)s?\b/, (unit) => SPANS[unit] ?? unit);
  return dative ? german.replace(/Tage$/, 'Tagen').replace(/^1 Tag$/, 'einem Tag') : german;
}

/** `30 days`, or a bare unit: `day`. */
export const inLast = (text: string): string =>
  /^\d/.test(text)
    ? `in den letzten ${span(text, true)}`
    : text === 'day'
      ? 'in den letzten 24 Stunden'
      : `in der letzten ${span(text)}`;

export const every = (text: string): string =>
  /^\d/.test(text) ? `alle ${span(text)}` : `${text === 'day' ? 'jeden' : 'jede'} ${span(text)}`;

export const typeWord = (text: string): string => TYPES.get(text) ?? text;

/** A field as it stands in a sentence. */
export function fieldWord(text: string): string {
  const known = FIELDS.get(text);
  if (known) return known;
  const counted = /^the number of activities "(.+)" in the last (.+)$/.exec(text);
  if (counted) return `Anzahl „${typeWord(counted[1] ?? '')}“ ${inLast(counted[2] ?? '')}`;
  const since = /^the number of days since the last "(.+)"$/.exec(text);
  if (since) return `Tage seit dem letzten „${typeWord(since[1] ?? '')}“`;
  const channels = /^the number of channels used in the last (.+)$/.exec(text);
  if (channels) return `Anzahl der Kanäle ${inLast(channels[1] ?? '')}`;
  const trend = /^the change of the total over the last (.+)$/.exec(text);
  return trend ? `Änderung des Scores ${inLast(trend[1] ?? '')}` : text;
}

/** No two fields share a code. */
const VALUES = new Map(Object.values(fieldValues).flatMap(Object.entries<string>));

/** A value: a word of ours in German, a text or number as it is. */
export const valueWord = (text: string): string =>
  text === 'true' ? 'ja' : text === 'false' ? 'nein' : (VALUES.get(text) ?? text);

/** `a, b or c` with each part in German. */
export function listWords(text: string, word: (part: string) => string): string {
  for (const [english, german] of [
    [' or ', ' oder '],
    [' and ', ' und '],
  ] as const) {
    const parts = splitOutside(text, english);
    const last = parts.pop();
    if (last === undefined || parts.length === 0) continue;
    const head = splitOutside(parts.join(english), ', ');
    return `${head.map(word).join(', ')}${german}${word(last)}`;
  }
  return word(text);
}
