import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import css from './mappings.module.css';

const OWN = /^custom\.[A-Za-z0-9_]+$/;

/** The custom field that a typed word would be; null where it cannot be one. */
function ownName(typed: string): string | null {
  const word = typed
    .trim()
    .replace(/^custom\./, '')
    .replace(/[^A-Za-z0-9_]+/g, '_');
  return word === '' ? null : `custom.${word}`;
}

interface FieldPickerProps {
  readonly label: string;
  readonly value: string | null;
  /** Fields that have a source already: they are not offered. */
  readonly taken: ReadonlySet<string>;
  readonly onChange: (name: string) => void;
  readonly error?: string | undefined;
}

/** A lead field, or one of one's own. */
export function FieldPicker({ label, value, taken, onChange, error }: FieldPickerProps) {
  const { language, readOnly, role } = useBench();
  const texts = useTexts().mappings;
  const [typed, setTyped] = useState('');
  const prefix = role === 'company' || role === 'deal' ? `${role}.` : '';
  const fields = language.fields.filter(
    ({ name }) => name.startsWith(prefix) && (!taken.has(name) || name === value),
  );
  const own = ownName(typed);
  const known = fields.some(
    ({ name, label: words }) => name === typed || `${words} (${name})` === typed,
  );
  const data = [
    ...(value !== null && !fields.some(({ name }) => name === value)
      ? [{ value, label: value }]
      : []),
    ...fields.map((one) => ({ value: one.name, label: `${one.label} (${one.name})` })),
    ...(own !== null && !known && !taken.has(own) && own !== value
      ? [{ value: own, label: texts.ownField(own.slice('custom.'.length)) }]
      : []),
  ];
  return (
    <Select
      label={label}
      data={data}
      value={value}
      error={error}
      onChange={(name) => name !== null && onChange(name)}
      onSearchChange={setTyped}
      allowDeselect={false}
      searchable
      readOnly={readOnly}
      maxDropdownHeight={320}
      nothingFoundMessage={texts.nothingFound}
      filter={({ options, search }) => {
        const wanted = search.trim().toLowerCase();
        return options.filter((option) => {
          const item = option as { readonly value: string; readonly label: string };
          return (
            item.label.toLowerCase().includes(wanted) ||
            (OWN.test(item.value) && item.value === own)
          );
        });
      }}
      renderOption={({ option }) => {
        const field = language.fields.find(({ name }) => name === option.value);
        return (
          <span className={css.optionHead}>
            <strong>{field?.label ?? option.label}</strong>
            {field && <code className={css.quiet}>{field.name}</code>}
            {field && <span className={css.quiet}>{field.type}</span>}
            {field?.derived && <span className={css.quiet}>{texts.derived}</span>}
          </span>
        );
      }}
    />
  );
}
