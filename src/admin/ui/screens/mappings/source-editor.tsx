import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core';
import type { TriedStep } from '../../../api/contract/mappings.js';
import { Icon } from '../../components/icon.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import css from './mappings.module.css';
import { MeaningsEditor } from './meanings-editor.js';
import { PropertyPicker } from './property-picker.js';
import {
  type LongSource,
  listOf,
  longSource,
  type Source,
  scalarOf,
  shortSource,
} from './shapes.js';
import { TransformPicker } from './transform-picker.js';

interface SourceEditorProps {
  readonly source: Source;
  readonly onChange: (source: Source) => void;
  /** The transform where none is named. */
  readonly fallback: string;
  readonly like: 'text' | 'number' | 'boolean';
  /** What the sample record's value became on its way. */
  readonly steps?: readonly TriedStep[];
}

/** What a transform is given: what the one before made, else the raw value. */
function rawBefore(steps: readonly TriedStep[], properties: readonly string[], index: number) {
  const property = steps.findLast(({ step }) => step === '')?.property ?? properties[0];
  const own = steps.filter((step) => step.property === property);
  if (index === 0) return own[0]?.raw ?? null;
  const before = own[index];
  return before?.value === undefined || before.value === null ? null : String(before.value);
}

/** Where a value comes from: properties in order, transforms, a table or words, everything else. */
export function SourceEditor({ source, onChange, fallback, like, steps = [] }: SourceEditorProps) {
  const { readOnly, tried, workbench } = useBench();
  const texts = useTexts();
  const own = texts.mappings;
  const formats = useFormats();
  const long = longSource(source);
  const properties = listOf(long.from);
  const transforms = listOf(long.as);
  const constant = long.value !== undefined;
  const meaning = long.table ? 'table' : long.match ? 'match' : 'none';
  const tell = (next: LongSource): void => onChange(shortSource(next));
  const change = (part: LongSource): void => tell({ ...long, ...part });
  const sampled = tried?.values[properties[0] ?? ''] ?? null;
  const rawOf = (index: number) =>
    rawBefore(steps, properties, index) ?? (index === 0 ? sampled : null);

  const turn = (kind: string): void => {
    if (kind === 'constant') tell({ value: '' });
    else tell({ from: workbench?.properties[0]?.name ?? '' });
  };
  const mean = (kind: string): void => {
    const { table, match, else: otherwise, ...rest } = long;
    const meanings = table ?? match ?? {};
    if (kind === 'none') tell(rest);
    else tell({ ...rest, [kind]: meanings, ...(otherwise !== undefined && { else: otherwise }) });
  };

  return (
    <div className={css.source}>
      <SegmentedControl
        aria-label={own.kind}
        size="xs"
        value={constant ? 'constant' : 'property'}
        onChange={turn}
        readOnly={readOnly}
        data={[
          { value: 'property', label: own.kinds.property },
          { value: 'constant', label: own.kinds.constant },
        ]}
      />
      {constant ? (
        <TextInput
          label={own.constantValue}
          value={String(long.value)}
          readOnly={readOnly}
          onChange={(event) => tell({ value: scalarOf(event.currentTarget.value, like) })}
        />
      ) : (
        <>
          <fieldset className={css.group}>
            <legend>{own.from}</legend>
            {properties.map((name, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is what counts
              <div key={index} className={css.line}>
                <div className={css.grow}>
                  <PropertyPicker
                    label={own.propertyNumber(formats.count(index + 1))}
                    hideLabel
                    value={name}
                    onChange={(next) =>
                      change({ from: properties.map((one, at) => (at === index ? next : one)) })
                    }
                  />
                </div>
                {!readOnly && properties.length > 1 && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`${texts.common.remove} ${name}`}
                    onClick={() => change({ from: properties.filter((_, at) => at !== index) })}
                  >
                    <Icon name="close" size={15} />
                  </ActionIcon>
                )}
              </div>
            ))}
            {properties.length > 1 && <p className={css.help}>{own.fromHelp}</p>}
            {!readOnly && (
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={<Icon name="plus" size={14} />}
                onClick={() =>
                  change({ from: [...properties, workbench?.properties[0]?.name ?? ''] })
                }
              >
                {own.addProperty}
              </Button>
            )}
          </fieldset>
          <fieldset className={css.group}>
            <legend>{own.transforms}</legend>
            {transforms.length === 0 && (
              <p className={css.help}>
                {own.transformDefault(meaning === 'none' ? fallback : 'trim')}
              </p>
            )}
            {transforms.map((name, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is what counts
              <div key={index} className={css.line}>
                <div className={css.grow}>
                  <TransformPicker
                    label={own.transformNumber(formats.count(index + 1))}
                    value={name}
                    raw={rawOf(index)}
                    onChange={(next) =>
                      change({ as: transforms.map((one, at) => (at === index ? next : one)) })
                    }
                  />
                </div>
                {!readOnly && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`${texts.common.remove} ${name}`}
                    onClick={() => change({ as: transforms.filter((_, at) => at !== index) })}
                  >
                    <Icon name="close" size={15} />
                  </ActionIcon>
                )}
              </div>
            ))}
            {!readOnly && (
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={<Icon name="plus" size={14} />}
                onClick={() => change({ as: [...transforms, fallback] })}
              >
                {own.addTransform}
              </Button>
            )}
          </fieldset>
          <fieldset className={css.group}>
            <legend>{own.meaning}</legend>
            <SegmentedControl
              aria-label={own.meaning}
              size="xs"
              value={meaning}
              onChange={mean}
              readOnly={readOnly}
              data={(['none', 'table', 'match'] as const).map((kind) => {
                return { value: kind, label: own.meanings[kind] };
              })}
            />
            {meaning !== 'none' && (
              <>
                <MeaningsEditor
                  kind={meaning}
                  meanings={long[meaning] ?? {}}
                  like={like}
                  onChange={(meanings) => change({ [meaning]: meanings })}
                />
                <TextInput
                  label={own.otherwise}
                  placeholder={own.missing}
                  size="xs"
                  value={long.else === undefined ? '' : String(long.else)}
                  readOnly={readOnly}
                  onChange={(event) => {
                    const { else: _, ...rest } = long;
                    const typed = event.currentTarget.value;
                    tell(typed === '' ? rest : { ...rest, else: scalarOf(typed, like) });
                  }}
                />
              </>
            )}
          </fieldset>
        </>
      )}
    </div>
  );
}
