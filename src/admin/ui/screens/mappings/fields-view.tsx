import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Icon } from '../../components/icon.js';
import { EmptyState, LoadingRows } from '../../components/states.js';
import { useQueryState } from '../../lib/use-query-state.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import { DisclosureRow } from './disclosure-row.js';
import { FreeProperties } from './free-properties.js';
import { LinesTable } from './lines-table.js';
import css from './mappings.module.css';
import { objectPart, propertiesOf, type Source } from './shapes.js';
import { SourceProperties, SourceTransforms } from './source-summary.js';
import { Suggestions } from './suggestions.js';
import { FieldValue } from './value-text.js';

const FieldEditor = lazy(() =>
  import('./field-editor.js').then((editor) => ({ default: editor.FieldEditor })),
);
const NewField = lazy(() => import('./new-field.js').then((form) => ({ default: form.NewField })));

/** property -> transform -> lead field, line by line; a line opens into its editor. */
export function FieldsView() {
  const { document, place, property, language, problemsAt, readOnly } = useBench();
  const texts = useTexts().mappings;
  const [query, setQuery] = useQueryState({ q: '', show: 'mapped', field: '' });
  const [adding, setAdding] = useState<string | null>(null);
  const { fields } = objectPart(document, place.object);
  const names = new Set(Object.keys(fields));
  const wanted = query.q.trim().toLowerCase();
  const wrong = (field: string) => problemsAt(`objects.${place.object}.fields.${field}`).length > 0;
  const fits = ([field, source]: [string, Source]): boolean => {
    if (query.show === 'problems' && !wrong(field)) return false;
    const label = language.fields.find(({ name }) => name === field)?.label ?? '';
    const sources = propertiesOf(source).flatMap((name) => [name, property(name)?.label ?? '']);
    return [field, label, ...sources].some((text) => text.toLowerCase().includes(wanted));
  };
  const rows = Object.entries(fields).filter(fits);
  const begin = (name: string): void => {
    setQuery({ show: 'mapped', field: '' });
    setAdding(name);
  };
  return (
    <>
      <div className={css.tools}>
        <TextInput
          className={css.search ?? ''}
          aria-label={texts.search}
          placeholder={texts.search}
          leftSection={<Icon name="search" size={16} />}
          value={query.q}
          onChange={(event) => setQuery({ q: event.currentTarget.value })}
        />
        <SegmentedControl
          aria-label={texts.show}
          size="sm"
          value={query.show}
          onChange={(show) => setQuery({ show })}
          data={(['mapped', 'problems', 'free'] as const).map((show) => {
            return { value: show, label: texts.shows[show] };
          })}
        />
        {!readOnly && (
          <Button
            variant="default"
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => begin('')}
          >
            {texts.addField}
          </Button>
        )}
      </div>
      {adding !== null && (
        <Suspense fallback={<LoadingRows rows={2} />}>
          <NewField
            key={adding}
            property={adding}
            taken={names}
            onDone={(field) => {
              setAdding(null);
              if (field !== null) setQuery({ field });
            }}
          />
        </Suspense>
      )}
      {query.show === 'free' ? (
        <FreeProperties search={wanted} onMap={begin} />
      ) : rows.length === 0 ? (
        <EmptyState title={names.size === 0 ? texts.noFields : texts.nothingFound}>
          {names.size === 0 ? texts.noFieldsText : undefined}
        </EmptyState>
      ) : (
        <LinesTable
          caption={texts.caption(place.object)}
          columns={[
            { header: texts.property },
            { header: texts.transform },
            { header: texts.field },
            { header: texts.onSample, wide: true },
          ]}
          className={css.fields}
        >
          {rows.map(([field, source]) => (
            <FieldRow
              key={field}
              field={field}
              source={source}
              fields={names}
              open={query.field === field}
              wrong={wrong(field)}
              onOpen={(name) => setQuery({ field: name })}
            />
          ))}
        </LinesTable>
      )}
      {query.show === 'mapped' && <Suggestions />}
    </>
  );
}

interface FieldRowProps {
  readonly field: string;
  readonly source: Source;
  readonly fields: ReadonlySet<string>;
  readonly open: boolean;
  readonly wrong: boolean;
  readonly onOpen: (field: string) => void;
}

function FieldRow({ field, source, fields, open, wrong, onOpen }: FieldRowProps) {
  const { language, tried, problemsAt, place } = useBench();
  const known = language.fields.find(({ name }) => name === field);
  const made = tried?.fields.find((one) => one.field === field);
  const [problem] = problemsAt(`objects.${place.object}.fields.${field}`);
  return (
    <DisclosureRow
      name={known?.label ?? field}
      open={open}
      wrong={wrong}
      onToggle={() => onOpen(open ? '' : field)}
      cells={[
        <SourceProperties key="property" source={source} />,
        <SourceTransforms key="transform" source={source} fallback={known?.transform ?? 'trim'} />,
        <span key="field" className={css.property}>
          <span className={css.propertyLabel}>{known?.label ?? field}</span>
          <code className={css.quiet}>{field}</code>
          {problem && !open && <span className={css.badText}>{problem.message}</span>}
        </span>,
        <span key="sample" className={css.sampleCell}>
          {made?.error === undefined ? (
            tried && !wrong && <FieldValue field={field} value={made?.value} />
          ) : (
            <span className={css.badText}>{made.error}</span>
          )}
        </span>,
      ]}
    >
      <FieldEditor field={field} source={source} fields={fields} onRename={onOpen} />
    </DisclosureRow>
  );
}
