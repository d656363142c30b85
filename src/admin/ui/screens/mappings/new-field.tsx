import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import { FieldPicker } from './field-picker.js';
import css from './mappings.module.css';
import { PropertyPicker } from './property-picker.js';

interface NewFieldProps {
  /** The property to begin with; '' for none. */
  readonly property: string;
  readonly taken: ReadonlySet<string>;
  /** With the field that was added, or null. */
  readonly onDone: (field: string | null) => void;
}

/** The first two words of a line: a property and the field that it fills. The rest is changed in the line. */
export function NewField({ property, taken, onDone }: NewFieldProps) {
  const { edit, place } = useBench();
  const texts = useTexts();
  const [from, setFrom] = useState(property);
  const [field, setField] = useState<string | null>(null);
  const add = (): void => {
    if (field === null) return;
    edit(['objects', place.object, 'fields', field], from);
    onDone(field);
  };
  return (
    <section className={css.card} aria-label={texts.mappings.newField}>
      <div className={css.columns}>
        <PropertyPicker label={texts.mappings.from} value={from} onChange={setFrom} />
        <FieldPicker
          label={texts.mappings.target}
          value={field}
          taken={taken}
          onChange={setField}
        />
      </div>
      <Group gap="xs" justify="flex-end">
        <Button variant="default" onClick={() => onDone(null)}>
          {texts.common.cancel}
        </Button>
        <Button disabled={from === '' || field === null} onClick={add}>
          {texts.common.add}
        </Button>
      </Group>
    </section>
  );
}
