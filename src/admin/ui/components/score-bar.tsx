import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { layOutBar } from '../lib/bar.js';
import { colourOf } from '../lib/colours.js';
import css from './score-bar.module.css';

export interface BarLine {
  /** Unique within the score and the same in the next one. */
  readonly key: string;
  readonly points: number;
  /** `Pricing page +12` */
  readonly words: string;
}

interface ScoreBarProps {
  readonly total: number;
  /** The largest total: the right end of the bar. */
  readonly cap: number;
  readonly lines: readonly BarLine[];
  /** A line across the bar, as where a lead becomes an MQL. */
  readonly mark: { readonly at: number; readonly words: string } | null;
  /** Beside the total's place. */
  readonly here: string;
  /** Read out instead of the drawing. */
  readonly label: string;
  /** Key of the line that is pointed at, or null. */
  readonly highlighted: string | null;
  readonly onHighlight: (key: string | null) => void;
  /** Drawn over the bar; is told where a number of points is, in percent. */
  readonly over?: (at: (points: number) => number) => ReactNode;
}

/** The total as a bar of its reasons. */
export function ScoreBar(props: ScoreBarProps) {
  const { total, cap, lines, mark, here, label, highlighted, onHighlight, over } = props;
  const bar = layOutBar(
    lines.map(({ points }) => points),
    Math.max(cap, mark?.at ?? 0),
  );
  return (
    <div className={css.wrap}>
      {over?.(bar.at)}
      <div className={css.bar} role="img" aria-label={label}>
        {bar.segments.map((segment) => {
          const line = lines[segment.index];
          if (!line) return null;
          const negative = segment.points < 0;
          return (
            <Tooltip key={line.key} label={line.words} position="bottom" withArrow>
              {/* biome-ignore lint/a11y/noStaticElementInteractions: the reason list says the same */}
              <div
                className={[
                  css.segment,
                  negative && css.negative,
                  highlighted !== null && highlighted !== line.key && css.dimmed,
                ]
                  .filter(Boolean)
                  .join(' ')}
                style={{
                  left: `${segment.left}%`,
                  width: `${segment.width}%`,
                  zIndex: negative ? 1 : 0,
                  ...(!negative && { background: colourOf(line.key) }),
                }}
                onMouseEnter={() => onHighlight(line.key)}
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
        <span>{here}</span>
      </div>
      {mark && (
        <div className={css.line} style={{ left: `${bar.at(mark.at)}%` }} aria-hidden="true">
          <span className={`${css.lineLabel} ${bar.at(mark.at) > 70 ? css.lineLabelLeft : ''}`}>
            {mark.words}
          </span>
        </div>
      )}
    </div>
  );
}

/** What rises out of the bar when points come. */
export function Fly({ left, children }: { left: number; children: ReactNode }) {
  return (
    <span className={css.fly} style={{ left: `${left}%` }} aria-hidden="true">
      {children}
    </span>
  );
}
