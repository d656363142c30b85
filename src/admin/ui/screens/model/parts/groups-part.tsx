import { ActionIcon, Select } from '@mantine/core';
import { Icon } from '../../../components/icon.js';
import { Panel } from '../../../components/panel.js';
import { useTexts } from '../../../texts/index.js';
import { entriesOf, mapOf, textOf } from '../document/model.js';
import { useEditor } from '../state/editor.js';
import { AddNamed, Bounds } from './fields.js';
import { NameInput } from './name-input.js';
import css from './parts.module.css';

/** Groups: rules of one kind of interest that are bounded together. */
export function GroupsPart() {
  const { part: texts } = useTexts().model;
  const { model, update } = useEditor();
  const groups = Object.entries(mapOf(model.groups));
  const names = groups.map(([name]) => name);
  const dimensions = Object.keys(mapOf(model.dimensions));
  const used = new Set(entriesOf(model.rules).map(({ entry }) => textOf(entry.group)));
  return (
    <Panel title={texts.names.groups}>
      <p className={css.note}>{texts.groupsNote}</p>
      {groups.map(([name, value], place) => {
        const group = mapOf(value);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a renamed group keeps its place, and the focus in it
          <div key={place} className={css.row}>
            <NameInput what="group" name={name} taken={names} label={texts.nameOf(name)} />
            <Select
              size="xs"
              w={150}
              label={texts.dimensionOf(name)}
              allowDeselect={false}
              data={dimensions}
              value={textOf(group.dimension)}
              onChange={(next) => next !== null && update(['groups', name, 'dimension'], next)}
            />
            <Bounds of={name} value={group} onChange={(next) => update(['groups', name], next)} />
            {!used.has(name) && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={texts.removeOf(name)}
                onClick={() =>
                  update(groups.length === 1 ? ['groups'] : ['groups', name], undefined)
                }
              >
                <Icon name="close" size={14} />
              </ActionIcon>
            )}
          </div>
        );
      })}
      <AddNamed
        label={texts.newGroup}
        button={texts.add}
        taken={names}
        onAdd={(name) =>
          update(['groups'], { ...mapOf(model.groups), [name]: { dimension: dimensions.at(-1) } })
        }
      />
    </Panel>
  );
}
