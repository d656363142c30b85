import { type ReactNode, type Ref, useState } from 'react';
import type { Stage } from '../../../../lead/stage.js';
import type { LeadScore } from '../../../api/contract.js';
import { BandBadge, StageBadge } from '../../components/badges.js';
import { Panel } from '../../components/panel.js';
import { formatCount, formatDate, formatMoment, formatPoints, formatSum } from '../format.js';
import { useGain } from '../state/use-gain.js';
import type { Later } from '../state/use-later.js';
import { texts } from '../texts.js';
import { AnimatedNumber } from './animated-number.js';
import { ReasonList } from './reason-list.js';
import { ScoreBar } from './score-bar.js';
import css from './score-panel.module.css';
import { TimeSlider } from './time-slider.js';

interface ScorePanelProps {
  readonly current: LeadScore;
  readonly later: Later;
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLElement>;
}

/** The score as a sum that can be checked, now or on a later day. */
export function ScorePanel({ current, later, className, ref }: ScorePanelProps) {
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const { gain, fresh } = useGain(current);
  const score = later.score ?? current;
  const ahead = later.score !== null;
  const words = texts.score;
  return (
    <Panel
      title={words.heading}
      aside={words.model(score.model)}
      className={className}
      {...(ref && { ref })}
    >
      {later.score && <Preview days={later.days} score={later.score} stage={current.stage} />}
      <div className={css.figures} data-testid="score" data-total={score.total}>
        <div className={`tabular ${css.total}`}>
          <span className={css.number}>
            <AnimatedNumber value={score.total} />
          </span>
          {words.of(formatCount(score.cap))}
        </div>
        <dl className={css.facts}>
          {Object.entries(score.dimensions).map(([dimension, points]) => (
            <Fact key={dimension} name={words.dimensions[dimension] ?? dimension}>
              {formatPoints(points)}
            </Fact>
          ))}
          {score.grade !== null && <Fact name={words.grade}>{score.grade}</Fact>}
          {score.band !== null && (
            <Fact name={words.band}>
              <BandBadge band={score.band} />
            </Fact>
          )}
          <Fact name={words.stage}>
            <StageBadge stage={score.stage} />
          </Fact>
          {score.action !== null && <Fact name={words.todo}>{score.action}</Fact>}
        </dl>
      </div>
      <div className={css.bar}>
        <ScoreBar
          score={score}
          highlighted={highlighted}
          onHighlight={setHighlighted}
          gain={ahead ? null : gain}
        />
      </div>
      <p className={`tabular ${css.sum}`} data-testid="sum">
        {formatSum(score.reasons.map((reason) => reason.points)) || '0'}{' '}
        <strong>= {formatPoints(score.total)}</strong>
      </p>
      <ReasonList
        reasons={score.reasons}
        highlighted={highlighted}
        onHighlight={setHighlighted}
        fresh={ahead ? NONE : fresh}
      />
      <p className={css.foot}>
        {score.nextChangeAt ? words.next(formatMoment(score.nextChangeAt)) : words.steady}
      </p>
      <TimeSlider days={later.days} onChange={later.setDays} />
    </Panel>
  );
}

const NONE: ReadonlySet<string> = new Set();

function Preview({ days, score, stage }: { days: number; score: LeadScore; stage: Stage }) {
  const words = texts.score;
  return (
    <p className={css.preview}>
      {words.preview(words.inDays(formatCount(days), days === 1), formatDate(score.at))}{' '}
      {(score.stage === stage ? words.holds : words.stageThen)(texts.stages[score.stage])}
    </p>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
