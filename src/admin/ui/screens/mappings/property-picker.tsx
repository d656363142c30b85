import { Select } from '@mantine/core';
import type { WorkbenchProperty } from '../../../api/contract/mappings.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import css from './mappings.module.css';
import { RouteMark } from './property-name.js';

interface PickerProps {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: string | null;
  readonly onChange: (name: string) => void;
  /** Choosing nothing is a choice. */
  readonly onClear?: () => void;
  readonly description?: string;
  readonly error?: string | undefined;
}

/** A property of the object with what is known of it: label, type, how full, what stands in it. */
export function PropertyPicker(props: PickerProps) {
  const { label, hideLabel, value, onChange, onClear, description, error } = props;
  const { workbench, readOnly, property } = useBench();
  const texts = useTexts().mappings;
  const known = workbench?.properties ?? [];
  const missing = value !== null && value !== '' && property(value) === undefined;
  const data = [
    ...(missing ? [{ value, label: value }] : []),
    ...known.map((one) => ({ value: one.name, label: `${one.label} (${one.name})` })),
  ];
  return (
    <Select
      {...(hideLabel ? { 'aria-label': label } : { label })}
      {...(description !== undefined && { description })}
      error={error ?? (missing && workbench !== null ? texts.notInAccount : undefined)}
      data={data}
      value={value === '' ? null : value}
      onChange={(name) => (name === null ? onClear?.() : onChange(name))}
      clearable={onClear !== undefined}
      allowDeselect={false}
      searchable
      limit={80}
      readOnly={readOnly}
      nothingFoundMessage={texts.nothingFound}
      maxDropdownHeight={320}
      comboboxProps={{ withinPortal: true, width: 'target' }}
      renderOption={({ option }) => {
        const one = property(option.value);
        return one ? <PropertyOption property={one} /> : <span>{option.label}</span>;
      }}
    />
  );
}

function PropertyOption({ property }: { property: WorkbenchProperty }) {
  const texts = useTexts().mappings;
  const formats = useFormats();
  const of = useBench().workbench?.records.length ?? 0;
  return (
    <span className={css.option}>
      <span className={css.optionHead}>
        <strong>{property.label}</strong>
        <span className={css.quiet}>{property.type}</span>
        <RouteMark route={property.route} />
        {of > 0 && (
          <span className={css.quiet}>{texts.filled(formats.percent(property.filled / of))}</span>
        )}
      </span>
      <span className={css.optionText}>
        {property.name}
        {property.samples.length > 0 && `: ${property.samples.slice(0, 3).join(' · ')}`}
      </span>
    </span>
  );
}
