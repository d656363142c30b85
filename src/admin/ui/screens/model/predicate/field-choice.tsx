import { Group, Select } from '@mantine/core';
import type { MaterialField } from '../../../../api/contract/models.js';
import { useFormats } from '../../../shell/language.js';
import { useTexts } from '../../../texts/index.js';
import { type ComputedKind, readComputed, writeComputed } from './computed.js';
import { DurationInput } from './duration-input.js';
import { useVocabulary } from './vocabulary.js';

interface Props {
  readonly value: string;
  /** Where the total cannot feed back into itself. */
  readonly trend: boolean;
  readonly onChange: (field: string) => void;
}

const COMPUTED: readonly ComputedKind[] = ['count', 'daysSince', 'channels', 'age'];
const PREFIX = 'computed:';

/** The lead's real fields with how often they are filled, and what can be computed of its activities. */
export function FieldChoice({ value, trend, onChange }: Props) {
  const { predicate: texts } = useTexts().model;
  const formats = useFormats();
  const { material, computed: mayCompute } = useVocabulary();
  const computed = readComputed(value);
  const fields = material?.fields ?? [];
  const label = (field: MaterialField): string => {
    const { of = 0, looked = 0 } = material ?? {};
    if (of === 0) return field.label;
    return texts.filled(field.label, formats.percent(looked === 0 ? 0 : field.filled / looked));
  };
  const known = value === '' || computed !== undefined || fields.some(({ name }) => name === value);
  const unknown = known ? [] : [value];
  const kinds = trend ? [...COMPUTED, 'trend' as const] : COMPUTED;
  return (
    <Group gap={6} wrap="wrap">
      <Select
        size="xs"
        w={250}
        searchable
        aria-label={texts.field}
        allowDeselect={false}
        nothingFoundMessage={texts.noField}
        data={[
          ...(unknown.length > 0 ? [{ group: texts.unknownField, items: unknown }] : []),
          {
            group: texts.fields,
            items: fields.map((field) => ({ value: field.name, label: label(field) })),
          },
          ...(mayCompute
            ? [
                {
                  group: texts.computed,
                  items: kinds.map((kind) => ({ value: PREFIX + kind, label: texts.kinds[kind] })),
                },
              ]
            : []),
        ]}
        placeholder={texts.choose}
        value={computed ? PREFIX + computed.kind : value || null}
        onChange={(next) => {
          if (next === null) return;
          if (!next.startsWith(PREFIX)) onChange(next);
          else {
            const kind = next.slice(PREFIX.length) as ComputedKind;
            onChange(writeComputed({ type: 'page_view', span: '30d', ...computed, kind }));
          }
        }}
      />
      {computed && (computed.kind === 'count' || computed.kind === 'daysSince') && (
        <Select
          size="xs"
          w={170}
          searchable
          aria-label={texts.activityType}
          allowDeselect={false}
          data={(material?.activities ?? []).map(({ type, label: name }) => ({
            value: type,
            label: name,
          }))}
          value={computed.type}
          onChange={(next) => next !== null && onChange(writeComputed({ ...computed, type: next }))}
        />
      )}
      {computed && computed.kind !== 'age' && computed.kind !== 'daysSince' && (
        <DurationInput
          label={texts.span}
          value={computed.span}
          onChange={(span) => span !== undefined && onChange(writeComputed({ ...computed, span }))}
        />
      )}
    </Group>
  );
}
