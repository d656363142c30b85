import { SegmentedControl, TextInput } from '@mantine/core';
import type { TriedStep } from '../../../api/contract/mappings.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import css from './mappings.module.css';
import { MeaningPart } from './meaning-part.js';
import { type LongSource, longSource, type Source, scalarOf, shortSource } from './shapes.js';
import { PropertyList, TransformList } from './source-lists.js';

interface SourceEditorProps {
  readonly source: Source;
  readonly onChange: (source: Source) => void;
  /** The transform where none is named. */
  readonly fallback: string;
  readonly like: 'text' | 'number' | 'boolean';
  /** What the sample record's value became on its way. */
  readonly steps?: readonly TriedStep[];
}

/** Where a value comes from: properties in order, transforms, a table or words, everything else. */
export function SourceEditor({ source, onChange, fallback, like, steps = [] }: SourceEditorProps) {
  const { readOnly, workbench } = useBench();
  const texts = useTexts().mappings;
  const long = longSource(source);
  const constant = long.value !== undefined;
  const tell = (next: LongSource): void => onChange(shortSource(next));
  const turn = (kind: string): void => {
    if (kind === 'constant') tell({ value: '' });
    else tell({ from: workbench?.properties[0]?.name ?? '' });
  };
  return (
    <div className={css.source}>
      <SegmentedControl
        aria-label={texts.kind}
        size="xs"
        value={constant ? 'constant' : 'property'}
        onChange={turn}
        readOnly={readOnly}
        data={[
          { value: 'property', label: texts.kinds.property },
          { value: 'constant', label: texts.kinds.constant },
        ]}
      />
      {constant ? (
        <TextInput
          label={texts.constantValue}
          value={String(long.value)}
          readOnly={readOnly}
          onChange={(event) => tell({ value: scalarOf(event.currentTarget.value, like) })}
        />
      ) : (
        <>
          <PropertyList source={long} onChange={tell} />
          <TransformList source={long} onChange={tell} fallback={fallback} steps={steps} />
          <MeaningPart source={long} onChange={tell} like={like} />
        </>
      )}
    </div>
  );
}
