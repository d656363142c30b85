import type { ReasonLine } from '../../../api/contract.js';
import { ReasonList as List } from '../../components/reason-list.js';
import { keyReasons, labelOf } from '../../lib/reasons.js';
import { formatSigned } from '../format.js';
import { describeEvidence } from '../lib/evidence.js';
import { texts } from '../texts.js';

interface ReasonListProps {
  readonly reasons: readonly ReasonLine[];
  readonly highlighted: string | null;
  readonly onHighlight: (reason: string | null) => void;
  /** Keys of the lines that have just come or risen. */
  readonly fresh: ReadonlySet<string>;
}

/** Every line of the breakdown: its points, and why in plain words. */
export function ReasonList({ reasons, highlighted, onHighlight, fresh }: ReasonListProps) {
  return (
    <List
      label={texts.score.reasons}
      rows={keyReasons(reasons).map(({ key, reason }) => ({
        key,
        rule: reason.rule,
        label: labelOf(reason),
        points: reason.points,
        signed: formatSigned(reason.points),
        evidence: describeEvidence(reason.evidence),
      }))}
      highlighted={highlighted}
      onHighlight={onHighlight}
      fresh={fresh}
      empty={texts.score.noReasons}
    />
  );
}
