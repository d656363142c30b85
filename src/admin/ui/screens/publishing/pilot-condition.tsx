/** Conditions on leads for a pilot; loaded when they are chosen, with the parser for the draft's lists. */
import { Button, Group, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useMaterial } from '../../api/models.js';
import { useTexts } from '../../texts/index.js';
import { plainValue } from '../model/document/edit.js';
import { type Json, mapOf, textOf } from '../model/document/model.js';
import { Count } from '../model/predicate/count.js';
import { PredicateEditor } from '../model/predicate/predicate-editor.js';
import { type Vocabulary, VocabularyProvider } from '../model/predicate/vocabulary.js';
import { readCondition } from './pilot.js';
import css from './publishing.module.css';

interface Props {
  /** The draft. */
  readonly text: string;
  /** The condition of the preview, as JSON. */
  readonly leads: string;
  readonly onApply: (condition: unknown) => void;
}

function useWords(text: string): Vocabulary {
  const material = useMaterial().data;
  const lists = useMemo(() => mapOf(mapOf(plainValue(text)).lists), [text]);
  return useMemo(() => ({ material, lists, computed: false }), [material, lists]);
}

const FRESH: Json = { field: 'country', exists: true };

/** Any condition on the lead's own fields. It is previewed when it is complete: by a button. */
export default function PilotCondition({ text, leads, onApply }: Props) {
  const texts = useTexts().publishing;
  const words = useWords(text);
  const [condition, setCondition] = useState<Json>(() => readCondition(leads) ?? FRESH);
  return (
    <VocabularyProvider value={words}>
      <div className={css.small}>
        <PredicateEditor value={condition} onChange={setCondition} />
        <p className={css.quiet}>{texts.conditionHint}</p>
        <div>
          <Button
            size="xs"
            variant="light"
            disabled={JSON.stringify(condition) === leads}
            onClick={() => onApply(condition)}
          >
            {texts.previewThese}
          </Button>
        </div>
      </div>
    </VocabularyProvider>
  );
}

/** Leads with a field that is in one of the draft's lists. */
export function PilotList({ text, leads, onApply }: Props) {
  const texts = useTexts().publishing;
  const words = useWords(text);
  const condition = readCondition(leads);
  const [field, setField] = useState(textOf(condition?.field) || 'company.domain');
  const [list, setList] = useState(textOf(condition?.inList));
  const choose = (nextField: string, nextList: string): void => {
    setField(nextField);
    setList(nextList);
    if (nextList !== '') onApply({ field: nextField, inList: nextList });
  };
  const fields = (words.material?.fields ?? []).filter(({ operators }) =>
    operators.includes('inList'),
  );
  const names = Object.keys(words.lists);
  if (names.length === 0) return <p className={css.quiet}>{texts.noLists}</p>;
  return (
    <VocabularyProvider value={words}>
      <Group gap={12} align="flex-end">
        <Select
          label={texts.listField}
          searchable
          allowDeselect={false}
          data={
            fields.length === 0
              ? [field]
              : fields.map(({ name, label }) => ({ value: name, label }))
          }
          value={field}
          onChange={(next) => next !== null && choose(next, list)}
        />
        <Select
          label={texts.list}
          placeholder={texts.chooseList}
          allowDeselect={false}
          data={names}
          value={list || null}
          onChange={(next) => next !== null && choose(field, next)}
        />
        <Count ask={list === '' ? null : { predicate: { field, inList: list } }} />
      </Group>
    </VocabularyProvider>
  );
}
