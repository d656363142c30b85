import { ActionIcon, Button, Group, MultiSelect, NumberInput } from '@mantine/core';
import { Icon } from '../../../components/icon.js';
import { useTexts } from '../../../texts/index.js';
import {
  type Json,
  kindOf,
  listOf,
  mapOf,
  namesOf,
  numberOf,
  oneOrMany,
} from '../document/model.js';
import { DurationInput } from '../predicate/duration-input.js';
import { MatcherEditor, TypesInput } from '../predicate/matcher-editor.js';
import { PredicateEditor } from '../predicate/predicate-editor.js';
import { useKnown } from '../state/editor.js';
import css from './rules.module.css';

interface Props {
  readonly rule: Json;
  readonly onChange: (rule: Json) => void;
}

/** What makes a rule pay: the fields of its kind. */
export function KindForm({ rule, onChange }: Props) {
  const { rule: texts } = useTexts().model;
  const set = (key: string, value: unknown): void => onChange({ ...rule, [key]: value });
  switch (kindOf(rule)) {
    case 'when':
      return (
        <>
          <PredicateEditor value={rule.when} onChange={(when) => set('when', when)} />
          <Group gap={8}>
            <Worth
              label={texts.unknown}
              value={rule.unknown}
              onChange={(next) => set('unknown', next)}
            />
            <Worth label={texts.else} value={rule.else} onChange={(next) => set('else', next)} />
          </Group>
        </>
      );
    case 'activity':
      return (
        <MatcherEditor
          label={texts.activities}
          value={rule.activity}
          onChange={(activity) => set('activity', activity)}
        />
      );
    case 'idle':
      return <IdleForm rule={rule} onChange={onChange} />;
    case 'unanswered': {
      const asked = mapOf(rule.unanswered);
      const put = (key: string, value: unknown): void =>
        set('unanswered', { ...asked, [key]: value });
      return (
        <div className={css.stack}>
          <TypesInput
            label={texts.sent}
            value={namesOf(asked.type)}
            onChange={(types) => put('type', oneOrMany(types))}
          />
          <TypesInput
            label={texts.answeredBy}
            value={namesOf(asked.by)}
            onChange={(types) => put('by', oneOrMany(types))}
          />
          <DurationInput
            label={texts.after}
            shown
            value={asked.after}
            onChange={(after) => put('after', after)}
          />
        </div>
      );
    }
    case 'sequence':
      return <SequenceForm rule={rule} onChange={onChange} />;
  }
}

function Worth(props: {
  label: string;
  value: unknown;
  onChange: (value: number | undefined) => void;
}) {
  return (
    <NumberInput
      size="xs"
      w={180}
      label={props.label}
      placeholder="0"
      value={numberOf(props.value) ?? ''}
      onChange={(next) => props.onChange(typeof next === 'number' ? next : undefined)}
    />
  );
}

function IdleForm({ rule, onChange }: Props) {
  const { rule: texts } = useTexts().model;
  const { material } = useKnown();
  const idle = mapOf(rule.idle);
  const put = (key: string, value: unknown): void =>
    onChange({ ...rule, idle: { ...idle, [key]: value } });
  const channels = namesOf(idle.channel).filter((name) => name !== 'any');
  return (
    <Group gap={8} align="flex-end">
      <MultiSelect
        size="xs"
        miw={220}
        label={texts.channels}
        placeholder={channels.length === 0 ? texts.anyChannel : ''}
        data={[...(material?.channels ?? [])]}
        value={channels}
        onChange={(next) => put('channel', next.length === 0 ? 'any' : oneOrMany(next))}
      />
      <DurationInput
        label={texts.first}
        shown
        value={idle.first}
        onChange={(next) => put('first', next)}
      />
      <DurationInput
        label={texts.every}
        shown
        optional
        value={idle.every}
        onChange={(next) => put('every', next)}
      />
    </Group>
  );
}

function SequenceForm({ rule, onChange }: Props) {
  const { rule: texts, predicate } = useTexts().model;
  const steps = listOf(rule.sequence);
  const put = (next: readonly unknown[]): void => onChange({ ...rule, sequence: next });
  return (
    <ol className={css.steps}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
        <li key={index}>
          <MatcherEditor
            label={texts.step(index + 1)}
            value={step}
            onChange={(next) => put(steps.map((one, at) => (at === index ? next : one)))}
          />
          {steps.length > 1 && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={predicate.remove}
              onClick={() => put(steps.filter((_, at) => at !== index))}
            >
              <Icon name="close" size={14} />
            </ActionIcon>
          )}
        </li>
      ))}
      <li>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<Icon name="plus" size={12} />}
          onClick={() => put([...steps, { type: 'page_view' }])}
        >
          {texts.addStep}
        </Button>
      </li>
    </ol>
  );
}
