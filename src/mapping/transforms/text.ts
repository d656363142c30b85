import { error, type TransformFunction, value } from './result.js';

export const trim: TransformFunction = (raw) => value(raw.trim());

export const lower: TransformFunction = (raw) => value(raw.trim().toLowerCase());

/** Several values in one text: `;` (multi-select properties of CRMs), `|` or line ends, else commas. */
export const list: TransformFunction = (raw) => {
  const separator = /[;|\r\n]/.test(raw) ? /[;|\r\n]+/ : /,/;
  const entries = raw
    .split(separator)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  return value([...new Set(entries)]);
};

/** The primary language of a tag such as `en-US` or `pt_BR`. */
export const language: TransformFunction = (raw) => {
  const match = /^([a-z]{2,3})(?:[-_][a-z0-9]+)*$/i.exec(raw.trim());
  return match?.[1] ? value(match[1].toLowerCase()) : error('is not a language tag such as en-us');
};
