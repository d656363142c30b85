import { ActionIcon, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ModelSample, SampleLead } from '../../../../api/contract/models.js';
import { BandBadge } from '../../../components/badges.js';
import { Icon } from '../../../components/icon.js';
import { thresholdName } from '../../../lib/threshold-name.js';
import { useFormats } from '../../../shell/language.js';
import { useTexts } from '../../../texts/index.js';
import { useEditor } from '../state/editor.js';
import css from './live.module.css';

type Shown = 'changed' | 'near' | 'all';

export function isMoved({ before, after }: SampleLead): boolean {
  return before !== null && (before.total !== after.total || before.band !== after.band);
}

export function changesBand({ before, after }: SampleLead): boolean {
  return before !== null && before.band !== after.band;
}

interface Props {
  readonly sample: ModelSample;
  /** An older answer, or of an older text. */
  readonly stale: boolean;
  readonly onPin: (lead: SampleLead) => void;
}

/** Real leads before and after, in one order that stays. */
export function Sample({ sample, stale, onPin }: Props) {
  const { sample: texts } = useTexts().model;
  const formats = useFormats();
  const [shown, setShown] = useState<Shown>('all');
  const { leads, against } = sample;
  const moved = leads.filter(isMoved);
  const rows =
    shown === 'changed'
      ? moved
      : shown === 'near'
        ? leads.filter(({ why }) => why === 'near')
        : leads;
  return (
    <div data-stale={stale || undefined} className={css.sample}>
      <p className={css.summary} aria-live="polite">
        {against === null
          ? texts.noneInForce
          : texts.summary(
              formats.count(leads.length),
              formats.count(moved.length),
              formats.count(leads.filter(changesBand).length),
            )}
      </p>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={texts.show}
        value={shown}
        onChange={(next) => setShown(next as Shown)}
        data={[
          { value: 'all', label: texts.all },
          { value: 'changed', label: texts.changed },
          { value: 'near', label: texts.near },
        ]}
      />
      {rows.length === 0 && <p className={css.note}>{texts.nobody}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard */}
      <section className={css.scroll} tabIndex={0} aria-label={texts.caption}>
        <ul className={css.leads}>
          {rows.map((lead) => (
            <LeadRow key={lead.id} lead={lead} onPin={() => onPin(lead)} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function LeadRow({ lead, onPin }: { lead: SampleLead; onPin: () => void }) {
  const { model, common } = useTexts();
  const texts = model.sample;
  const { editable } = useEditor();
  const name = lead.name ?? lead.company ?? texts.lead(lead.id);
  return (
    <li className={css.lead} data-band={changesBand(lead) || undefined}>
      <span className={css.who}>
        <Link to={`/leads/${lead.id}`} className={css.name}>
          {name}
        </Link>
        <span className={css.why}>
          {lead.why === 'near'
            ? texts.nearOf(thresholdName(lead.threshold ?? '', common))
            : texts.whys[lead.why]}
        </span>
      </span>
      <Figures lead={lead} />
      {editable && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={texts.pinOf(name)}
          onClick={onPin}
        >
          <Icon name="pin" size={15} />
        </ActionIcon>
      )}
    </li>
  );
}

function Figures({ lead }: { lead: SampleLead }) {
  const { sample: texts } = useTexts().model;
  const formats = useFormats();
  const { before, after } = lead;
  const total = (value: number | null) => (value === null ? '–' : formats.points(value));
  const moved = isMoved(lead);
  return (
    <span className={`tabular ${css.figures}`}>
      {moved && before !== null && (
        <>
          <span className={css.before}>{total(before.total)}</span>
          <span aria-hidden="true">→</span>
        </>
      )}
      <span className={moved ? css.after : css.same}>{total(after.total)}</span>
      {after.outside === null ? (
        <BandBadge band={after.band} />
      ) : (
        <span className={css.why}>{texts.outside}</span>
      )}
      {changesBand(lead) && <span className={css.was}>{texts.was(before?.band ?? '–')}</span>}
    </span>
  );
}
