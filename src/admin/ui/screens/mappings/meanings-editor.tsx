import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { AddLine, RemoveLine } from './buttons.js';
import { useBench } from './context.js';
import css from './mappings.module.css';
import { type Meanings, scalarOf } from './shapes.js';

interface MeaningsProps {
  readonly kind: 'table' | 'match';
  readonly meanings: Meanings;
  readonly like: 'text' | 'number' | 'boolean';
  readonly onChange: (meanings: Meanings) => void;
}

type Row = readonly [word: string, meaning: string];

/** Words or values and what they mean; a half-written line stays here until it is whole. */
export function MeaningsEditor({ kind, meanings, like, onChange }: MeaningsProps) {
  const { readOnly } = useBench();
  const texts = useTexts();
  const formats = useFormats();
  const [open, setOpen] = useState<Row | null>(null);
  const written: Row[] = Object.entries(meanings).map(([word, meaning]) => [word, String(meaning)]);
  const rows = open ? [...written, open] : written;
  const tell = (next: readonly Row[]): void => {
    const whole = next.filter(([word]) => word !== '');
    onChange(Object.fromEntries(whole.map(([word, meaning]) => [word, scalarOf(meaning, like)])));
  };
  const put = (index: number, row: Row): void => {
    if (open && index === written.length) {
      const known = written.some(([word]) => word === row[0]);
      if (row[0] === '' || row[1] === '' || known) setOpen(row);
      else {
        setOpen(null);
        tell([...written, row]);
      }
      return;
    }
    const doubled = written.some(([word], other) => other !== index && word === row[0]);
    if (!doubled) tell(written.map((own, other) => (other === index ? row : own)));
  };
  return (
    <div className={css.meanings}>
      <p className={css.help}>{texts.mappings.meaningHelp[kind]}</p>
      {rows.map(([word, meaning], index) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: a line keeps its place while its word is typed
          key={index}
          className={css.meaning}
          aria-label={texts.mappings.rowOf(formats.count(index + 1))}
        >
          <Typed
            label={kind === 'table' ? texts.mappings.when : texts.mappings.word}
            value={word}
            readOnly={readOnly}
            onCommit={(next) => put(index, [next, meaning])}
          />
          <span aria-hidden="true">{texts.mappings.means}</span>
          <Typed
            label={texts.mappings.meaning}
            value={meaning}
            readOnly={readOnly}
            onCommit={(next) => put(index, [word, next])}
          />
          <RemoveLine
            name={word}
            onClick={() =>
              index === written.length
                ? setOpen(null)
                : tell(written.filter((_, other) => other !== index))
            }
          />
        </fieldset>
      ))}
      {open === null && (
        <AddLine label={texts.mappings.addMeaning} onClick={() => setOpen(['', ''])} />
      )}
    </div>
  );
}

interface TypedProps {
  readonly label: string;
  readonly value: string;
  readonly readOnly: boolean;
  readonly onCommit: (value: string) => void;
}

/** A text that counts when the field is left or Enter is pressed: half a word is no word. */
export function Typed({ label, value, readOnly, onCommit }: TypedProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = (): void => {
    if (typed !== null && typed !== value) onCommit(typed);
    setTyped(null);
  };
  return (
    <TextInput
      aria-label={label}
      size="xs"
      value={typed ?? value}
      readOnly={readOnly}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}
