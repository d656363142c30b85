import type { ReactNode } from 'react';
import { colourOf } from '../lib/colours.js';
import css from './reason-list.module.css';

export interface ReasonRow {
  /** Unique within the score and the same in the next one. */
  readonly key: string;
  readonly rule: string | null;
  readonly label: string;
  readonly points: number;
  /** The points as people read them. */
  readonly signed: string;
  /** Why, in plain words, part after part. */
  readonly evidence: readonly string[];
  /** How the line came about. */
  readonly detail?: ReactNode;
}

interface ReasonListProps {
  /** What the list is, read out before it. */
  readonly label: string;
  readonly rows: readonly ReasonRow[];
  readonly highlighted: string | null;
  readonly onHighlight: (key: string | null) => void;
  /** Keys of the lines that have just come or risen. */
  readonly fresh?: ReadonlySet<string>;
  /** Shown when there is no line. */
  readonly empty: string;
}

/** Every line of the breakdown: its points, and why in plain words. */
export function ReasonList({
  label,
  rows,
  highlighted,
  onHighlight,
  fresh,
  empty,
}: ReasonListProps) {
  if (rows.length === 0) return <p className={css.evidence}>{empty}</p>;
  return (
    <ul className={css.list} aria-label={label}>
      {rows.map(({ key, rule, label: name, points, signed, evidence, detail }) => {
        const negative = points < 0;
        return (
          <li
            key={key}
            data-rule={rule ?? ''}
            data-points={points}
            className={[css.row, highlighted === key && css.pointed, fresh?.has(key) && css.fresh]
              .filter(Boolean)
              .join(' ')}
            onMouseEnter={() => onHighlight(key)}
            onMouseLeave={() => onHighlight(null)}
          >
            <span
              className={`${css.swatch} ${negative ? css.negativeSwatch : ''}`}
              style={negative ? undefined : { background: colourOf(key) }}
            />
            <span className={css.label}>{name}</span>
            <span className={`tabular ${css.points} ${negative ? css.negativePoints : ''}`}>
              {signed}
            </span>
            {evidence.length > 0 && <span className={css.evidence}>{evidence.join(' · ')}</span>}
            {detail !== undefined && <div className={css.detail}>{detail}</div>}
          </li>
        );
      })}
    </ul>
  );
}
