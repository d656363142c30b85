import { Button, UnstyledButton } from '@mantine/core';
import type { Choices } from '../../../api/contract/lead-shapes.js';
import { Icon } from '../../components/icon.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { useOptions } from './filter-menu.js';
import css from './leads.module.css';
import { DEFAULTS, LISTS, type ListState } from './query.js';

interface ChipsProps {
  readonly state: ListState;
  readonly choices: Choices | undefined;
  readonly onChange: (changes: Partial<ListState>) => void;
}

interface Chip {
  readonly name: string;
  readonly words: string;
  /** What takes it away. */
  readonly without: Partial<ListState>;
}

function useChips(state: ListState, choices: Choices | undefined): Chip[] {
  const { leads: texts, common } = useTexts();
  const formats = useFormats();
  const optionsOf = useOptions(state, choices);
  const names = texts.filters;
  const chips = LISTS.flatMap((filter): Chip[] => {
    if (state[filter].length === 0) return [];
    const options = optionsOf(filter);
    const labels = state[filter].map(
      (value) => options.find((one) => one.value === value)?.label ?? value,
    );
    const words = texts.chip(names[filter], formats.list(labels));
    return [{ name: names[filter], words, without: { [filter]: [] } }];
  });
  const { from, to, entered, enteredDays, changedDays, model } = state;
  if (from !== '' || to !== '') {
    const range =
      to === '' ? texts.atLeast(from) : from === '' ? texts.atMost(to) : texts.range(from, to);
    chips.push({
      name: names.score,
      words: texts.chip(names.score, range),
      without: { from: '', to: '' },
    });
  }
  if (entered !== '') {
    const stage = (common.stages as Readonly<Record<string, string>>)[entered] ?? entered;
    const words = enteredDays === '' ? stage : texts.within(stage, enteredDays);
    chips.push({
      name: names.entered,
      words: texts.chip(names.entered, words),
      without: { entered: '', enteredDays: '' },
    });
  }
  if (changedDays !== '') {
    chips.push({
      name: names.changed,
      words: texts.chip(names.changed, texts.lastDays(changedDays)),
      without: { changedDays: '' },
    });
  }
  if (state.outside === 'yes') {
    chips.push({ name: names.outside, words: names.outside, without: { outside: '' } });
  }
  if (model !== '') {
    chips.push({
      name: names.model,
      words: texts.chip(names.model, model),
      without: { model: '' },
    });
  }
  return chips;
}

/** Every filter that narrows the list, each to be taken away by one click. */
export function Chips({ state, choices, onChange }: ChipsProps) {
  const texts = useTexts().leads;
  const chips = useChips(state, choices);
  if (chips.length === 0) return null;
  const { sort, order, ...none } = DEFAULTS;
  return (
    <ul className={css.chips} aria-label={texts.filter}>
      {chips.map(({ name, words, without }) => (
        <li key={name}>
          <UnstyledButton
            className={css.chip ?? ''}
            aria-label={`${words}. ${texts.removeFilter(name)}`}
            onClick={() => onChange(without)}
          >
            {words}
            <Icon name="close" size={12} />
          </UnstyledButton>
        </li>
      ))}
      <li>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          onClick={() => onChange({ ...none, text: state.text })}
        >
          {texts.clear}
        </Button>
      </li>
    </ul>
  );
}
