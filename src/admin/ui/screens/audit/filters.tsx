import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { type AuditFilter, useAuditFilters } from '../../api/audit.js';
import { useTexts } from '../../texts/index.js';
import css from './audit.module.css';

export const NO_FILTER: AuditFilter & Record<string, string> = {
  who: '',
  what: '',
  about: '',
  from: '',
  to: '',
};

const TYPING_MS = 250;

interface FiltersProps {
  readonly filter: AuditFilter;
  readonly onChange: (changes: Partial<AuditFilter>) => void;
}

export function Filters({ filter, onChange }: FiltersProps) {
  const texts = useTexts().audit;
  const known = useAuditFilters().data;
  const filtered = Object.values(filter).some((value) => value !== '');
  /** Named ones under their names, in the order of the names. */
  const whats = (known?.what ?? [])
    .map((value) => ({ value, label: texts.words[value] ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <search className={css.filters}>
      <Select
        label={texts.who}
        placeholder={texts.anybody}
        data={[...(known?.who ?? [])]}
        value={filter.who === '' ? null : filter.who}
        searchable
        clearable
        onChange={(who) => onChange({ who: who ?? '' })}
      />
      <Select
        label={texts.what}
        placeholder={texts.anything}
        data={whats}
        value={filter.what === '' ? null : filter.what}
        searchable
        clearable
        onChange={(what) => onChange({ what: what ?? '' })}
      />
      <AboutField value={filter.about} onChange={(about) => onChange({ about })} />
      <TextInput
        label={texts.from}
        type="date"
        value={filter.from}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        label={texts.to}
        type="date"
        value={filter.to}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
      {filtered && (
        <Button variant="subtle" color="gray" onClick={() => onChange(NO_FILTER)}>
          {texts.clear}
        </Button>
      )}
    </search>
  );
}

/** Typed text is asked for when the typing rests. */
function AboutField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const texts = useTexts().audit;
  const [typed, setTyped] = useState(value);
  const tell = useDebouncedCallback(onChange, TYPING_MS);
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      label={texts.about}
      type="search"
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}
