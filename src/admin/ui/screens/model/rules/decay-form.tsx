import { Group, NumberInput, Select } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTexts } from '../../../texts/index.js';
import { type Json, mapOf, numberOf, textOf } from '../document/model.js';
import { DurationInput } from '../predicate/duration-input.js';

const DecayCurve = lazy(() => import('./decay-curve.js'));

const KINDS = ['none', 'halfLife', 'linear', 'step'] as const;
const STARTS: Readonly<Record<string, Json>> = {
  halfLife: { halfLife: '30d' },
  linear: { linear: '60d' },
  step: { step: '1w', factor: 0.8 },
};

interface Props {
  readonly value: unknown;
  readonly points: number;
  readonly within: string | undefined;
  readonly onChange: (decay: Json | undefined) => void;
}

/** How points shrink with age, with the curve they follow. */
export function DecayForm({ value, points, within, onChange }: Props) {
  const { decay: texts } = useTexts().model;
  const decay = mapOf(value);
  const kind = KINDS.find((one) => decay[one] !== undefined) ?? 'none';
  const span = kind === 'none' ? undefined : kind;
  const by = decay.points === undefined ? 'factor' : 'points';
  return (
    <div>
      <Group gap={8} align="flex-end">
        <Select
          size="xs"
          w={210}
          label={texts.label}
          allowDeselect={false}
          data={KINDS.map((one) => ({ value: one, label: texts.kinds[one] }))}
          value={kind}
          onChange={(next) => next !== kind && onChange(STARTS[next ?? 'none'])}
        />
        {span && (
          <DurationInput
            label={texts.spans[span]}
            shown
            value={textOf(decay[span])}
            onChange={(next) => onChange({ ...decay, [span]: next })}
          />
        )}
        {kind === 'step' && (
          <>
            <Select
              size="xs"
              w={130}
              label={texts.by}
              allowDeselect={false}
              data={[
                { value: 'factor', label: texts.factor },
                { value: 'points', label: texts.points },
              ]}
              value={by}
              onChange={(next) =>
                onChange({
                  step: decay.step,
                  ...(next === 'points' ? { points: 1 } : { factor: 0.8 }),
                })
              }
            />
            <NumberInput
              size="xs"
              w={90}
              label={texts.amount}
              min={0}
              {...(by === 'factor' && { max: 1, step: 0.1 })}
              value={numberOf(decay[by]) ?? ''}
              onChange={(next) => typeof next === 'number' && onChange({ ...decay, [by]: next })}
            />
          </>
        )}
      </Group>
      {kind !== 'none' && (
        <Suspense fallback={<div style={{ height: 150 }} />}>
          <DecayCurve decay={decay} points={points} within={within} />
        </Suspense>
      )}
    </div>
  );
}
