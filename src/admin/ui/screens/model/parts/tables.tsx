/** What points mean, as tables of names and numbers: the model's own, and those of its segments. */
import { ActionIcon, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../../../components/icon.js';
import { useTexts } from '../../../texts/index.js';
import { type Json, mapOf, numberOf, textOf } from '../document/model.js';
import { Doubts } from '../rules/doubts.js';
import { AddNamed, MaybeNumber } from './fields.js';
import css from './parts.module.css';

interface TableProps {
  readonly value: Json;
  readonly onChange: (value: Json) => void;
}

const BAND = /^[A-Za-z0-9][\w -]*$/;
const GRADE = /^[A-Za-z0-9+-]{1,4}$/;

export function ThresholdTable({ value, onChange }: TableProps) {
  const { part: texts } = useTexts().model;
  return (
    <>
      {Object.entries(value).map(([name, from]) => (
        <Line key={name} name={name} value={value} onChange={onChange}>
          <From
            label={texts.thresholdOf(name)}
            value={from}
            onChange={(next) => onChange({ ...value, [name]: next })}
          />
        </Line>
      ))}
      <AddNamed
        label={texts.newThreshold}
        button={texts.add}
        taken={Object.keys(value)}
        onAdd={(name) => onChange({ ...value, [name]: 100 })}
      />
    </>
  );
}

/** `path` is where the bands stand in the document. */
export function BandTable({ value, onChange, path }: TableProps & { readonly path: string }) {
  const { part: texts } = useTexts().model;
  return (
    <>
      {Object.entries(value).map(([name, band]) => {
        const from = numberOf(band) ?? mapOf(band).from;
        const action = textOf(mapOf(band).action);
        const put = (nextFrom: unknown, nextAction: string): void =>
          onChange({
            ...value,
            [name]: nextAction === '' ? nextFrom : { from: nextFrom, action: nextAction },
          });
        return (
          <Line key={name} name={name} value={value} onChange={onChange}>
            <span className={css.name}>{name}</span>
            <From label={texts.fromOf(name)} value={from} onChange={(next) => put(next, action)} />
            <TextInput
              size="xs"
              flex={1}
              miw={180}
              label={texts.actionOf(name)}
              value={action}
              onChange={(event) => put(from, event.currentTarget.value)}
            />
            <Doubts path={`${path}.${name}`} />
          </Line>
        );
      })}
      <AddNamed
        label={texts.newBand}
        button={texts.add}
        pattern={BAND}
        taken={Object.keys(value)}
        onAdd={(name) => onChange({ ...value, [name]: 0 })}
      />
    </>
  );
}

export function GradeTable({ value, onChange }: TableProps) {
  const { part: texts } = useTexts().model;
  return (
    <>
      <div className={css.cells}>
        {Object.entries(value).map(([letter, from]) => (
          <Line key={letter} name={letter} value={value} onChange={onChange}>
            <From
              label={texts.fromOf(letter)}
              value={from}
              onChange={(next) => onChange({ ...value, [letter]: next })}
            />
          </Line>
        ))}
      </div>
      <AddNamed
        label={texts.newGrade}
        button={texts.add}
        pattern={GRADE}
        taken={Object.keys(value)}
        onAdd={(letter) => onChange({ ...value, [letter]: 0 })}
      />
    </>
  );
}

/** A number that is needed: while it is empty the former one stays. */
function From(props: {
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (value: number) => void;
}) {
  const { label, value, onChange } = props;
  return (
    <MaybeNumber
      label={label}
      value={value}
      onChange={(next) => next !== undefined && onChange(next)}
    />
  );
}

/** One entry, which can go as long as it is not the last. */
function Line(props: TableProps & { readonly name: string; readonly children: ReactNode }) {
  const { name, value, onChange, children } = props;
  const { part: texts } = useTexts().model;
  const { [name]: _gone, ...rest } = value;
  return (
    <div className={css.row}>
      {children}
      {Object.keys(rest).length > 0 && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={texts.removeOf(name)}
          onClick={() => onChange(rest)}
        >
          <Icon name="close" size={14} />
        </ActionIcon>
      )}
    </div>
  );
}
