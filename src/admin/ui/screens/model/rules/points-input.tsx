import { Group, NumberInput, SegmentedControl } from '@mantine/core';
import { useTexts } from '../../../texts/index.js';
import { type Json, numberOf } from '../document/model.js';

interface Props {
  readonly label: string;
  /** A rule or whatever else is worth points or percent. */
  readonly value: Json;
  readonly onChange: (value: Json) => void;
  /** Whether percent of a sales-ready lead can be given. */
  readonly percent: boolean;
}

/** Points, or percent of a sales-ready lead. */
export function PointsInput({ label, value, onChange, percent }: Props) {
  const { rule: texts } = useTexts().model;
  const unit = value.percent === undefined ? 'points' : 'percent';
  const set = (next: string, worth: unknown): void => {
    const { points: _points, percent: _percent, ...rest } = value;
    onChange({ ...rest, [next]: worth });
  };
  return (
    <Group gap={6} align="flex-end" wrap="nowrap">
      <NumberInput
        size="xs"
        w={110}
        label={label}
        value={numberOf(value[unit]) ?? ''}
        onChange={(next) => typeof next === 'number' && set(unit, next)}
      />
      {(percent || unit === 'percent') && (
        <SegmentedControl
          size="xs"
          aria-label={texts.unit}
          value={unit}
          onChange={(next) => set(next, value[unit])}
          data={[
            { value: 'points', label: texts.points },
            { value: 'percent', label: texts.percent },
          ]}
        />
      )}
    </Group>
  );
}
