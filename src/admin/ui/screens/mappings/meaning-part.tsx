import { SegmentedControl, TextInput } from '@mantine/core';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import css from './mappings.module.css';
import { MeaningsEditor } from './meanings-editor.js';
import { type LongSource, scalarOf } from './shapes.js';

interface MeaningPartProps {
  readonly source: LongSource;
  readonly onChange: (source: LongSource) => void;
  readonly like: 'text' | 'number' | 'boolean';
}

/** What a value means: itself, by a table, or by a word in it; and what any other means. */
export function MeaningPart({ source, onChange, like }: MeaningPartProps) {
  const { readOnly } = useBench();
  const texts = useTexts().mappings;
  const { table, match, else: otherwise, ...plain } = source;
  const kind = table ? 'table' : match ? 'match' : 'none';
  const mean = (next: string): void => {
    if (next === 'none') onChange(plain);
    else onChange({ ...plain, [next]: table ?? match ?? {}, ...otherwiseOf(otherwise) });
  };
  return (
    <fieldset className={css.group}>
      <legend>{texts.meaning}</legend>
      <SegmentedControl
        aria-label={texts.meaning}
        size="xs"
        value={kind}
        onChange={mean}
        readOnly={readOnly}
        data={(['none', 'table', 'match'] as const).map((one) => {
          return { value: one, label: texts.meanings[one] };
        })}
      />
      {kind !== 'none' && (
        <>
          <MeaningsEditor
            kind={kind}
            meanings={source[kind] ?? {}}
            like={like}
            onChange={(meanings) => onChange({ ...source, [kind]: meanings })}
          />
          <TextInput
            label={texts.otherwise}
            placeholder={texts.missing}
            size="xs"
            value={otherwise === undefined ? '' : String(otherwise)}
            readOnly={readOnly}
            onChange={(event) => {
              const typed = event.currentTarget.value;
              const meaning = typed === '' ? undefined : scalarOf(typed, like);
              onChange({ ...plain, [kind]: source[kind], ...otherwiseOf(meaning) });
            }}
          />
        </>
      )}
    </fieldset>
  );
}

function otherwiseOf(meaning: LongSource['else'] | undefined): Pick<LongSource, 'else'> {
  return meaning === undefined ? {} : { else: meaning };
}
