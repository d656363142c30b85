import { Button, Slider } from '@mantine/core';
import { SCORE_AT_MAX_DAYS } from '../../../api/contract.js';
import { formatCount } from '../format.js';
import { texts } from '../texts.js';
import css from './time-slider.module.css';

const inDays = (days: number): string =>
  days === 0 ? texts.score.today : texts.score.inDays(formatCount(days), days === 1);

const MARKS = [0, 30, 60, 90].map((value) => ({
  value,
  label: value === 0 ? texts.score.today : texts.score.daysShort(formatCount(value)),
}));

/** Chooses the day whose score is shown. */
export function TimeSlider({ days, onChange }: { days: number; onChange: (days: number) => void }) {
  return (
    <div>
      <div className={css.head}>
        <span className={css.label}>
          {texts.score.later}: {inDays(days)}
        </span>
        {days > 0 && (
          <Button size="compact-sm" variant="default" onClick={() => onChange(0)}>
            {texts.score.back}
          </Button>
        )}
      </div>
      <Slider
        className={css.slider ?? ''}
        classNames={{ markLabel: css.mark ?? '' }}
        value={days}
        onChange={onChange}
        min={0}
        max={SCORE_AT_MAX_DAYS}
        marks={MARKS}
        label={inDays}
        size="sm"
        thumbSize={20}
        thumbLabel={texts.score.later}
        thumbValueText={inDays}
      />
    </div>
  );
}
