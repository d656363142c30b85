import type { TriedStep } from '../../../api/contract/mappings.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { AddLine, RemoveLine } from './buttons.js';
import { useBench } from './context.js';
import css from './mappings.module.css';
import { PropertyPicker } from './property-picker.js';
import { type LongSource, listOf } from './shapes.js';
import { TransformPicker } from './transform-picker.js';

interface ListProps {
  readonly source: LongSource;
  readonly onChange: (source: LongSource) => void;
}

const replaced = (list: readonly string[], index: number, next: string): string[] =>
  list.map((one, at) => (at === index ? next : one));
const without = (list: readonly string[], index: number): string[] =>
  list.filter((_, at) => at !== index);

/** The properties that a value is read from, in the order in which they speak. */
export function PropertyList({ source, onChange }: ListProps) {
  const { workbench } = useBench();
  const texts = useTexts().mappings;
  const formats = useFormats();
  const names = listOf(source.from);
  const put = (from: readonly string[]): void => onChange({ ...source, from });
  return (
    <fieldset className={css.group}>
      <legend>{texts.from}</legend>
      {names.map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what counts
        <div key={index} className={css.line}>
          <div className={css.grow}>
            <PropertyPicker
              label={texts.propertyNumber(formats.count(index + 1))}
              hideLabel
              value={name}
              onChange={(next) => put(replaced(names, index, next))}
            />
          </div>
          {names.length > 1 && (
            <RemoveLine name={name} onClick={() => put(without(names, index))} />
          )}
        </div>
      ))}
      {names.length > 1 && <p className={css.help}>{texts.fromHelp}</p>}
      <AddLine
        label={texts.addProperty}
        onClick={() => put([...names, workbench?.properties[0]?.name ?? ''])}
      />
    </fieldset>
  );
}

/** What a transform is given: what the one before made, else the raw value. */
function rawBefore(steps: readonly TriedStep[], property: string, index: number): string | null {
  const speaking = steps.findLast(({ step }) => step === '')?.property ?? property;
  const own = steps.filter((step) => step.property === speaking);
  if (index === 0) return own[0]?.raw ?? null;
  const before = own[index];
  return before?.value === undefined || before.value === null ? null : String(before.value);
}

interface TransformListProps extends ListProps {
  readonly fallback: string;
  readonly steps: readonly TriedStep[];
}

/** What is done to the raw value, one after another. */
export function TransformList({ source, onChange, fallback, steps }: TransformListProps) {
  const { tried } = useBench();
  const texts = useTexts().mappings;
  const formats = useFormats();
  const names = listOf(source.as);
  const [property = ''] = listOf(source.from);
  const means = source.table !== undefined || source.match !== undefined;
  const put = (as: readonly string[]): void => onChange({ ...source, as });
  const rawOf = (index: number): string | null =>
    rawBefore(steps, property, index) ?? (index === 0 ? (tried?.values[property] ?? null) : null);
  return (
    <fieldset className={css.group}>
      <legend>{texts.transforms}</legend>
      {names.length === 0 && (
        <p className={css.help}>{texts.transformDefault(means ? 'trim' : fallback)}</p>
      )}
      {names.map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what counts
        <div key={index} className={css.line}>
          <div className={css.grow}>
            <TransformPicker
              label={texts.transformNumber(formats.count(index + 1))}
              value={name}
              raw={rawOf(index)}
              onChange={(next) => put(replaced(names, index, next))}
            />
          </div>
          <RemoveLine name={name} onClick={() => put(without(names, index))} />
        </div>
      ))}
      <AddLine label={texts.addTransform} onClick={() => put([...names, fallback])} />
    </fieldset>
  );
}
