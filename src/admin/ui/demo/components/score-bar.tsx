import { Tooltip } from '@mantine/core';
import type { LeadScore } from '../../../api/contract.js';
import { layOutBar } from '../../lib/bar.js';
import { colourOf } from '../../lib/colours.js';
import { formatCount, formatSigned } from '../format.js';
import { keyReasons, labelOf } from '../lib/reasons.js';
import type { Gain } from '../state/use-gain.js';
import { texts } from '../texts.js';
import css from './score-bar.module.css';

interface ScoreBarProps {
  readonly score: LeadScore;
  /** Key of the reason that is pointed at, or null. */
  readonly highlighted: string | null;
  readonly onHighlight: (reason: string | null) => void;
  readonly gain: Gain | null;
}

/** The total as a bar of its reasons, with the line from which a lead is an MQL. */
export function ScoreBar({ score, highlighted, onHighlight, gain }: ScoreBarProps) {
  const { total, cap, thresholds } = score;
  const reasons = keyReasons(score.reasons);
  const bar = layOutBar(
    reasons.map(({ reason }) => reason.points),
    Math.max(cap, thresholds.mql),
  );
  return (
    <div className={css.wrap}>
      {gain && (
        <span
          key={gain.id}
          className={css.fly}
          style={{ left: `${bar.at(Math.max(total - gain.points / 2, 8))}%` }}
          aria-hidden="true"
        >
          {formatSigned(gain.points)}
        </span>
      )}
      <div
        className={css.bar}
        role="img"
        aria-label={texts.score.barLabel(
          formatCount(total),
          formatCount(cap),
          formatCount(thresholds.mql),
        )}
      >
        {bar.segments.map((segment) => {
          const line = reasons[segment.index];
          if (!line) return null;
          const { key, reason } = line;
          const negative = segment.points < 0;
          return (
            <Tooltip
              key={key}
              label={`${labelOf(reason)} ${formatSigned(reason.points)}`}
              position="bottom"
              withArrow
            >
              {/* biome-ignore lint/a11y/noStaticElementInteractions: the reason list says the same */}
              <div
                className={[
                  css.segment,
                  negative && css.negative,
                  highlighted !== null && highlighted !== key && css.dimmed,
                ]
                  .filter(Boolean)
                  .join(' ')}
                style={{
                  left: `${segment.left}%`,
                  width: `${segment.width}%`,
                  zIndex: negative ? 1 : 0,
                  ...(!negative && { background: colourOf(key) }),
                }}
                onMouseEnter={() => onHighlight(key)}
                onMouseLeave={() => onHighlight(null)}
              />
            </Tooltip>
          );
        })}
      </div>
      <div
        className={`tabular ${css.here} ${bar.at(total) > 60 ? css.hereRight : ''}`}
        style={{ left: `${bar.at(total)}%` }}
        aria-hidden="true"
      >
        <span>{total < thresholds.mql ? shortOf(total, thresholds.mql) : formatCount(total)}</span>
      </div>
      <div className={css.line} style={{ left: `${bar.at(thresholds.mql)}%` }} aria-hidden="true">
        <span className={css.lineLabel}>{texts.score.mqlLine(formatCount(thresholds.mql))}</span>
      </div>
    </div>
  );
}

const shortOf = (total: number, mql: number): string =>
  texts.score.toGo(formatCount(total), formatCount(mql - total));
