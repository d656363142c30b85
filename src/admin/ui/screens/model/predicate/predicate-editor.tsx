import { ActionIcon, Button, Group, SegmentedControl } from '@mantine/core';
import { Icon } from '../../../components/icon.js';
import { valueNamesOf } from '../../../lib/field-values.js';
import { useTexts } from '../../../texts/index.js';
import { isEmpty, type Json, listOf, mapOf, textOf } from '../document/model.js';
import { readComputed } from './computed.js';
import { Count } from './count.js';
import { FieldChoice } from './field-choice.js';
import { OperatorRows } from './operator-rows.js';
import { NUMBER_OPERATORS, startOf } from './operators.js';
import css from './predicate.module.css';
import { useVocabulary } from './vocabulary.js';

interface Props {
  readonly value: unknown;
  readonly onChange: (value: Json) => void;
  /** Whether `trend` may be asked. */
  readonly trend?: boolean;
  readonly onRemove?: () => void;
  /** How deep it stands; beyond some the text is the better place. */
  readonly depth?: number;
}

const DEEPEST = 3;
const FRESH: Json = { field: 'country', exists: true };

/** A predicate: one condition, or conditions joined by all, any, not. Each says how many leads it holds for. */
export function PredicateEditor({ value, onChange, trend = false, onRemove, depth = 0 }: Props) {
  const { predicate: texts } = useTexts().model;
  const document = mapOf(value);
  const joined = (['all', 'any'] as const).find((key) => document[key] !== undefined);
  const remove = onRemove && (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={texts.remove}
      onClick={onRemove}
    >
      <Icon name="close" size={14} />
    </ActionIcon>
  );
  if (document.not !== undefined) {
    return (
      <fieldset className={css.group} aria-label={texts.not}>
        <div className={css.head}>
          <span className={css.word}>{texts.not}</span>
          <Button size="compact-xs" variant="subtle" onClick={() => onChange(mapOf(document.not))}>
            {texts.dropNot}
          </Button>
          <Count ask={{ predicate: document }} />
          {remove}
        </div>
        <PredicateEditor
          value={document.not}
          trend={trend}
          depth={depth + 1}
          onChange={(not) => onChange({ not })}
        />
      </fieldset>
    );
  }
  if (joined === undefined) {
    return (
      <Leaf value={document} trend={trend} onChange={onChange}>
        {depth < DEEPEST && <Joins value={document} onChange={onChange} />}
        {remove}
      </Leaf>
    );
  }
  const parts = listOf(document[joined]);
  const put = (next: readonly unknown[]): void =>
    onChange(next.length === 1 && depth === 0 ? mapOf(next[0]) : { [joined]: next });
  return (
    <fieldset className={css.group} aria-label={texts[joined]}>
      <div className={css.head}>
        <SegmentedControl
          size="xs"
          aria-label={texts.join}
          value={joined}
          onChange={(next) => next !== joined && onChange({ [next]: parts })}
          data={[
            { value: 'all', label: texts.all },
            { value: 'any', label: texts.any },
          ]}
        />
        <Count ask={{ predicate: document }} />
        {remove}
      </div>
      {parts.map((part, index) => (
        <PredicateEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
          key={index}
          value={part}
          trend={trend}
          depth={depth + 1}
          onChange={(next) => put(parts.map((one, at) => (at === index ? next : one)))}
          {...(parts.length > 1 && { onRemove: () => put(parts.filter((_, at) => at !== index)) })}
        />
      ))}
      <Group gap={6}>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<Icon name="plus" size={12} />}
          onClick={() => put([...parts, FRESH])}
        >
          {texts.add}
        </Button>
      </Group>
    </fieldset>
  );
}

/** Makes more of a single condition. */
function Joins({ value, onChange }: { value: Json; onChange: (value: Json) => void }) {
  const { predicate: texts } = useTexts().model;
  return (
    <>
      <Button size="compact-xs" variant="subtle" onClick={() => onChange({ all: [value, FRESH] })}>
        {texts.and}
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={() => onChange({ any: [value, FRESH] })}>
        {texts.or}
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={() => onChange({ not: value })}>
        {texts.makeNot}
      </Button>
    </>
  );
}

function Leaf(props: {
  value: Json;
  trend: boolean;
  onChange: (value: Json) => void;
  children: React.ReactNode;
}) {
  const { value, trend, onChange, children } = props;
  const { fieldValues } = useTexts();
  const { material } = useVocabulary();
  const name = textOf(value.field);
  const known = material?.fields.find((field) => field.name === name);
  const type = readComputed(name) ? 'number' : (known?.type ?? 'text');
  const operators = readComputed(name) ? NUMBER_OPERATORS : (known?.operators ?? ['eq', 'exists']);
  const choose = (field: string): void => {
    const next = material?.fields.find((one) => one.name === field);
    const nextType = readComputed(field) ? 'number' : (next?.type ?? 'text');
    if (name !== '' && nextType === type) onChange({ ...value, field });
    else {
      const operator = nextType === 'number' ? 'gte' : nextType === 'date' ? 'withinLast' : 'eq';
      const start = startOf(operator, undefined, nextType, new Date().toISOString());
      onChange({ field, [operator]: start });
    }
  };
  return (
    <div className={css.leaf}>
      <FieldChoice value={name} trend={trend} onChange={choose} />
      {!isEmpty(value) && (
        <>
          <OperatorRows
            of={known?.label ?? name}
            value={value}
            type={type}
            operators={operators}
            suggestions={(known?.values ?? []).map((one) => one.value)}
            names={valueNamesOf(fieldValues, name)}
            onChange={onChange}
          />
          <Count ask={{ predicate: value }} />
        </>
      )}
      <span className={css.tools}>{children}</span>
    </div>
  );
}
