import { nameOfValue, valueNamesOf } from '../../../lib/field-values.js';
import { useFormats } from '../../../shell/language.js';
import { useTexts } from '../../../texts/index.js';
import { entriesOf, type Json, mapOf, numberOf, textOf } from '../document/model.js';
import { useKnown } from '../state/editor.js';
import css from './parts.module.css';

/** Who a pinned lead is and what it did, as the document has it. */
export function ExampleFacts({ example }: { example: Json }) {
  const { model, fieldValues } = useTexts();
  const texts = model.examples;
  const formats = useFormats();
  const { material } = useKnown();
  const fields = Object.entries(mapOf(example.lead));
  const activities = entriesOf(example.activities);
  const fieldLabel = (name: string): string =>
    material?.fields.find((field) => field.name === name)?.label ?? name;
  const valueName = (field: string, value: unknown): string =>
    nameOfValue(valueNamesOf(fieldValues, field), textOf(value));
  const typeLabel = (type: string): string =>
    material?.activities.find((one) => one.type === type)?.label ?? type;
  return (
    <div className={css.facts}>
      <section aria-label={texts.fields}>
        <h4 className={css.name}>{texts.fields}</h4>
        <dl className={css.pairs}>
          {fields.map(([name, value]) => (
            <div key={name}>
              <dt>{fieldLabel(name)}</dt>
              <dd>{typeof value === 'object' ? JSON.stringify(value) : valueName(name, value)}</dd>
            </div>
          ))}
        </dl>
      </section>
      {activities.length > 0 && (
        <section aria-label={texts.activities}>
          <h4 className={css.name}>{texts.activities}</h4>
          <dl className={css.pairs}>
            {activities.map(({ index, entry }) => {
              const days = numberOf(entry.daysAgo) ?? 0;
              const attributes = Object.values(mapOf(entry.attributes)).map(textOf);
              return (
                <div key={index}>
                  <dt>{texts.daysAgo(formats.points(days), days === 1)}</dt>
                  <dd>{[typeLabel(textOf(entry.type)), ...attributes].join(' · ')}</dd>
                </div>
              );
            })}
          </dl>
        </section>
      )}
    </div>
  );
}
