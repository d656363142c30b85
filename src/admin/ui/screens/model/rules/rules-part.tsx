import { Button } from '@mantine/core';
import { useRef } from 'react';
import { Icon } from '../../../components/icon.js';
import { EmptyState } from '../../../components/states.js';
import { useNotify } from '../../../shell/notify.js';
import { useTexts } from '../../../texts/index.js';
import { dimensionOf, entriesOf, freeName, mapOf, textOf } from '../document/model.js';
import { useEditor, useKnown } from '../state/editor.js';
import { RuleCard } from './rule-card.js';
import css from './rules.module.css';

interface Props {
  readonly dimension: string;
  /** Id of the rule that is open, '' for none. */
  readonly rule: string;
  readonly onRule: (id: string) => void;
}

/** The rules that pay into one dimension: its own first, then group by group. */
export function RulesPart({ dimension, rule: open, onRule }: Props) {
  const { rule: texts } = useTexts().model;
  const { model, apply, applyUndoable, editable } = useEditor();
  const { check } = useKnown();
  const { showUndo } = useNotify();
  const all = entriesOf(model.rules);
  const mine = all.filter(({ entry }) => dimensionOf(entry, model) === dimension);
  const ids = all.map(({ entry }) => entry.id);
  const renamed = useRef(new Map<string, string>());
  /** A renamed rule's card stays the same one, with the focus in it. */
  const keyOf = (id: string): string => {
    const first = renamed.current.get(id);
    return first === undefined || (first !== id && ids.includes(first)) ? id : first;
  };
  const groups = Object.keys(mapOf(model.groups)).filter((name) =>
    mine.some(({ entry }) => entry.group === name),
  );
  const insert = (at: number, value: Record<string, unknown>): void => {
    apply([{ kind: 'insert', path: ['rules'], at, value }]);
    onRule(String(value.id));
  };
  const add = (): void => {
    const last = mine.at(-1)?.index ?? all.length - 1;
    insert(last + 1, {
      id: freeName('new-rule', ids),
      dimension,
      label: texts.newLabel,
      when: { field: 'email', exists: true },
      points: 5,
    });
  };
  const listed = (group: string | undefined) => {
    const cards = mine.filter(({ entry }) => entry.group === group);
    return (
      <ul className={css.cards}>
        {cards.map(({ index, entry }, place) => {
          const id = textOf(entry.id);
          const key = keyOf(id);
          const isOpen = open !== '' && keyOf(open) === key;
          const swap = (other: number | undefined): (() => void) | undefined => {
            if (other === undefined) return undefined;
            const [from, to] = [Math.min(index, other), Math.max(index, other)];
            // Cards of other places may stand between the two in the document.
            const steps = Array.from({ length: to - from }, (_, at) => from + at);
            const back = steps.slice(0, -1).reverse();
            return () =>
              apply([...steps, ...back].map((at) => ({ kind: 'swap', path: ['rules'], at })));
          };
          return (
            <RuleCard
              key={key}
              rule={entry}
              index={index}
              open={isOpen}
              onToggle={() => onRule(isOpen ? '' : id)}
              onRenamed={(next) => {
                renamed.current.set(next, key);
                onRule(next);
              }}
              onCopy={() => insert(index + 1, { ...entry, id: freeName(`${id}-copy`, ids) })}
              onRemove={() => {
                const restore = applyUndoable(
                  [{ kind: 'delete', path: ['rules', index] }],
                  [{ kind: 'insert', path: ['rules'], at: index, value: entry }],
                );
                showUndo(texts.removed(textOf(entry.label) || id), restore);
              }}
              onUp={swap(cards[place - 1]?.index)}
              onDown={swap(cards[place + 1]?.index)}
            />
          );
        })}
      </ul>
    );
  };
  return (
    <>
      {mine.length === 0 && (
        <EmptyState icon="model" title={texts.none}>
          {texts.noneText}
        </EmptyState>
      )}
      {listed(undefined)}
      {groups.map((name) => (
        <section key={name} aria-label={texts.groupOf(name)}>
          <h3 className={css.group}>
            {texts.groupOf(name)}
            {check?.words?.groups[name] && (
              <span className={css.bounds}>{texts.together(check.words.groups[name])}</span>
            )}
          </h3>
          {listed(name)}
        </section>
      ))}
      {editable && (
        <Button variant="light" leftSection={<Icon name="plus" size={16} />} onClick={add} mt="sm">
          {texts.add}
        </Button>
      )}
    </>
  );
}
