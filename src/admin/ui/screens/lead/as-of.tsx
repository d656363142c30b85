import { Button, Popover, Stack, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { LeadPage } from '../../../api/contract/lead-shapes.js';
import { Icon } from '../../components/icon.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';

const DAY_MS = 86_400_000;
const PRESETS = [-90, -30, -7, 30, 90] as const;
/** A page looks ahead by a year at most. */
const MOST_AHEAD_MS = 365 * DAY_MS;

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
  const valid = moment !== null && moment.getTime() < Date.now() + MOST_AHEAD_MS;
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
              max={localOf(new Date(Date.now() + MOST_AHEAD_MS).toISOString())}
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
              onClick={() => choose(new Date(Date.now() + days * DAY_MS).toISOString())}
            >
              {days < 0 ? texts.daysAgo(formats.count(-days)) : texts.inDays(formats.count(days))}
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

/** Says that the page is of another moment than now, and how far that moment is known. */
export function MomentNotice({ lead, onNow }: { lead: LeadPage; onNow: () => void }) {
  const { lead: texts, common } = useTexts();
  const formats = useFormats();
  const { at, ahead, stage } = lead;
  const moment = formats.moment(at);
  return (
    <div role="status" className={css.past}>
      <Icon name="history" />
      {ahead ? (
        <span>
          <strong>{texts.ahead(moment)}</strong>{' '}
          {(stage === ahead.stage ? texts.stageHolds : texts.stageThen)(common.stages[stage])}
        </span>
      ) : (
        <span>
          <strong>{texts.past(moment)}</strong> {lead.existed && <Completeness lead={lead} />}{' '}
          {lead.scores.length > 0 && texts.statesNow}
        </span>
      )}
      <Button size="compact-sm" variant="default" onClick={onNow}>
        {texts.now}
      </Button>
    </div>
  );
}

function Completeness({ lead: { at, completeFrom } }: { lead: LeadPage }) {
  const texts = useTexts().lead;
  const formats = useFormats();
  if (completeFrom === null) return texts.unknownComplete;
  if (Date.parse(completeFrom) === 0) return texts.completeAlways;
  const from = formats.moment(completeFrom);
  return completeFrom > at ? texts.incomplete(from) : texts.complete(from);
}
