import { Button, Popover, Stack, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { LeadPage } from '../../../api/contract/lead-shapes.js';
import { Icon } from '../../components/icon.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';

const DAY_MS = 86_400_000;
const PRESETS = [7, 30, 90] as const;

/** A moment as a field for date and time wants it: in the reader's own zone, to the minute. */
function localOf(iso: string): string {
  if (iso === '') return '';
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

interface AsOfProps {
  /** ISO 8601; empty is now. */
  readonly at: string;
  readonly onChange: (at: string) => void;
}

/** Chooses the moment that the page is of. */
export function AsOf({ at, onChange }: AsOfProps) {
  const texts = useTexts().lead;
  const formats = useFormats();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState(localOf(at));
  useEffect(() => setTyped(localOf(at)), [at]);
  const choose = (moment: string): void => {
    setOpened(false);
    onChange(moment);
  };
  const moment = typed === '' ? null : new Date(typed);
  const valid = moment !== null && moment.getTime() < Date.now();
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<Icon name="history" size={16} />}
          onClick={() => setOpened(!opened)}
        >
          {at === '' ? texts.asOf : `${texts.asOf} ${formats.moment(at)}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.asOf}>
        <Stack gap="xs">
          <form
            className={css.moment}
            onSubmit={(event) => {
              event.preventDefault();
              if (valid) choose(moment.toISOString());
            }}
          >
            <TextInput
              type="datetime-local"
              label={texts.asOf}
              description={texts.asOfHelp}
              value={typed}
              max={localOf(new Date().toISOString())}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button type="submit" disabled={!valid} aria-label={texts.asOf}>
              <Icon name="check" />
            </Button>
          </form>
          {PRESETS.map((days) => (
            <Button
              key={days}
              variant="subtle"
              size="compact-sm"
              onClick={() => choose(new Date(Date.now() - days * DAY_MS).toISOString())}
            >
              {texts.daysAgo(formats.count(days))}
            </Button>
          ))}
          {at !== '' && (
            <Button variant="light" size="compact-sm" onClick={() => choose('')}>
              {texts.now}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Says that the page is of the past, and how far that past is known. */
export function PastNotice({ lead, onNow }: { lead: LeadPage; onNow: () => void }) {
  const texts = useTexts().lead;
  const formats = useFormats();
  const { at, completeFrom } = lead;
  const complete =
    completeFrom === null
      ? texts.unknownComplete
      : Date.parse(completeFrom) === 0
        ? texts.completeAlways
        : completeFrom > at
          ? texts.incomplete(formats.moment(completeFrom))
          : texts.complete(formats.moment(completeFrom));
  return (
    <div role="status" className={css.past}>
      <Icon name="history" />
      <span>
        <strong>{texts.past(formats.moment(at))}</strong> {lead.existed && complete}
      </span>
      <Button size="compact-sm" variant="default" onClick={onNow}>
        {texts.now}
      </Button>
    </div>
  );
}
