import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../texts/index.js';
import { AddLine, RemoveLine } from './buttons.js';
import { useBench } from './context.js';
import css from './mappings.module.css';
import { Typed } from './meanings-editor.js';
import type { Source } from './shapes.js';
import { SourceEditor } from './source-editor.js';
import { SourceProperties } from './source-summary.js';

type Attributes = Readonly<Record<string, Source>>;

interface AttributesProps {
  readonly attributes: Attributes;
  readonly onChange: (attributes: Attributes) => void;
}

/** What an activity carries beside its type: attribute <- property. */
export function AttributesEditor({ attributes, onChange }: AttributesProps) {
  const { workbench, readOnly } = useBench();
  const texts = useTexts();
  const own = texts.mappings.activity;
  const [open, setOpen] = useState<string | null>(null);
  const rows = Object.entries(attributes);
  const replace = (at: number, name: string, source: Source): void => {
    const next = rows.map((row, index) => (index === at ? ([name, source] as const) : row));
    onChange(Object.fromEntries(next));
  };
  const add = (): void => {
    const names = ['form', 'asset', 'message', 'campaign', 'product', 'path'];
    const name = names.find((one) => !Object.hasOwn(attributes, one)) ?? `attribute${rows.length}`;
    onChange({ ...attributes, [name]: workbench?.properties[0]?.name ?? '' });
    setOpen(name);
  };
  return (
    <fieldset className={css.group}>
      <legend>{own.attributes}</legend>
      {rows.map(([name, source], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line keeps its place while its name changes
        <div key={index} className={css.attribute}>
          <div className={css.line}>
            <Typed
              label={own.attribute}
              value={name}
              readOnly={readOnly}
              onCommit={(next) => next !== '' && replace(index, next, source)}
            />
            <span className={css.grow}>
              <SourceProperties source={source} />
            </span>
            <Button
              size="compact-xs"
              variant="subtle"
              aria-expanded={open === name}
              onClick={() => setOpen(open === name ? null : name)}
            >
              {open === name ? texts.common.close : texts.common.edit}
            </Button>
            <RemoveLine
              name={name}
              onClick={() => onChange(Object.fromEntries(rows.filter((_, at) => at !== index)))}
            />
          </div>
          {open === name && (
            <SourceEditor
              source={source}
              onChange={(next) => replace(index, name, next)}
              fallback="trim"
              like="text"
            />
          )}
        </div>
      ))}
      <AddLine label={own.addAttribute} onClick={add} />
    </fieldset>
  );
}
