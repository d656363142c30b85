import { nameOfValue, valueNamesOf } from '../../lib/field-values.js';
import { useTexts } from '../../texts/index.js';
import css from './mappings.module.css';

const LONGEST = 160;

/** Any value in one line; data, never markup. */
export function plainText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** A value, or a word for there being none. */
export function ValueText({ value }: { readonly value: unknown }) {
  const texts = useTexts();
  if (value === undefined || value === null || value === '') {
    return <span className={css.quiet}>{texts.mappings.noValue}</span>;
  }
  if (typeof value === 'boolean') {
    return <span className={css.value}>{value ? texts.common.yes : texts.common.no}</span>;
  }
  if (Array.isArray(value))
    return <span className={css.value}>{value.map(plainText).join(', ')}</span>;
  return <span className={css.value}>{plainText(value)}</span>;
}

/** A value of a lead field: of ours by its name. */
export function FieldValue({ field, value }: { readonly field: string; readonly value: unknown }) {
  const names = valueNamesOf(useTexts().fieldValues, field);
  return <ValueText value={typeof value === 'string' ? nameOfValue(names, value) : value} />;
}
