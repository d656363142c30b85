import { ActionIcon, Code, TagsInput } from '@mantine/core';
import { Icon } from '../../../components/icon.js';
import { Panel } from '../../../components/panel.js';
import { useTexts } from '../../../texts/index.js';
import { listOf, mapOf, textOf } from '../document/model.js';
import { useEditor } from '../state/editor.js';
import { AddNamed } from './fields.js';
import css from './parts.module.css';

const NAME = /^[A-Za-z0-9][\w.-]*$/;
/** Entries that can be edited one by one; longer lists are pasted into the text. */
const MOST = 300;

/** Named lists for the operator "is in the list". */
export function ListsPart() {
  const { part: texts } = useTexts().model;
  const { model, update } = useEditor();
  const lists = Object.entries(mapOf(model.lists));
  const used = JSON.stringify([model.rules, model.disqualify, model.segments, model.population]);
  return (
    <Panel title={texts.names.lists}>
      <p className={css.note}>{texts.listsNote}</p>
      {lists.map(([name, entries]) => {
        const from = mapOf(entries).from;
        const needed = used.includes(`"inList":${JSON.stringify(name)}`);
        return (
          <div key={name} className={css.row}>
            {from !== undefined || listOf(entries).length > MOST ? (
              <span>
                <span className={css.name}>{name}</span>{' '}
                {from === undefined ? texts.longList : <Code>{textOf(from)}</Code>}
              </span>
            ) : (
              <TagsInput
                size="xs"
                flex={1}
                label={name}
                description={needed ? undefined : texts.unusedList}
                splitChars={[',', ';', '\n']}
                value={listOf(entries).map(textOf)}
                onChange={(next) => update(['lists', name], next)}
              />
            )}
            {!needed && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={texts.removeOf(name)}
                onClick={() => update(lists.length === 1 ? ['lists'] : ['lists', name], undefined)}
              >
                <Icon name="close" size={14} />
              </ActionIcon>
            )}
          </div>
        );
      })}
      <AddNamed
        label={texts.newList}
        button={texts.add}
        pattern={NAME}
        taken={lists.map(([name]) => name)}
        onAdd={(name) => update(['lists'], { ...mapOf(model.lists), [name]: [] })}
      />
    </Panel>
  );
}
