import { ActionIcon, Button, Group, Select, Switch, TextInput } from '@mantine/core';
import { Icon } from '../../../components/icon.js';
import { useTexts } from '../../../texts/index.js';
import { entriesOf, freeName, type Json, mapOf, textOf } from '../document/model.js';
import { Count } from '../predicate/count.js';
import { PredicateEditor } from '../predicate/predicate-editor.js';
import css from '../rules/rules.module.css';
import { useEditor, useKnown } from '../state/editor.js';
import { EntryCard } from './entry-card.js';
import { MaybeNumber } from './fields.js';
import parts from './parts.module.css';
import { useRemove } from './use-remove.js';

interface Props {
  readonly open: string;
  readonly onOpen: (id: string) => void;
}

/** Leads that are measured otherwise: the first segment that fits says how. */
export function SegmentsPart({ open, onOpen }: Props) {
  const { part: texts } = useTexts().model;
  const { model, update, apply, editable } = useEditor();
  const { check } = useKnown();
  const remove = useRemove('segments');
  const segments = entriesOf(model.segments);
  const add = (): void => {
    const id = freeName(
      'segment',
      segments.map(({ entry }) => entry.id),
    );
    const value = {
      id,
      when: { field: 'company.employees', gte: 1000 },
      thresholds: { ...mapOf(model.thresholds) },
    };
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
              side={<Count ask={{ predicate: mapOf(entry.when) }} />}
            >
              <Segment entry={entry} onChange={(next) => update(['segments', index], next)} />
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

function Segment({ entry, onChange }: { entry: Json; onChange: (entry: Json) => void }) {
  const { part: texts } = useTexts().model;
  const { model } = useEditor();
  const thresholds = mapOf(entry.thresholds);
  const names = Object.keys({ ...mapOf(model.thresholds), ...thresholds });
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
      <Group gap={8} align="flex-end">
        {names.map((name) => (
          <MaybeNumber
            key={name}
            label={texts.thresholdOf(name)}
            value={thresholds[name]}
            onChange={(next) => {
              const { [name]: _former, ...rest } = thresholds;
              const table = next === undefined ? rest : { ...thresholds, [name]: next };
              onChange({
                ...entry,
                thresholds: Object.keys(table).length === 0 ? undefined : table,
              });
            }}
          />
        ))}
      </Group>
      <Overrides entry={entry} onChange={onChange} />
      {(entry.bands !== undefined || entry.grades !== undefined) && (
        <p className={parts.note}>{texts.ownTables}</p>
      )}
    </>
  );
}

/** Rules that count otherwise, or not at all, in a segment. */
function Overrides({ entry, onChange }: { entry: Json; onChange: (entry: Json) => void }) {
  const { part: texts } = useTexts().model;
  const { model } = useEditor();
  const overrides = Object.entries(mapOf(entry.rules));
  const free = entriesOf(model.rules)
    .map(({ entry: rule }) => ({ value: textOf(rule.id), label: textOf(rule.label) }))
    .filter(({ value }) => !overrides.some(([id]) => id === value));
  const put = (next: readonly (readonly [string, unknown])[]): void =>
    onChange({ ...entry, rules: next.length === 0 ? undefined : Object.fromEntries(next) });
  const change = (id: string, value: Json): void =>
    put(overrides.map(([other, old]) => [other, other === id ? value : old]));
  return (
    <div className={parts.stack}>
      {overrides.map(([id, value]) => {
        const { off, ...rest } = mapOf(value);
        return (
          <div key={id} className={parts.row}>
            <span className={parts.name}>{id}</span>
            <Switch
              size="xs"
              label={texts.offOf(id)}
              checked={off === true}
              onChange={() => change(id, off === true ? { points: 0 } : { off: true })}
            />
            {off !== true && rest.percent === undefined && (
              <MaybeNumber
                label={texts.pointsOf(id)}
                value={rest.points}
                onChange={(points) => change(id, { ...rest, points })}
              />
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={texts.removeOf(id)}
              onClick={() => put(overrides.filter(([other]) => other !== id))}
            >
              <Icon name="close" size={14} />
            </ActionIcon>
          </div>
        );
      })}
      <Select
        size="xs"
        w={280}
        searchable
        label={texts.addOverride}
        placeholder={texts.chooseRule}
        data={free}
        value={null}
        onChange={(id) => id !== null && put([...overrides, [id, { off: true }]])}
      />
    </div>
  );
}
