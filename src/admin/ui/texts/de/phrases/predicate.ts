import { inBrackets, splitOutside } from './split.js';
import { fieldWord, inLast, listWords, span, typeWord, valueWord } from './words.js';

type Say = (operand: string) => string;

const values = (text: string): string => listWords(text, valueWord);
const range: Say = (operand) => operand.replace(' to ', ' bis ');

/** What the server says of a field, the special before the general. */
const OPERATORS: readonly (readonly [RegExp, Say])[] = [
  [/^is not (.+)$/, (one) => `nicht ${valueWord(one)}`],
  [/^is none of (.+)$/, (several) => `nicht ${values(several)}`],
  [/^is in the list (.+)$/, (list) => `in der Liste ${list.replace(/ \(empty\)$/, ' (leer)')}`],
  [/^is above (.+)$/, (bound) => `über ${bound}`],
  [/^is at least (.+)$/, (bound) => `mindestens ${bound}`],
  [/^is below (.+)$/, (bound) => `unter ${bound}`],
  [/^is at most (.+)$/, (bound) => `höchstens ${bound}`],
  [/^is from (.+ to .+)$/, range],
  [/^is before (.+)$/, (date) => `vor ${date}`],
  [/^is after (.+)$/, (date) => `nach ${date}`],
  [/^is known$/, () => 'bekannt'],
  [/^is unknown$/, () => 'unbekannt'],
  [/^is (.+)$/, values],
  [/^contains (.+)$/, (text) => `enthält ${text}`],
  [/^begins with (.+)$/, (text) => `beginnt mit ${text}`],
  [/^ends with (.+)$/, (text) => `endet mit ${text}`],
  [/^matches the pattern (.+)$/, (pattern) => `passt auf das Muster ${pattern}`],
  [/^lies in the last (.+)$/, inLast],
  [/^lies at least (.+) back$/, (time) => `vor mindestens ${span(time, true)}`],
];

const OPERATOR = /(?:^| )(?:is|contains|begins with|ends with|matches the pattern|lies) /;

/** Whether what follows an "and" or "or" is a condition of its own, not the last of several values. */
function begins(rest: string): boolean {
  if (/^\(|^not \(/.test(rest)) return true;
  const found = OPERATOR.exec(rest);
  return found !== null && !/ (?:and|or) /.test(rest.slice(0, found.index + 1));
}

function operator(text: string): string | null {
  for (const [pattern, say] of OPERATORS) {
    const found = pattern.exec(text);
    if (found) return say(found[1] ?? '');
  }
  return null;
}

/** A condition: `seniority is vp or director and country is DE`. Null for what is none. */
export function predicate(text: string): string | null {
  const inner = inBrackets(text);
  if (inner !== null) return `(${predicate(inner) ?? inner})`;
  const negated = /^not \((.+)\)$/.exec(text);
  if (negated) return `nicht (${predicate(negated[1] ?? '') ?? negated[1]})`;
  for (const [english, german] of [
    [' and ', ' und '],
    [' or ', ' oder '],
  ] as const) {
    const parts = splitOutside(text, english, begins);
    if (parts.length > 1) return parts.map((part) => predicate(part) ?? part).join(german);
  }
  const whole = operator(text);
  if (whole !== null) return whole;
  const found = OPERATOR.exec(text);
  const said = found && operator(text.slice(found.index).trimStart());
  return found && said !== null ? `${fieldWord(text.slice(0, found.index))}: ${said}` : null;
}

/** Activities that are counted: `page view in the last 30 days whose path begins with /pricing`. */
export function matcher(text: string): string {
  const [head = '', tests] = splitOutside(text, ' whose ');
  const [types = '', time] = splitOutside(head, ' in the last ');
  const when = time === undefined ? '' : ` ${inLast(time)}`;
  const where = tests === undefined ? '' : ` (${predicate(tests) ?? tests})`;
  return `${listWords(types, typeWord)}${when}${where}`;
}
