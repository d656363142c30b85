import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Stage } from '../../../lead/stage.js';
import { useFormats } from '../shell/language.js';
import { useTexts } from '../texts/index.js';
import css from './badges.module.css';

export type Tone = 'plain' | 'good' | 'warn' | 'bad';

/** Known bands have a tone; a band of the admin's own naming is plain. */
const BAND_TONES: Readonly<Record<string, Tone>> = { hot: 'good', warm: 'warn', out: 'bad' };
const STAGE_TONES: Readonly<Partial<Record<Stage, Tone>>> = {
  mql: 'good',
  sql: 'good',
  opportunity: 'good',
  customer: 'good',
  disqualified: 'bad',
};

/** A word in a pill. `label` is read out instead where the word alone would not be understood. */
export function Badge(props: { tone?: Tone; label?: string; children: ReactNode }) {
  const tone = props.tone === undefined || props.tone === 'plain' ? '' : (css[props.tone] ?? '');
  return (
    <span className={`${css.badge} ${tone}`}>
      {props.label === undefined ? (
        props.children
      ) : (
        <>
          <span aria-hidden="true">{props.children}</span>
          <VisuallyHidden>{props.label}</VisuallyHidden>
        </>
      )}
    </span>
  );
}

export function BandBadge({ band }: { band: string | null }) {
  const texts = useTexts().common;
  if (band === null) return null;
  const tone = Object.hasOwn(BAND_TONES, band) ? BAND_TONES[band] : undefined;
  return (
    <Badge tone={tone ?? 'plain'} label={texts.bandIs(band)}>
      {band}
    </Badge>
  );
}

export function StageBadge({ stage }: { stage: Stage }) {
  const texts = useTexts().common;
  const name = texts.stages[stage];
  return (
    <Badge tone={STAGE_TONES[stage] ?? 'plain'} label={texts.stageIs(name)}>
      {name}
    </Badge>
  );
}

/** The total as a number that lines up in a column. */
export function ScoreBadge({ total }: { total: number | null }) {
  const texts = useTexts().common;
  const formats = useFormats();
  if (total === null) return <span className={css.quiet}>–</span>;
  const text = formats.points(total);
  return (
    <span className={`tabular ${css.score}`}>
      <span aria-hidden="true">{text}</span>
      <VisuallyHidden>{texts.scoreIs(text)}</VisuallyHidden>
    </span>
  );
}

export function GradeBadge({ grade }: { grade: string | null }) {
  const texts = useTexts().common;
  if (grade === null) return null;
  return (
    <span className={css.grade}>
      <span aria-hidden="true">{grade}</span>
      <VisuallyHidden>{texts.gradeIs(grade)}</VisuallyHidden>
    </span>
  );
}
