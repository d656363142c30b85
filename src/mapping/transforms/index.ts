import type { FieldType } from '../../lead/fields.js';
import { country } from './country.js';
import { date } from './dates.js';
import { emailKind } from './email-kind.js';
import { domain, email, urlPath } from './internet.js';
import { boolean, integer, money, number, range } from './numbers.js';
import { phone } from './phone.js';
import type { TransformFunction } from './result.js';
import { language, list, lower, trim } from './text.js';
import { titleDepartment, titleSeniority } from './title.js';

export interface Transform {
  readonly run: TransformFunction;
  /** The type of its value. */
  readonly type: FieldType;
}

/** Raised whenever a table of words or domains, or a library behind it, could give other values. */
export const TABLES_VERSION = 1;

/** Every transform of the mapping language, by the name used in `as`. */
export const TRANSFORMS: Readonly<Record<string, Transform>> = {
  trim: { run: trim, type: 'text' },
  lower: { run: lower, type: 'text' },
  email: { run: email, type: 'text' },
  email_kind: { run: emailKind, type: 'text' },
  domain: { run: domain, type: 'text' },
  url_path: { run: urlPath, type: 'text' },
  country: { run: country, type: 'text' },
  language: { run: language, type: 'text' },
  phone: { run: phone, type: 'text' },
  title_seniority: { run: titleSeniority, type: 'text' },
  title_department: { run: titleDepartment, type: 'text' },
  integer: { run: integer, type: 'number' },
  number: { run: number, type: 'number' },
  range: { run: range, type: 'number' },
  money: { run: money, type: 'number' },
  boolean: { run: boolean, type: 'boolean' },
  date: { run: date, type: 'date' },
  list: { run: list, type: 'list' },
};
