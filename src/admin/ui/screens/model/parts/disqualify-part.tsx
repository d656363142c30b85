import { Button, MultiSelect, SegmentedControl, TextInput } from '@mantine/core';
import { Icon } from '../../../components/icon.js';
import { useTexts } from '../../../texts/index.js';
import { entriesOf, freeName, type Json, mapOf, namesOf, textOf } from '../document/model.js';
import { Count } from '../predicate/count.js';
import { PredicateEditor } from '../predicate/predicate-editor.js';
import css from '../rules/rules.module.css';
import { useEditor, useKnown } from '../state/editor.js';
import { EntryCard } from './entry-card.js';
import { useRemove } from './use-remove.js';

interface Props {
  readonly open: string;
  readonly onOpen: (id: string) => void;
}

/** What takes a lead out of the running, whatever its points. */
export function DisqualifyPart({ open, onOpen }: Props) {
  const { part: texts } = useTexts().model;
  const { model, update, apply, editable } = useEditor();
  const { check } = useKnown();
  const remove = useRemove('disqualify');
  const entries = entriesOf(model.disqualify);
  const add = (): void => {
    const id = freeName(
      'out',
      entries.map(({ entry }) => entry.id),
    );
    const value = { id, label: texts.newReason, when: { field: 'emailKind', eq: 'disposable' } };
    apply([{ kind: 'insert', path: ['disqualify'], at: entries.length, value }]);
    onOpen(id);
  };
  return (
    <>
      <ul className={css.cards}>
        {entries.map(({ index, entry }) => {
          const id = textOf(entry.id);
          const name = textOf(entry.label) || id;
          return (
            <EntryCard
              key={id}
              name={name}
              sentence={check?.words?.disqualify[index] ?? ''}
              path={`disqualify[${index}]`}
              open={open === id}
              onToggle={() => onOpen(open === id ? '' : id)}
              onRemove={() => remove(index, name)}
              side={entry.when !== undefined && <Count ask={{ predicate: mapOf(entry.when) }} />}
            >
              <Entry entry={entry} onChange={(next) => update(['disqualify', index], next)} />
            </EntryCard>
          );
        })}
      </ul>
      {editable && (
        <Button variant="light" leftSection={<Icon name="plus" size={16} />} mt="sm" onClick={add}>
          {texts.addReason}
        </Button>
      )}
    </>
  );
}

function Entry({ entry, onChange }: { entry: Json; onChange: (entry: Json) => void }) {
  const { part: texts } = useTexts().model;
  const { model } = useEditor();
  const rules = mapOf(entry.rules);
  const join = rules.any === undefined ? 'all' : 'any';
  const ids = entriesOf(model.rules).map(({ entry: rule }) => textOf(rule.id));
  const { when: _when, rules: _rules, ...rest } = entry;
  const by = entry.rules === undefined ? 'when' : 'rules';
  return (
    <>
      <TextInput
        size="xs"
        label={texts.label}
        value={textOf(entry.label)}
        onChange={(event) => onChange({ ...entry, label: event.currentTarget.value })}
      />
      <SegmentedControl
        size="xs"
        aria-label={texts.by}
        value={by}
        onChange={(next) => {
          if (next === by) return;
          const start =
            next === 'when'
              ? { when: { field: 'email', missing: true } }
              : { rules: { all: ids.slice(0, 1) } };
          onChange({ ...rest, ...start });
        }}
        data={[
          { value: 'when', label: texts.byCondition },
          { value: 'rules', label: texts.byRules },
        ]}
      />
      {by === 'when' ? (
        <PredicateEditor value={entry.when} onChange={(when) => onChange({ ...entry, when })} />
      ) : (
        <>
          <SegmentedControl
            size="xs"
            aria-label={texts.byRules}
            value={join}
            onChange={(next) => onChange({ ...entry, rules: { [next]: rules[join] } })}
            data={[
              { value: 'all', label: texts.allRules },
              { value: 'any', label: texts.anyRule },
            ]}
          />
          <MultiSelect
            size="xs"
            searchable
            label={texts.rules}
            data={ids}
            value={namesOf(rules[join])}
            onChange={(next) => next.length > 0 && onChange({ ...entry, rules: { [join]: next } })}
          />
        </>
      )}
    </>
  );
}
