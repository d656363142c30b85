import type { Stage } from '../../../../lead/stage.js';
import { texts } from '../texts.js';
import css from './badges.module.css';

type Tone = 'plain' | 'good' | 'warn' | 'bad';

/** Known bands have a tone; a band of the admin's own naming is plain. */
const BAND_TONE: Readonly<Record<string, Tone>> = { hot: 'good', warm: 'warn', out: 'bad' };
const STAGE_TONE: Readonly<Partial<Record<Stage, Tone>>> = {
  mql: 'good',
  sql: 'good',
  opportunity: 'good',
  customer: 'good',
  disqualified: 'bad',
};

function Badge({ text, tone }: { text: string; tone: Tone }) {
  return <span className={`${css.badge} ${tone === 'plain' ? '' : css[tone]}`}>{text}</span>;
}

export function BandBadge({ band }: { band: string | null }) {
  if (band === null) return null;
  const tone = Object.hasOwn(BAND_TONE, band) ? BAND_TONE[band] : undefined;
  return <Badge text={band} tone={tone ?? 'plain'} />;
}

export function StageBadge({ stage }: { stage: Stage }) {
  return <Badge text={texts.stages[stage]} tone={STAGE_TONE[stage] ?? 'plain'} />;
}
