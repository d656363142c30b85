import type { LeadScore } from '../../../api/contract.js';
import { ScoreBar as Bar, Fly } from '../../components/score-bar.js';
import { keyReasons, labelOf } from '../../lib/reasons.js';
import { formatCount, formatSigned } from '../format.js';
import type { Gain } from '../state/use-gain.js';
import { texts } from '../texts.js';

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
  const { mql } = thresholds;
  const words = texts.score;
  return (
    <Bar
      total={total}
      cap={cap}
      lines={keyReasons(score.reasons).map(({ key, reason }) => ({
        key,
        points: reason.points,
        words: `${labelOf(reason)} ${formatSigned(reason.points)}`,
      }))}
      mark={{ at: mql, words: words.mqlLine(formatCount(mql)) }}
      here={
        total < mql ? words.toGo(formatCount(total), formatCount(mql - total)) : formatCount(total)
      }
      label={words.barLabel(formatCount(total), formatCount(cap), formatCount(mql))}
      highlighted={highlighted}
      onHighlight={onHighlight}
      over={(at) =>
        gain && (
          <Fly key={gain.id} left={at(Math.max(total - gain.points / 2, 8))}>
            {formatSigned(gain.points)}
          </Fly>
        )
      }
    />
  );
}
