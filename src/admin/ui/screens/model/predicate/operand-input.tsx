import { Autocomplete, Group, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { nameOfValue, type ValueNames, valueOfName } from '../../../lib/field-values.js';
import { useTexts } from '../../../texts/index.js';
import { listOf, textOf } from '../document/model.js';
import { DurationInput } from './duration-input.js';
import { type FieldKind, operandKind, scalarOf } from './operators.js';
import { useVocabulary } from './vocabulary.js';

interface Props {
  /** What the operand is of, for assistive technology. */
  readonly of: string;
  readonly operator: string;
  readonly value: unknown;
  readonly type: FieldKind;
  /** Real values, the most frequent first. */
  readonly suggestions: readonly string[];
  /** Of values that are words of ours: people choose and read these, the document has the codes. */
  readonly names?: ValueNames | undefined;
  readonly onChange: (value: unknown) => void;
}

/** What an operator compares with. */
export function OperandInput({ of, operator, value, type, suggestions, names, onChange }: Props) {
  const { predicate: texts } = useTexts().model;
  const { lists } = useVocabulary();
  const label = texts.operandOf(of);
  const named = (one: unknown): string => nameOfValue(names, textOf(one));
  const codeOf = (name: string): string => valueOfName(names, name);
  const data = [...new Set([...suggestions, ...Object.keys(names ?? {})])].map(named);
  const shared = { size: 'xs', 'aria-label': label } as const;
  switch (operandKind(operator)) {
    case 'none':
      return null;
    case 'value':
      if (type === 'boolean') return <YesNo label={label} value={value} onChange={onChange} />;
      if (type === 'number') return <Count {...shared} value={value} onChange={onChange} />;
      return (
        <Autocomplete
          {...shared}
          flex={1}
          miw={140}
          value={named(value)}
          data={data}
          onChange={(next) =>
            onChange(typeof value === 'number' ? scalarOf(next, 'number') : codeOf(next))
          }
        />
      );
    case 'values':
      return (
        <TagsInput
          {...shared}
          flex={1}
          miw={160}
          value={listOf(value).map(named)}
          data={data}
          placeholder={texts.addValue}
          onChange={(next) => onChange(next.map((one) => scalarOf(codeOf(one), type)))}
        />
      );
    case 'text':
      return (
        <TextInput
          {...shared}
          flex={1}
          miw={140}
          value={textOf(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'number':
      return <Count {...shared} value={value} onChange={onChange} />;
    case 'range': {
      const [low, high] = listOf(value);
      return (
        <Group gap={4} wrap="nowrap">
          <Count
            size="xs"
            aria-label={texts.lowOf(of)}
            value={low}
            onChange={(next) => onChange([next, high])}
          />
          <span>{texts.to}</span>
          <Count
            size="xs"
            aria-label={texts.highOf(of)}
            value={high}
            onChange={(next) => onChange([low, next])}
          />
        </Group>
      );
    }
    case 'date':
      return (
        <TextInput
          {...shared}
          type="date"
          value={textOf(value).slice(0, 10)}
          onChange={(event) =>
            event.currentTarget.value !== '' && onChange(event.currentTarget.value)
          }
        />
      );
    case 'duration':
      return <DurationInput label={label} value={value} onChange={onChange} />;
    case 'list':
      return (
        <Select
          {...shared}
          flex={1}
          miw={140}
          placeholder={texts.chooseList}
          data={Object.keys(lists)}
          value={textOf(value) || null}
          allowDeselect={false}
          onChange={(next) => next !== null && onChange(next)}
        />
      );
  }
}

function YesNo(props: { label: string; value: unknown; onChange: (value: boolean) => void }) {
  const { common } = useTexts();
  return (
    <Select
      size="xs"
      w={100}
      aria-label={props.label}
      allowDeselect={false}
      data={[
        { value: 'true', label: common.yes },
        { value: 'false', label: common.no },
      ]}
      value={String(props.value)}
      onChange={(next) => props.onChange(next === 'true')}
    />
  );
}

function Count(props: {
  size: 'xs';
  'aria-label': string;
  value: unknown;
  onChange: (value: number) => void;
}) {
  const { value, onChange, ...rest } = props;
  return (
    <NumberInput
      {...rest}
      w={110}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => typeof next === 'number' && onChange(next)}
    />
  );
}
