import { TagsInput } from '@mantine/core';
import { useTexts } from '../../texts/index.js';
import { AddLine, RemoveLine } from './buttons.js';
import { useBench } from './context.js';
import css from './mappings.module.css';
import { PropertyPicker } from './property-picker.js';
import { listOf, type Scalar } from './shapes.js';

type Conditions = Readonly<Record<string, Scalar | readonly Scalar[]>>;

interface ConditionsProps {
  readonly conditions: Conditions;
  readonly onChange: (conditions: Conditions) => void;
}

/** Properties that must have one of some values. An empty value has a word of its own here. */
export function ConditionsEditor({ conditions, onChange }: ConditionsProps) {
  const { workbench, readOnly, property } = useBench();
  const texts = useTexts();
  const own = texts.mappings.activity;
  const rows = Object.entries(conditions);
  const put = (index: number, name: string, values: Scalar | readonly Scalar[]): void => {
    const next = rows.map((row, at) => (at === index ? ([name, values] as const) : row));
    onChange(Object.fromEntries(next));
  };
  const valuesOf = (words: readonly string[], before: readonly Scalar[]) => {
    const values = words.map((word): Scalar => {
      const text = word === own.emptyValue ? '' : word;
      return before.find((one) => String(one) === text) ?? text;
    });
    return values.length === 1 ? (values[0] as Scalar) : values;
  };
  const add = (): void => {
    const free = workbench?.properties.find(({ name }) => !Object.hasOwn(conditions, name));
    if (free) onChange({ ...conditions, [free.name]: 'true' });
  };
  return (
    <fieldset className={css.group}>
      <legend>{own.conditions}</legend>
      {rows.map(([name, values], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line keeps its place while its property changes
        <div key={index} className={css.line}>
          <div className={css.grow}>
            <PropertyPicker
              label={own.condition}
              hideLabel
              value={name}
              onChange={(next) => put(index, next, values)}
            />
          </div>
          <TagsInput
            className={css.grow ?? ''}
            aria-label={`${name} ${own.values}`}
            data={(property(name)?.options ?? []).map(({ value }) => value)}
            value={listOf(values).map((one) => (one === '' ? own.emptyValue : String(one)))}
            readOnly={readOnly}
            onChange={(words) =>
              words.length > 0 && put(index, name, valuesOf(words, listOf(values)))
            }
          />
          <RemoveLine
            name={name}
            onClick={() => onChange(Object.fromEntries(rows.filter((_, at) => at !== index)))}
          />
        </div>
      ))}
      <AddLine label={own.addCondition} onClick={add} />
    </fieldset>
  );
}
