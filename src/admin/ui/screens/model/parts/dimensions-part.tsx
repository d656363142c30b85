import { ActionIcon, Group, Select, Textarea } from '@mantine/core';
import { Icon } from '../../../components/icon.js';
import { Panel } from '../../../components/panel.js';
import { useTexts } from '../../../texts/index.js';
import { dimensionOf, entriesOf, mapOf, textOf } from '../document/model.js';
import { useEditor } from '../state/editor.js';
import { AddNamed, Bounds, MaybeNumber } from './fields.js';
import { NameInput } from './name-input.js';
import css from './parts.module.css';

/** What the model is for, its dimensions with their bounds, and how they make the total. */
export function DimensionsPart() {
  const { part: texts } = useTexts().model;
  const { model, update } = useEditor();
  const dimensions = Object.entries(mapOf(model.dimensions));
  const names = dimensions.map(([name]) => name);
  const total = mapOf(model.total);
  const weights = mapOf(total.weights);
  const used = new Set(entriesOf(model.rules).map(({ entry }) => dimensionOf(entry, model)));
  return (
    <div className={css.stack}>
      <Panel title={texts.about}>
        <Group gap={12} align="flex-end">
          <Textarea
            size="xs"
            autosize
            flex={1}
            miw={220}
            label={texts.description}
            value={textOf(model.description)}
            onChange={(event) => update(['description'], event.currentTarget.value || undefined)}
          />
          <MaybeNumber
            label={texts.readyAt}
            value={model.readyAt}
            onChange={(next) => update(['readyAt'], next)}
          />
        </Group>
      </Panel>
      <Panel title={texts.names.dimensions}>
        {dimensions.map(([name, value], place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a renamed dimension keeps its place, and the focus in it
          <div key={place} className={css.row}>
            <NameInput what="dimension" name={name} taken={names} label={texts.nameOf(name)} />
            <Bounds
              of={name}
              value={mapOf(value)}
              onChange={(next) => update(['dimensions', name], next)}
            />
            {!used.has(name) && dimensions.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={texts.removeOf(name)}
                onClick={() => update(['dimensions', name], undefined)}
              >
                <Icon name="close" size={14} />
              </ActionIcon>
            )}
          </div>
        ))}
        <AddNamed
          label={texts.newDimension}
          button={texts.add}
          taken={names}
          onAdd={(name) => update(['dimensions', name], {})}
        />
      </Panel>
      <Panel title={texts.total}>
        <Group gap={12} align="flex-end">
          <Select
            size="xs"
            w={200}
            label={texts.method}
            allowDeselect={false}
            data={[
              { value: 'sum', label: texts.sum },
              { value: 'weighted', label: texts.weighted },
            ]}
            value={textOf(total.method) || 'sum'}
            onChange={(method) => {
              const { weights: _weights, ...rest } = total;
              const even = Object.fromEntries(dimensions.map(([name]) => [name, 0.5]));
              update(
                ['total'],
                method === 'weighted' ? { ...rest, method, weights: even } : { ...rest, method },
              );
            }}
          />
          <Bounds of={texts.total} value={total} onChange={(next) => update(['total'], next)} />
          {total.method === 'weighted' &&
            dimensions.map(([name]) => (
              <MaybeNumber
                key={name}
                label={texts.weightOf(name)}
                value={weights[name]}
                onChange={(next) => update(['total', 'weights', name], next)}
              />
            ))}
        </Group>
      </Panel>
    </div>
  );
}
