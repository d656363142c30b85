import { TextInput } from '@mantine/core';
import { useTexts } from '../../../texts/index.js';

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

export function isName(name: string, taken: readonly string[]): boolean {
  return NAME.test(name) && !taken.includes(name);
}

/** The name of a new model, which it keeps. */
export function NameInput(props: {
  readonly value: string;
  readonly taken: readonly string[];
  readonly onChange: (name: string) => void;
}) {
  const { making: texts } = useTexts().model;
  const { value, taken } = props;
  const error =
    value === '' || isName(value, taken)
      ? undefined
      : taken.includes(value)
        ? texts.taken
        : texts.noName;
  return (
    <TextInput
      label={texts.name}
      description={texts.nameHint}
      required
      value={value}
      error={error}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
