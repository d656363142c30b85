/**
 * The sentences that rules and proposals are told in, in German. The server builds them of few kinds of
 * phrases, one within another; each kind is a line here. What the model itself names stays as it is.
 */
import { thresholdName } from '../../../lib/threshold-name.js';
import { common } from '../common.js';
import { ACTS } from './acts.js';
import { matcher, predicate } from './predicate.js';
import { splitOutside } from './split.js';
import { every, fieldWord, listWords, span, typeWord, valueWord } from './words.js';

type Say = (one: string, two: string, three: string) => string;

const same = (text: string): string => text;

/** `mql 50` */
const threshold = (text: string): string =>
  text.replace(/^\S+/, (name) => thresholdName(name, common));

/** Tried in this order; the first that fits says it. */
const PHRASES: readonly (readonly [RegExp, Say])[] = [
  // What would lift a lead.
  [
    /^Out of the running, whatever the points: (.+?) \((.+)\)\.$/,
    (label, why) => `Aus dem Rennen, wie viele Punkte es auch sind: ${label} (${phrase(why)}).`,
  ],
  [
    /^Not scored at all: scored are only leads for which (.+)\.$/,
    (which) => `Gar nicht bewertet; bewertet werden nur Leads, für die gilt: ${phrase(which)}.`,
  ],
  [
    /^Not scored at all: not scored are leads for which (.+)\.$/,
    (which) => `Gar nicht bewertet; nicht bewertet werden Leads, für die gilt: ${phrase(which)}.`,
  ],
  [
    /^(.+): ([+-]?\S+) -> (.+)$/,
    (changes, gain, total) => `${listWords(changes, change)}: ${gain} → ${total}`,
  ],
  // Rules: what stands beside the condition.
  [/^(\S+) when that is unknown$/, (points) => `${points}, wenn das unbekannt ist`],
  [/^(\S+) otherwise$/, (points) => `sonst ${points}`],
  [/^only when (.+)$/, (when) => `nur wenn gilt: ${phrase(when)}`],
  [/^only ((?:from|until) .+)$/, (window) => `nur ${phrase(window)}`],
  [/^from (\S+) on until (\S+)$/, (from, to) => `ab ${from} bis ${to}`],
  [/^from (\d{4}-\S+) on$/, (from) => `ab ${from}`],
  [/^until (\d\S+)$/, (to) => `bis ${to}`],
  [/^in all (.+)$/, (bounds) => `insgesamt ${phrase(bounds)}`],
  [/^from (\d+) on$/, (times) => `ab dem ${times}. Mal`],
  [/^counted once$/, () => 'einmal gezählt'],
  [/^at most (\S+) a day$/, (most) => `höchstens ${most} am Tag`],
  [
    /^every further one (.+?), together at most (\S+)$/,
    (points, most) => `jedes weitere Mal ${points}, zusammen höchstens ${most}`,
  ],
  [/^every further one (.+)$/, (points) => `jedes weitere Mal ${points}`],
  [/^halves every (.+)$/, (time) => `halbiert sich ${every(time)}`],
  [/^fades to nothing over (.+)$/, (time) => `schwindet binnen ${span(time, true)} auf null`],
  [/^times (\S+) for every full (.+)$/, (factor, time) => `mal ${factor} ${every(time)}`],
  [
    /^loses (\S+) points? for every full (.+)$/,
    (points, time) => `verliert ${every(time)} ${points} Punkte`,
  ],
  [
    /^no activity on (.+) for (\d.+)$/,
    (where, time) => `keine Aktivität (${listWords(where, same)}) seit ${span(time, true)}`,
  ],
  [/^no activity for (\d.+)$/, (time) => `keine Aktivität seit ${span(time, true)}`],
  [/^again for every further (.+)$/, (time) => `und wieder ${every(time)}`],
  [
    /^(.+), all within (\d.+)$/,
    (steps, time) => `${phrase(steps)}, alles binnen ${span(time, true)}`,
  ],
  [/^(.+?), then (.+)$/, (first, then) => `${phrase(first)}, dann ${phrase(then)}`],
  [
    /^(.+) without (.+) after (\d+ \w+)$/,
    (asked, by, time) =>
      `${phrase(asked)}, ohne dass binnen ${span(time, true)} folgt: ${listWords(by, typeWord)}`,
  ],
  [/^each (.+)$/, (what) => `jedes Mal: ${phrase(what)}`],
  // What a segment changes.
  [/^thresholds (.+)$/, (table) => `Schwellen ${listWords(table, threshold)}`],
  [/^grades (.+)$/, (table) => `Noten ${table.replaceAll(' from ', ' ab ')}`],
  [/^bands (.+)$/, (table) => `Bänder ${table.replaceAll(' from ', ' ab ')}`],
  [/^(\S+) off$/, (rule) => `${rule} zählt nicht`],
  [/^(\S+) as in the model$/, (rule) => `${rule} wie im Modell`],
  [/^(.+), otherwise (\S+)$/, (rule, points) => `${phrase(rule)}, sonst ${points}`],
  [/^(.+), unknown (\S+)$/, (rule, points) => `${rule}, unbekannt ${points}`],
  // Bounds, and what takes a lead out by its rules.
  [/^from (\S+) to (\S+)$/, (low, high) => `von ${low} bis ${high}`],
  [/^at least (\S+)$/, (low) => `mindestens ${low}`],
  [/^at most (\S+)$/, (high) => `höchstens ${high}`],
  [/^(.+) all gave points, up or down$/, (rules) => `${listWords(rules, same)} gaben alle Punkte`],
  [/^(.+) gave points, up or down$/, (rules) => `${listWords(rules, same)} gab Punkte`],
];

/** One thing that a lead would do, or one value that would be another. */
function change(text: string): string {
  const times = / (twice|three times)$/.exec(text);
  const plain = times ? text.slice(0, times.index) : text;
  const often = times ? (times[1] === 'twice' ? ' (zweimal)' : ' (dreimal)') : '';
  const known = /^(.+) becomes known(?:: (.+))?$/.exec(plain);
  const other = /^(.+) changes(?:: (.+))?$/.exec(plain);
  const value = known?.[2] ?? other?.[2];
  const to = value === undefined ? '' : `: ${valueWord(value)}`;
  if (known) return `${fieldWord(known[1] ?? '')} wird bekannt${to}`;
  if (other) return `${fieldWord(other[1] ?? '')} ändert sich${to}`;
  const again = /^has one more "(.+)"(.*)$/.exec(plain);
  if (again) return `noch einmal „${typeWord(again[1] ?? '')}“${again[2]}${often}`;
  const [, act = plain, details = ''] = /^(.+?)( \(.+\))$/.exec(plain) ?? [];
  return `${ACTS[act] ?? act}${details}${often}`;
}

/** A sentence of the server's about a model, or a part of one, in German; what is unknown stays. */
export function phrase(english: string): string {
  const text = english.replaceAll(/(\(\S+ %) of (\S+\))/g, '$1 von $2');
  const parts = splitOutside(text, '; ');
  const whole = text.startsWith('Out of ');
  if (parts.length > 1 && !whole) return parts.map(phrase).join('; ');
  for (const [pattern, say] of PHRASES) {
    const found = pattern.exec(text);
    if (found) return say(found[1] ?? '', found[2] ?? '', found[3] ?? '');
  }
  return splitOutside(text, ' whose ').length > 1
    ? matcher(text)
    : (predicate(text) ?? matcher(text));
}
