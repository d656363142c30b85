import { Button, Group, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../../../components/icon.js';
import { useTexts } from '../../../texts/index.js';
import { type Json, kindOf, numberOf, textOf } from '../document/model.js';
import { PredicateEditor } from '../predicate/predicate-editor.js';
import css from './rules.module.css';

interface Props {
  readonly rule: Json;
  readonly onChange: (rule: Json) => void;
}

const KEYS = ['cap', 'floor', 'activeFrom', 'activeTo', 'atLeast', 'perDay', 'if'];

/** What few rules need: bounds, a guard, a season, how many at least. Open when something of it is set. */
export function MoreForm({ rule, onChange }: Props) {
  const { rule: texts } = useTexts().model;
  const [open, setOpen] = useState(() => KEYS.some((key) => rule[key] !== undefined));
  const kind = kindOf(rule);
  const counts = kind === 'activity' || kind === 'unanswered';
  const set = (key: string, value: unknown): void => onChange({ ...rule, [key]: value });
  const number = (key: string, label: string, least?: number) => (
    <NumberInput
      key={key}
      size="xs"
      w={150}
      label={label}
      {...(least !== undefined && { min: least, allowDecimal: false })}
      value={numberOf(rule[key]) ?? ''}
      onChange={(next) => set(key, typeof next === 'number' ? next : undefined)}
    />
  );
  const date = (key: string, label: string) => (
    <TextInput
      key={key}
      size="xs"
      type="date"
      label={label}
      value={textOf(rule[key]).slice(0, 10)}
      onChange={(event) => set(key, event.currentTarget.value || undefined)}
    />
  );
  return (
    <div>
      <Button
        size="compact-xs"
        variant="subtle"
        aria-expanded={open}
        leftSection={<Icon name={open ? 'up' : 'down'} size={12} />}
        onClick={() => setOpen(!open)}
      >
        {open ? texts.less : texts.more}
      </Button>
      {open && (
        <div className={css.stack}>
          <Group gap={8} align="flex-end">
            {number('cap', texts.cap)}
            {number('floor', texts.floor)}
            {counts && number('atLeast', texts.atLeast, 1)}
            {counts && number('perDay', texts.perDay, 1)}
            {date('activeFrom', texts.activeFrom)}
            {date('activeTo', texts.activeTo)}
          </Group>
          {rule.if === undefined ? (
            <Button
              size="compact-xs"
              variant="light"
              w="fit-content"
              onClick={() => set('if', { field: 'country', exists: true })}
            >
              {texts.addGuard}
            </Button>
          ) : (
            <fieldset className={css.guard}>
              <legend>{texts.guard}</legend>
              <PredicateEditor
                value={rule.if}
                onChange={(next) => set('if', next)}
                onRemove={() => set('if', undefined)}
              />
            </fieldset>
          )}
        </div>
      )}
    </div>
  );
}
