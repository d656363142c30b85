import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { ExplainedScore, LeadPage } from '../../../api/contract/lead-shapes.js';
import { AnimatedNumber } from '../../components/animated-number.js';
import { Badge, BandBadge, GradeBadge } from '../../components/badges.js';
import { Panel } from '../../components/panel.js';
import { ReasonList } from '../../components/reason-list.js';
import { Fly, ScoreBar } from '../../components/score-bar.js';
import { describeEvidence } from '../../lib/evidence.js';
import { keyReasons, labelOf } from '../../lib/reasons.js';
import { thresholdName } from '../../lib/threshold-name.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';
import { LineDetail } from './line-detail.js';
import { useGain } from './use-gain.js';

interface ScorePanelProps {
  readonly lead: LeadPage;
  readonly score: ExplainedScore;
  readonly onModel: (model: string) => void;
}

/** The score by one model as a sum that can be checked. */
export function ScorePanel({ lead, score, onModel }: ScorePanelProps) {
  const texts = useTexts().lead.score;
  return (
    <Panel title={texts.title} aside={texts.model(score.model, String(score.version))}>
      {lead.scores.length > 1 && (
        <SegmentedControl
          aria-label={texts.models}
          className={css.models ?? ''}
          value={score.model}
          onChange={onModel}
          data={lead.scores.map(({ model }) => ({ value: model, label: model }))}
        />
      )}
      {!score.primary && (
        <p className={css.quiet}>{score.state === 'shadow' ? texts.shadow : texts.further}</p>
      )}
      {score.outside ? (
        <p className={css.quiet}>{texts.outside[score.outside]}</p>
      ) : (
        <Breakdown key={score.model} lead={lead} score={score} />
      )}
    </Panel>
  );
}

function Breakdown({ lead, score }: { lead: LeadPage; score: ExplainedScore }) {
  const { lead: texts, common, fields, fieldValues } = useTexts();
  const words = texts.score;
  const evidence = { ...texts.evidence, fields, values: fieldValues };
  const formats = useFormats();
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const { cap, thresholds, nextChangeAt } = score;
  const total = score.total ?? 0;
  const { gain, fresh } = useGain(score.lines, lead.past || lead.ahead !== null);
  const lines = keyReasons(score.lines);
  // The next threshold, or the highest that is reached.
  const sorted = Object.entries(thresholds).sort(([, a], [, b]) => a - b);
  const [name, at] = sorted.find(([, points]) => points > total) ?? sorted.at(-1) ?? [null, null];
  const mark = name === null ? null : { name: thresholdName(name, common), at: at ?? 0 };
  const points = formats.points(total);
  return (
    <>
      <div className={css.figures} data-testid="score" data-total={total}>
        <p className={`tabular ${css.total}`}>
          <strong>
            <AnimatedNumber value={total} />
          </strong>{' '}
          {words.of(formats.count(cap))}
        </p>
        <dl className={css.figureList}>
          {Object.entries(score.dimensions).map(([dimension, value]) => (
            <Figure key={dimension} name={dimension}>
              {formats.points(value)}
            </Figure>
          ))}
          <Figure name={common.grade}>{score.grade && <GradeBadge grade={score.grade} />}</Figure>
          <Figure name={common.band}>{score.band && <BandBadge band={score.band} />}</Figure>
          <Figure name={words.segment}>{score.segmentLabel}</Figure>
          <Figure name={words.todo}>{score.action}</Figure>
        </dl>
      </div>
      {score.disqualified && <Badge tone="bad">{words.disqualified(score.disqualified)}</Badge>}
      <ScoreBar
        total={total}
        cap={cap}
        lines={lines.map(({ key, reason }) => ({
          key,
          points: reason.points,
          words: `${labelOf(reason)} ${formats.signed(reason.points)}`,
        }))}
        mark={mark && { at: mark.at, words: words.mark(mark.name, formats.count(mark.at)) }}
        here={
          mark && total < mark.at ? words.toGo(points, formats.points(mark.at - total)) : points
        }
        label={
          mark
            ? words.barLabelMark(points, formats.count(cap), mark.name, formats.count(mark.at))
            : words.barLabel(points, formats.count(cap))
        }
        highlighted={highlighted}
        onHighlight={setHighlighted}
        over={(place) =>
          gain && (
            <Fly key={gain.id} left={place(Math.max(total - gain.points / 2, 8))}>
              {formats.signed(gain.points)}
            </Fly>
          )
        }
      />
      <ReasonList
        label={words.reasons}
        rows={lines.map(({ key, reason }) => ({
          key,
          rule: reason.rule,
          label: labelOf(reason),
          points: reason.points,
          signed: formats.signed(reason.points),
          evidence: describeEvidence(reason.evidence, evidence, formats),
          ...(reason.detail && {
            detail: <LineDetail name={labelOf(reason)} detail={reason.detail} />,
          }),
        }))}
        highlighted={highlighted}
        onHighlight={setHighlighted}
        fresh={fresh}
        empty={words.noReasons}
      />
      <p className={css.sum}>
        <span>{words.sum}</span>
        <strong className="tabular">{points}</strong>
      </p>
      <p className={css.quiet}>
        {lead.waiting
          ? texts.waiting
          : nextChangeAt === null
            ? words.steady
            : words.next(formats.moment(nextChangeAt))}
      </p>
    </>
  );
}

/** One figure with its name; nothing where there is none. */
function Figure({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}
