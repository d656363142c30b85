import { Group, NumberInput, Select } from '@mantine/core';
import { useTexts } from '../../../texts/index.js';

const UNITS = ['h', 'd', 'w'] as const;

interface Props {
  readonly label: string;
  /** `30d`, `36h`, `2w`. */
  readonly value: unknown;
  readonly onChange: (value: string | undefined) => void;
  /** May be left empty. */
  readonly optional?: boolean;
  /** Whether the label is seen; it is always read out. */
  readonly shown?: boolean;
  readonly disabled?: boolean;
}

/** A number of hours, days or weeks. */
export function DurationInput({
  label,
  value,
  onChange,
  optional,
  shown = false,
  disabled,
}: Props) {
  const texts = useTexts().model.durations;
  const [, count, unit = 'd'] = /^(\d+)([hdw])$/.exec(String(value ?? '')) ?? [];
  const change = (nextCount: string | number, nextUnit: string): void => {
    if (nextCount === '' && !optional) return;
    onChange(nextCount === '' ? undefined : `${nextCount}${nextUnit}`);
  };
  return (
    <Group gap={4} wrap="nowrap" align="flex-end">
      <NumberInput
        size="xs"
        w={76}
        {...(shown ? { label } : { 'aria-label': label })}
        min={optional ? 0 : 1}
        max={999_999}
        allowDecimal={false}
        allowNegative={false}
        value={count === undefined ? '' : Number(count)}
        onChange={(next) => change(next, unit)}
        disabled={disabled ?? false}
      />
      <Select
        size="xs"
        w={96}
        aria-label={texts.unitOf(label)}
        allowDeselect={false}
        data={UNITS.map((one) => ({ value: one, label: texts.units[one] }))}
        value={unit}
        onChange={(next) => count !== undefined && change(count, next ?? 'd')}
        disabled={disabled ?? false}
      />
    </Group>
  );
}
