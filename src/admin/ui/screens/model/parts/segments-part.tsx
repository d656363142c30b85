import { Button, TextInput } from '@mantine/core';
import { Icon } from '../../../components/icon.js';
import { useTexts } from '../../../texts/index.js';
import { entriesOf, freeName, isEmpty, type Json, mapOf, textOf } from '../document/model.js';
import { Count } from '../predicate/count.js';
import { PredicateEditor } from '../predicate/predicate-editor.js';
import css from '../rules/rules.module.css';
import { useEditor, useKnown } from '../state/editor.js';
import { EntryCard } from './entry-card.js';
import parts from './parts.module.css';
import { SegmentRules } from './segment-rules.js';
import { SegmentTables } from './segment-tables.js';
import { useRemove } from './use-remove.js';

interface Props {
  readonly open: string;
  readonly onOpen: (id: string) => void;
}

/** Leads that are measured otherwise: the first segment that fits says how. */
export function SegmentsPart({ open, onOpen }: Props) {
  const { part: texts } = useTexts().model;
  const { model, apply, editable } = useEditor();
  const { check } = useKnown();
  const remove = useRemove('segments');
  const segments = entriesOf(model.segments);
  const add = (): void => {
    const id = freeName(
      'segment',
      segments.map(({ entry }) => entry.id),
    );
    // Whom it is for has to be chosen: any condition of ours might be another segment's already.
    const value = { id, when: {}, thresholds: { ...mapOf(model.thresholds) } };
    apply([{ kind: 'insert', path: ['segments'], at: segments.length, value }]);
    onOpen(id);
  };
  return (
    <>
      <p className={parts.note}>{texts.segmentsNote}</p>
      <ol className={css.cards}>
        {segments.map(({ index, entry }) => {
          const id = textOf(entry.id);
          const words = check?.words?.segments[index];
          const name = textOf(entry.label) || id;
          return (
            <EntryCard
              key={id}
              name={name}
              sentence={words ? [words.when, ...words.changes].join('; ') : ''}
              path={`segments[${index}]`}
              open={open === id}
              onToggle={() => onOpen(open === id ? '' : id)}
              onRemove={() => remove(index, name)}
              side={!isEmpty(entry.when) && <Count ask={{ predicate: mapOf(entry.when) }} />}
            >
              <Segment entry={entry} index={index} />
            </EntryCard>
          );
        })}
      </ol>
      {editable && (
        <Button variant="light" leftSection={<Icon name="plus" size={16} />} mt="sm" onClick={add}>
          {texts.addSegment}
        </Button>
      )}
    </>
  );
}

function Segment({ entry, index }: { entry: Json; index: number }) {
  const { part: texts } = useTexts().model;
  const { update } = useEditor();
  const onChange = (next: Json): void => update(['segments', index], next);
  return (
    <>
      <TextInput
        size="xs"
        label={texts.label}
        value={textOf(entry.label)}
        placeholder={textOf(entry.id)}
        onChange={(event) => onChange({ ...entry, label: event.currentTarget.value || undefined })}
      />
      <PredicateEditor trend value={entry.when} onChange={(when) => onChange({ ...entry, when })} />
      <SegmentTables entry={entry} index={index} onChange={onChange} />
      <SegmentRules entry={entry} onChange={onChange} />
    </>
  );
}
