import { ActionIcon, Autocomplete, Button, TagsInput } from '@mantine/core';
import { Icon } from '../../../components/icon.js';
import { useTexts } from '../../../texts/index.js';
import { type Json, mapOf, namesOf, oneOrMany } from '../document/model.js';
import { useKnown } from '../state/editor.js';
import { OperatorRows } from './operator-rows.js';
import { ATTRIBUTE_OPERATORS } from './operators.js';
import css from './predicate.module.css';

interface Props {
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (value: Json) => void;
}

/** Activities of some types whose attributes hold. */
export function MatcherEditor({ label, value, onChange }: Props) {
  const { predicate: texts } = useTexts().model;
  const { material } = useKnown();
  const { type, where, ...rest } = mapOf(value);
  const types = namesOf(type);
  const tests = Object.entries(mapOf(where));
  const seen = (material?.activities ?? []).filter((one) => types.includes(one.type));
  const attributes = [...new Set(seen.flatMap((one) => one.attributes.map(({ name }) => name)))];
  const valuesOf = (name: string): string[] => [
    ...new Set(
      seen
        .flatMap((one) => one.attributes.find((attribute) => attribute.name === name)?.values ?? [])
        .map((one) => one.value),
    ),
  ];
  const put = (next: readonly (readonly [string, unknown])[]): void =>
    onChange({ type, ...rest, ...(next.length > 0 && { where: Object.fromEntries(next) }) });
  return (
    <div className={css.matcher}>
      <TypesInput
        label={label}
        value={types}
        onChange={(next) => onChange({ ...mapOf(value), type: oneOrMany(next) })}
      />
      {tests.map(([name, test], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the name is what is being typed
        <div key={index} className={css.leaf}>
          <Autocomplete
            size="xs"
            w={150}
            aria-label={texts.attribute}
            data={attributes}
            value={name}
            onChange={(next) =>
              next !== '' &&
              (next === name || !tests.some(([other]) => other === next)) &&
              put(tests.map((one, at) => (at === index ? [next, test] : one)))
            }
          />
          <OperatorRows
            of={name}
            value={typeof test === 'object' ? mapOf(test) : { eq: test }}
            type="text"
            operators={ATTRIBUTE_OPERATORS}
            suggestions={valuesOf(name)}
            onChange={(next) => put(tests.map((one, at) => (at === index ? [name, next] : one)))}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={texts.remove}
            onClick={() => put(tests.filter((_, at) => at !== index))}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<Icon name="plus" size={12} />}
        onClick={() => {
          const name =
            attributes.find((one) => !tests.some(([used]) => used === one)) ??
            `attribute${tests.length + 1}`;
          put([...tests, [name, { contains: '' }]]);
        }}
      >
        {texts.addAttribute}
      </Button>
    </div>
  );
}

/** Activity types; those that leads have come first. */
export function TypesInput(props: {
  label: string;
  value: readonly string[];
  onChange: (types: readonly string[]) => void;
}) {
  const { predicate: texts } = useTexts().model;
  const { material } = useKnown();
  const known = (material?.activities ?? []).map(({ type }) => type);
  return (
    <TagsInput
      size="xs"
      label={props.label}
      description={texts.typesHint}
      value={[...props.value]}
      data={known}
      onChange={(next) => next.length > 0 && props.onChange(next)}
    />
  );
}
