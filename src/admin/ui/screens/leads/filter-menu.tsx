import {
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Popover,
  Select,
  Stack,
  Switch,
} from '@mantine/core';
import type { Choices } from '../../../api/contract/lead-shapes.js';
import { Icon } from '../../components/icon.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './leads.module.css';
import { LISTS, type ListFilter, type ListState } from './query.js';

interface FilterMenuProps {
  readonly state: ListState;
  readonly choices: Choices | undefined;
  readonly onChange: (changes: Partial<ListState>) => void;
}

const CHOICES: Readonly<Record<ListFilter, keyof Choices>> = {
  band: 'bands',
  grade: 'grades',
  stage: 'stages',
  segment: 'segments',
  owner: 'owners',
  source: 'sources',
  country: 'countries',
  account: 'accounts',
};

/** Filters that may ask for leads without a value. */
const MAY_LACK: readonly ListFilter[] = ['owner', 'source', 'country'];

/** The values of a filter with their names; those in the address are there in any case. */
export function useOptions(
  state: ListState,
  choices: Choices | undefined,
): (filter: ListFilter) => { value: string; label: string }[] {
  const { leads: texts, common } = useTexts();
  const formats = useFormats();
  const nameOf = (filter: ListFilter, value: string): string | undefined => {
    if (filter === 'stage') return stageName(value, common.stages);
    return filter === 'country' ? formats.country(value) : undefined;
  };
  return (filter) => {
    const known = choices?.[CHOICES[filter]] ?? [];
    const named = known.map(({ value, label }) => ({
      value,
      label: nameOf(filter, value) ?? label,
    }));
    const all = MAY_LACK.includes(filter) ? [...named, { value: '-', label: texts.none }] : named;
    const unknown = state[filter].filter((value) => !all.some((one) => one.value === value));
    return [...all, ...unknown.map((value) => ({ value, label: nameOf(filter, value) ?? value }))];
  };
}

const stageName = (stage: string, names: Readonly<Record<string, string>>): string =>
  names[stage] ?? stage;

const days = (value: unknown): string => (value === '' ? '' : String(value));

export function FilterMenu({ state, choices, onChange }: FilterMenuProps) {
  const texts = useTexts().leads;
  const optionsOf = useOptions(state, choices);
  const shown = LISTS.filter((filter) => optionsOf(filter).some(({ value }) => value !== '-'));
  return (
    <Popover position="bottom-end" shadow="md" width={340} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="filter" />}>
          {texts.filter}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.filter} className={css.menu ?? ''}>
        <Stack gap="sm">
          {shown.map((filter) => (
            <MultiSelect
              key={filter}
              label={texts.filters[filter]}
              placeholder={state[filter].length === 0 ? texts.anything : ''}
              data={optionsOf(filter)}
              value={[...state[filter]]}
              onChange={(value) => onChange({ [filter]: value })}
              searchable
              clearable
              openOnFocus={false}
              maxDropdownHeight={220}
              comboboxProps={{ withinPortal: false }}
            />
          ))}
          {(choices?.models.length ?? 0) > 1 && (
            <Select
              label={texts.filters.model}
              data={[...(choices?.models ?? [])]}
              value={state.model || (choices?.models[0]?.value ?? null)}
              onChange={(model) =>
                onChange({ model: model === choices?.models[0]?.value ? '' : (model ?? '') })
              }
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
            />
          )}
          <fieldset className={css.pair}>
            <legend>{texts.filters.score}</legend>
            <Group grow gap="xs">
              <NumberInput
                aria-label={`${texts.filters.score}: ${texts.from}`}
                placeholder={texts.from}
                value={state.from}
                allowDecimal={false}
                onChange={(value) => onChange({ from: days(value) })}
              />
              <NumberInput
                aria-label={`${texts.filters.score}: ${texts.to}`}
                placeholder={texts.to}
                value={state.to}
                allowDecimal={false}
                onChange={(value) => onChange({ to: days(value) })}
              />
            </Group>
          </fieldset>
          <NumberInput
            label={`${texts.filters.changed}: ${texts.days}`}
            value={state.changedDays}
            min={1}
            allowDecimal={false}
            onChange={(value) => onChange({ changedDays: days(value) })}
          />
          <Switch
            label={texts.filters.outside}
            checked={state.outside === 'yes'}
            onChange={(event) => onChange({ outside: event.currentTarget.checked ? 'yes' : '' })}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
