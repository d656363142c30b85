import { ActionIcon, Select, Switch } from '@mantine/core';
import { Icon } from '../../../components/icon.js';
import { useTexts } from '../../../texts/index.js';
import { entriesOf, type Json, kindOf, mapOf, textOf } from '../document/model.js';
import { PointsInput } from '../rules/points-input.js';
import { useEditor } from '../state/editor.js';
import { MaybeNumber } from './fields.js';
import css from './parts.module.css';

/** Rules that count otherwise, or not at all, in a segment. */
export function SegmentRules(props: {
  readonly entry: Json;
  readonly onChange: (entry: Json) => void;
}) {
  const { entry, onChange } = props;
  const { part: texts } = useTexts().model;
  const { model } = useEditor();
  const overrides = Object.entries(mapOf(entry.rules));
  const rules = entriesOf(model.rules).map(({ entry: rule }) => rule);
  const free = rules
    .map((rule) => ({ value: textOf(rule.id), label: textOf(rule.label) || textOf(rule.id) }))
    .filter(({ value }) => !overrides.some(([id]) => id === value));
  const put = (next: readonly (readonly [string, unknown])[]): void =>
    onChange({ ...entry, rules: next.length === 0 ? undefined : Object.fromEntries(next) });
  return (
    <div className={css.stack}>
      {overrides.map(([id, value]) => (
        <Override
          key={id}
          id={id}
          rule={rules.find((rule) => rule.id === id)}
          value={mapOf(value)}
          onChange={(next) =>
            put(overrides.map(([other, old]) => [other, other === id ? next : old]))
          }
          onRemove={() => put(overrides.filter(([other]) => other !== id))}
        />
      ))}
      <Select
        size="xs"
        maw={280}
        searchable
        label={texts.addOverride}
        placeholder={texts.chooseRule}
        data={free}
        value={null}
        onChange={(id) => id !== null && put([...overrides, [id, { off: true }]])}
      />
    </div>
  );
}

function Override(props: {
  readonly id: string;
  /** Undefined where the model has none of this id. */
  readonly rule: Json | undefined;
  readonly value: Json;
  readonly onChange: (value: Json) => void;
  readonly onRemove: () => void;
}) {
  const { id, rule = {}, value, onChange, onRemove } = props;
  const { part: texts, rule: words } = useTexts().model;
  const { model } = useEditor();
  const off = value.off === true;
  const own = rule.percent === undefined ? { points: rule.points ?? 0 } : { percent: rule.percent };
  const field = (key: 'unknown' | 'else', label: string) => (
    <MaybeNumber
      label={label}
      value={value[key]}
      onChange={(next) => onChange({ ...value, [key]: next })}
    />
  );
  return (
    <fieldset className={css.override}>
      <legend className={css.name}>{textOf(rule.label) || id}</legend>
      <Switch
        size="xs"
        label={texts.off}
        checked={off}
        onChange={() => onChange(off ? own : { off: true })}
      />
      {!off && (
        <>
          <PointsInput
            label={words.points}
            value={value}
            percent={model.readyAt !== undefined}
            onChange={onChange}
          />
          {kindOf(rule) === 'when' && field('unknown', words.unknown)}
          {kindOf(rule) === 'when' && field('else', words.else)}
        </>
      )}
      <ActionIcon variant="subtle" color="gray" aria-label={texts.removeOf(id)} onClick={onRemove}>
        <Icon name="close" size={14} />
      </ActionIcon>
    </fieldset>
  );
}
