import { Select } from '@mantine/core';
import { useTriedTransforms } from '../../api/mappings.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import css from './mappings.module.css';
import { plainText } from './value-text.js';

interface TransformPickerProps {
  readonly label: string;
  readonly value: string;
  /** The value that the sample record has before this transform; null when it has none. */
  readonly raw: string | null;
  readonly onChange: (name: string) => void;
}

/** A transform with what it does and what it makes of the sample record's value. */
export function TransformPicker({ label, value, raw, onChange }: TransformPickerProps) {
  const { language, readOnly } = useBench();
  const { mappings: texts, said } = useTexts();
  const tried = useTriedTransforms(raw);
  const known = language.transforms.map(({ name }) => name);
  const data = known.includes(value) || value === '' ? known : [value, ...known];
  return (
    <Select
      aria-label={label}
      data={data}
      value={value === '' ? null : value}
      onChange={(name) => name !== null && onChange(name)}
      allowDeselect={false}
      searchable
      readOnly={readOnly}
      maxDropdownHeight={340}
      nothingFoundMessage={texts.nothingFound}
      renderOption={({ option }) => {
        const made = tried.data?.items.find(({ transform }) => transform === option.value);
        return (
          <span className={css.option}>
            <span className={css.optionHead}>
              <strong>{option.value}</strong>
              <span className={css.quiet}>{texts.transformHelp[option.value]}</span>
            </span>
            {made && (
              <span className={made.error === undefined ? css.optionText : css.badText}>
                {made.error !== undefined
                  ? said(made.error)
                  : texts.makes(plainText(made.value ?? texts.noValue))}
              </span>
            )}
          </span>
        );
      }}
    />
  );
}
