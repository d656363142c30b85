import { Button, Group, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTexts } from '../../../texts/index.js';
import { type Json, numberOf } from '../document/model.js';
import { NAME } from './names.js';
import css from './parts.module.css';

/** A number that may be left out. */
export function MaybeNumber(props: {
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (value: number | undefined) => void;
  readonly silent?: boolean;
}) {
  const { label, value, onChange, silent = false } = props;
  return (
    <NumberInput
      size="xs"
      w={130}
      {...(silent ? { 'aria-label': label } : { label })}
      value={numberOf(value) ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  );
}

/** Lowest and highest value of a dimension, a group or the total. */
export function Bounds(props: {
  readonly of: string;
  readonly value: Json;
  readonly onChange: (value: Json) => void;
}) {
  const { part: texts } = useTexts().model;
  const { of, value, onChange } = props;
  return (
    <Group gap={8}>
      <MaybeNumber
        label={texts.floorOf(of)}
        value={value.floor}
        onChange={(floor) => onChange({ ...value, floor })}
      />
      <MaybeNumber
        label={texts.capOf(of)}
        value={value.cap}
        onChange={(cap) => onChange({ ...value, cap })}
      />
    </Group>
  );
}

/** Adds something by its name; a name that is taken or cannot be one is said at once. */
export function AddNamed(props: {
  readonly label: string;
  readonly button: string;
  readonly taken: readonly string[];
  readonly onAdd: (name: string) => void;
  readonly pattern?: RegExp;
}) {
  const { part: texts } = useTexts().model;
  const [name, setName] = useState('');
  const wrong =
    name !== '' && !(props.pattern ?? NAME).test(name)
      ? texts.noName
      : props.taken.includes(name)
        ? texts.taken
        : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name === '' || wrong !== undefined) return;
    props.onAdd(name);
    setName('');
  };
  return (
    <form className={css.add} onSubmit={submit}>
      <TextInput
        size="xs"
        label={props.label}
        value={name}
        error={wrong}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button size="xs" variant="light" type="submit" disabled={name === '' || wrong !== undefined}>
        {props.button}
      </Button>
    </form>
  );
}
