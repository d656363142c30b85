import { Group, Select, TextInput } from '@mantine/core';
import { useTexts } from '../../../texts/index.js';
import {
  entriesOf,
  type Json,
  kindOf,
  mapOf,
  ofKind,
  RULE_KINDS,
  type RuleKind,
  textOf,
} from '../document/model.js';
import { NameInput } from '../parts/name-input.js';
import { useEditor } from '../state/editor.js';
import { CountingForm } from './counting-form.js';
import { KindForm } from './kind-form.js';
import { MoreForm } from './more-form.js';
import { PointsInput } from './points-input.js';
import css from './rules.module.css';

interface Props {
  readonly rule: Json;
  readonly index: number;
  /** What it is worth, percent made points. */
  readonly points: number;
  readonly onRenamed: (id: string) => void;
}

/** Everything that can be said of one rule. Each change goes into the text at once. */
export function RuleForm({ rule, index, points, onRenamed }: Props) {
  const { rule: texts } = useTexts().model;
  const { model, update } = useEditor();
  const path = ['rules', index];
  const change = (next: Json): void => update(path, next);
  const percent = model.readyAt !== undefined;
  const dimensions = Object.keys(mapOf(model.dimensions));
  const groups = Object.keys(mapOf(model.groups));
  const place =
    rule.group === undefined ? `d:${textOf(rule.dimension)}` : `g:${textOf(rule.group)}`;
  const kind = kindOf(rule);
  const move = (next: string): void => {
    const { dimension: _dimension, group: _group, ...rest } = rule;
    change({ ...rest, [next.startsWith('g:') ? 'group' : 'dimension']: next.slice(2) });
  };
  return (
    <div className={css.form}>
      <Group gap={10} align="flex-end">
        <TextInput
          size="xs"
          flex={1}
          miw={200}
          label={texts.label}
          value={textOf(rule.label)}
          onChange={(event) => update([...path, 'label'], event.currentTarget.value)}
        />
        <PointsInput label={texts.worth} value={rule} percent={percent} onChange={change} />
      </Group>
      <Group gap={10} align="flex-end">
        <Select
          size="xs"
          w={230}
          label={texts.kind}
          allowDeselect={false}
          data={RULE_KINDS.map((one) => ({ value: one, label: texts.kinds[one] }))}
          value={kind}
          onChange={(next) =>
            next !== null && next !== kind && change(ofKind(rule, next as RuleKind))
          }
        />
        <Select
          size="xs"
          w={200}
          label={texts.place}
          allowDeselect={false}
          data={[
            {
              group: texts.dimension,
              items: dimensions.map((one) => ({ value: `d:${one}`, label: one })),
            },
            { group: texts.group, items: groups.map((one) => ({ value: `g:${one}`, label: one })) },
          ]}
          value={place}
          onChange={(next) => next !== null && next !== place && move(next)}
        />
        <NameInput
          what="rule"
          name={textOf(rule.id)}
          taken={entriesOf(model.rules).map(({ entry }) => textOf(entry.id))}
          label={texts.id}
          onRenamed={onRenamed}
        />
      </Group>
      <KindForm rule={rule} onChange={change} />
      <CountingForm rule={rule} points={points} percent={percent} onChange={change} />
      <MoreForm rule={rule} onChange={change} />
    </div>
  );
}
