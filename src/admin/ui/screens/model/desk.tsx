import { Button, SegmentedControl } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { DraftState } from '../../api/draft.js';
import { LoadingRows } from '../../components/states.js';
import { useQueryState } from '../../lib/use-query-state.js';
import { useTexts } from '../../texts/index.js';
import { Conflict } from './conflict.js';
import { dimensionOf, entriesOf, textOf } from './document/model.js';
import { type Part, partOfPath, partsOf } from './document/parts.js';
import { LivePanel } from './live/live-panel.js';
import css from './model.module.css';
import { Outline } from './outline.js';
import { PartView } from './part-view.js';
import { useEditor, useKnown } from './state/editor.js';

const YamlEditor = lazy(() => import('../../components/yaml-editor.js'));

/** Outline, the part under edit or the text, and what it does to leads. What is shown stands in the address. */
export function Desk({ draft }: { draft: DraftState }) {
  const { model: texts } = useTexts();
  const { model, readable, mayEdit, replace } = useEditor();
  const { check } = useKnown();
  const [query, setQuery] = useQueryState({ part: '', open: '', view: 'parts', live: 'sample' });
  const parts = partsOf(model);
  const first = parts.find((one) => one.startsWith('rules:')) ?? 'dimensions';
  const part = parts.find((one) => one === query.part) ?? first;
  const asText = query.view === 'yaml' || !readable;
  const showPath = (path: string): void => {
    const rules = entriesOf(model.rules);
    const dimension = (index: number): string => dimensionOf(rules[index]?.entry ?? {}, model);
    const [, list = '', place = ''] = /^(\w+)\[(\d+)\]/.exec(path) ?? [];
    const entry = entriesOf(model[list])[Number(place)]?.entry;
    const open = list === 'examples' ? place : textOf(entry?.id);
    setQuery({ part: partOfPath(path, dimension), open, view: 'parts' });
  };
  return (
    <>
      <Conflict draft={draft} />
      {!readable && <p className={css.unreadable}>{texts.unreadable}</p>}
      <div className={css.bar}>
        <SegmentedControl
          size="xs"
          aria-label={texts.view}
          value={asText ? 'yaml' : 'parts'}
          onChange={(view) => setQuery({ view })}
          data={[
            { value: 'parts', label: texts.asParts, disabled: !readable },
            { value: 'yaml', label: texts.asText },
          ]}
        />
        <Undo draft={draft} />
      </div>
      <div className={css.desk}>
        {!asText && (
          <Outline
            model={model}
            check={check}
            part={part}
            onPart={(next: Part) => setQuery({ part: next, open: '' }, { push: true })}
          />
        )}
        <div className={asText ? css.wide : css.middle}>
          {asText ? (
            <Suspense fallback={<LoadingRows />}>
              <YamlEditor
                label={texts.textLabel}
                text={draft.text}
                onChange={replace}
                readOnly={!mayEdit}
                checked={
                  check ? { problems: [...check.problems], warnings: [...check.warnings] } : null
                }
              />
            </Suspense>
          ) : (
            <PartView part={part} open={query.open} onOpen={(open) => setQuery({ open })} />
          )}
        </div>
        <div className={css.live}>
          <LivePanel tab={query.live} onTab={(live) => setQuery({ live })} onPath={showPath} />
        </div>
      </div>
    </>
  );
}

function Undo({ draft }: { draft: DraftState }) {
  const { model: texts } = useTexts();
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        disabled={!draft.undo}
        onClick={() => draft.undo?.()}
      >
        {texts.undo}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={!draft.redo}
        onClick={() => draft.redo?.()}
      >
        {texts.redo}
      </Button>
    </>
  );
}
