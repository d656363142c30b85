import { error, type TransformFunction, type TransformResult, value } from './result.js';

/** Beyond this a figure in a CRM is a typing error, and whole numbers are no longer exact. */
const ABSURD = 1e15;

const MACHINE = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

function bounded(result: number, what: string): TransformResult {
  if (!Number.isFinite(result)) return error(`is not ${what}`);
  return Math.abs(result) > ABSURD ? error('is too large to be meant') : value(result + 0);
}

/** Reads digits as people write them: the last sign is the decimal one unless three digits follow it. */
function humanNumber(text: string): number {
  const digits = text.replace(/[\s'’_]/g, '');
  const match = /^([+-]?)(\d[\d.,]*)$/.exec(digits);
  if (!match?.[2]) return Number.NaN;
  const body = match[2];
  const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','));
  let plain = body;
  if (last !== -1) {
    const sign = body[last] as string;
    const after = body.length - last - 1;
    const both = body.includes('.') && body.includes(',');
    const many = body.indexOf(sign) !== last;
    const decimal = both ? !many : !many && after !== 3;
    const whole = (decimal ? body.slice(0, last) : body).replace(/[.,]/g, '');
    plain = decimal ? `${whole}.${body.slice(last + 1)}` : whole;
  }
  return Number(`${match[1]}${plain}`);
}

/** A decimal number; grouping (`1,200`, `1 200`, `1'200`) and exponents are understood. */
export const number: TransformFunction = (raw) => {
  const text = raw.trim();
  return bounded(MACHINE.test(text) ? Number(text) : humanNumber(text), 'a number');
};

/** Grouped by points, as in much of Europe: of what is counted nobody writes three decimals. */
const GROUPED = /^[+-]?[1-9]\d{0,2}(\.\d{3})+$/;

const count: TransformFunction = (raw) => {
  const text = raw.trim();
  return number(GROUPED.test(text) ? text.replaceAll('.', '') : text);
};

/** A whole number; `120.0` and `1.200` (1200) are some, `12.5` is not. */
export const integer: TransformFunction = (raw) => {
  const result = count(raw);
  if ('error' in result) return result;
  return Number.isInteger(result.value) ? result : error('is not a whole number');
};

/** The lower end of a range such as `51-200`, `51 to 200` or `1000+`; a plain number is itself. */
export const range: TransformFunction = (raw) => {
  const text = raw.trim();
  const match =
    /^([\d][\d.,\s'’]*?)\s*(?:-|–|—|to|bis|à|a)\s*[\d][\d.,\s'’]*$/i.exec(text) ??
    /^(?:>=?\s*)?([\d][\d.,\s'’]*?)\s*\+?$/.exec(text);
  const result = count(match?.[1] ?? text);
  return 'error' in result ? error('is not a range such as 51-200 or 1000+') : result;
};

const SCALES: readonly (readonly [RegExp, number])[] = [
  [/(billion|bn|mrd|milliarden?|b)\.?$/, 1e9],
  [/(millionen|millions?|mio|mn|mm|m)\.?$/, 1e6],
  [/(thousand|tsd|k)\.?$/, 1e3],
];

/** An amount; currency signs and codes are dropped, `10k`, `2.5M` and `3 Mio` are understood. */
export const money: TransformFunction = (raw) => {
  const text = raw.trim();
  if (MACHINE.test(text)) return bounded(Number(text), 'an amount');
  const bare = text
    .toLowerCase()
    .replace(/\b(us|au|ca|nz|hk|sg)?\$|\p{Sc}/gu, ' ')
    .replace(/(?<![a-z])(kr|[a-z]{3})\.?(?![a-z])/g, (code) =>
      /^(mio|mrd|tsd)/.test(code) ? code : ' ',
    )
    .trim();
  const scale = SCALES.find(([pattern]) => pattern.test(bare));
  const figure = scale ? bare.replace(scale[0], '').trim() : bare;
  const base = scale && MACHINE.test(figure) ? Number(figure) : humanNumber(figure);
  return bounded(Math.round(base * (scale?.[1] ?? 1) * 1e6) / 1e6, 'an amount');
};

const YES = new Set(['true', 'yes', 'y', '1', 'on', 'ja', 'oui', 'si', 'sí', 'checked']);
const NO = new Set(['false', 'no', 'n', '0', 'off', 'nein', 'non', 'unchecked']);

export const boolean: TransformFunction = (raw) => {
  const text = raw.trim().toLowerCase();
  if (YES.has(text)) return value(true);
  return NO.has(text) ? value(false) : error('is neither yes nor no');
};
