import type { ReasonLine } from '../../../api/contract.js';
import { colourOf } from '../../lib/colours.js';
import { formatSigned } from '../format.js';
import { describeEvidence } from '../lib/evidence.js';
import { keyReasons, labelOf } from '../lib/reasons.js';
import { texts } from '../texts.js';
import css from './reason-list.module.css';

interface ReasonListProps {
  readonly reasons: readonly ReasonLine[];
  readonly highlighted: string | null;
  readonly onHighlight: (reason: string | null) => void;
  /** Keys of the lines that have just come or risen. */
  readonly fresh: ReadonlySet<string>;
}

/** Every line of the breakdown: its points, and why in plain words. */
export function ReasonList({ reasons, highlighted, onHighlight, fresh }: ReasonListProps) {
  if (reasons.length === 0) return <p className={css.evidence}>{texts.score.noReasons}</p>;
  return (
    <ul className={css.list} aria-label={texts.score.reasons}>
      {keyReasons(reasons).map(({ key, reason }) => {
        const negative = reason.points < 0;
        const evidence = describeEvidence(reason.evidence);
        return (
          <li
            key={key}
            data-rule={reason.rule ?? ''}
            data-points={reason.points}
            className={[css.row, highlighted === key && css.pointed, fresh.has(key) && css.fresh]
              .filter(Boolean)
              .join(' ')}
            onMouseEnter={() => onHighlight(key)}
            onMouseLeave={() => onHighlight(null)}
          >
            <span
              className={`${css.swatch} ${negative ? css.negativeSwatch : ''}`}
              style={negative ? undefined : { background: colourOf(key) }}
            />
            <span className={css.label}>{labelOf(reason)}</span>
            <span className={`tabular ${css.points} ${negative ? css.negativePoints : ''}`}>
              {formatSigned(reason.points)}
            </span>
            {evidence.length > 0 && <span className={css.evidence}>{evidence.join(' · ')}</span>}
          </li>
        );
      })}
    </ul>
  );
}
