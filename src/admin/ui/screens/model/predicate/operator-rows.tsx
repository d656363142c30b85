import { Select } from '@mantine/core';
import type { ValueNames } from '../../../lib/field-values.js';
import { useTexts } from '../../../texts/index.js';
import type { Json } from '../document/model.js';
import { OperandInput } from './operand-input.js';
import { type FieldKind, OPERATORS, startOf } from './operators.js';
import css from './predicate.module.css';

interface Props {
  readonly of: string;
  /** A predicate's keys; those that are no operators stay as they are. */
  readonly value: Json;
  readonly type: FieldKind;
  readonly operators: readonly string[];
  readonly suggestions: readonly string[];
  /** Of values that are words of ours. */
  readonly names?: ValueNames | undefined;
  readonly onChange: (value: Json) => void;
}

/** The operators of one predicate, a row each: several mean all of them. */
export function OperatorRows(props: Props) {
  const { of, value, type, operators, suggestions, names, onChange } = props;
  const { predicate: texts } = useTexts().model;
  const used = OPERATORS.filter((name) => value[name] !== undefined);
  const rows = used.length > 0 ? used : ['eq'];
  const change = (operator: string, next: string): void => {
    if (next === operator) return;
    const { [operator]: operand, ...rest } = value;
    onChange({ ...rest, [next]: startOf(next, operand, type, new Date().toISOString()) });
  };
  return rows.map((operator) => (
    <div key={operator} className={css.operator}>
      <Select
        size="xs"
        w={150}
        aria-label={texts.operatorOf(of)}
        allowDeselect={false}
        data={[...new Set([...operators, operator])].map((name) => ({
          value: name,
          label: texts.operators[name as keyof typeof texts.operators] ?? name,
        }))}
        value={operator}
        onChange={(next) => next !== null && change(operator, next)}
      />
      <OperandInput
        of={of}
        operator={operator}
        value={value[operator]}
        type={type}
        suggestions={suggestions}
        names={names}
        onChange={(next) => onChange({ ...value, [operator]: next })}
      />
    </div>
  ));
}
