import { Group, NumberInput, SegmentedControl, Switch } from '@mantine/core';
import { useTexts } from '../../../texts/index.js';
import { type Json, kindOf, mapOf, numberOf, textOf } from '../document/model.js';
import { DurationInput } from '../predicate/duration-input.js';
import { DecayForm } from './decay-form.js';
import { PointsInput } from './points-input.js';
import css from './rules.module.css';

interface Props {
  readonly rule: Json;
  readonly points: number;
  readonly percent: boolean;
  readonly onChange: (rule: Json) => void;
}

/** How activities are counted: how far back, once or each, how they age. */
export function CountingForm({ rule, points, percent, onChange }: Props) {
  const { rule: texts } = useTexts().model;
  const kind = kindOf(rule);
  const set = (key: string, value: unknown): void => onChange({ ...rule, [key]: value });
  if (kind === 'when' || kind === 'idle') return null;
  const each = rule.count === 'each';
  const counts = kind === 'activity' || kind === 'unanswered';
  return (
    <div className={css.stack}>
      <Group gap={12} align="flex-end">
        <DurationInput
          label={texts.within}
          shown
          optional
          value={rule.within}
          onChange={(within) => set('within', within)}
        />
        {counts && (
          <SegmentedControl
            size="xs"
            aria-label={texts.count}
            value={each ? 'each' : 'once'}
            onChange={(next) => {
              const { repeat: _repeat, ...rest } = rule;
              onChange(
                next === 'each' ? { ...rest, count: 'each' } : { ...rule, count: undefined },
              );
            }}
            data={[
              { value: 'once', label: texts.once },
              { value: 'each', label: texts.each },
            ]}
          />
        )}
      </Group>
      {counts && !each && <Repeat rule={rule} percent={percent} onChange={onChange} />}
      {kind !== 'unanswered' && (
        <DecayForm
          value={rule.decay}
          points={points}
          within={textOf(rule.within) || undefined}
          onChange={(decay) => set('decay', decay)}
        />
      )}
    </div>
  );
}

function Repeat({ rule, percent, onChange }: Omit<Props, 'points'>) {
  const { rule: texts } = useTexts().model;
  const repeat = mapOf(rule.repeat);
  const on = rule.repeat !== undefined;
  return (
    <Group gap={12} align="flex-end">
      <Switch
        size="sm"
        label={texts.repeat}
        checked={on}
        onChange={() => onChange({ ...rule, repeat: on ? undefined : { points: 5, max: 15 } })}
      />
      {on && (
        <>
          <PointsInput
            label={texts.further}
            value={repeat}
            percent={percent}
            onChange={(next) => onChange({ ...rule, repeat: next })}
          />
          <NumberInput
            size="xs"
            w={130}
            label={texts.most}
            min={0}
            value={numberOf(repeat.max) ?? ''}
            onChange={(max) =>
              onChange({
                ...rule,
                repeat: { ...repeat, max: typeof max === 'number' ? max : undefined },
              })
            }
          />
        </>
      )}
    </Group>
  );
}
