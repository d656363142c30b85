import { Button, NumberInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { WHAT_IF_MAX_POINTS } from '../../../api/contract/demo.js';
import { useSentenceOf } from '../../api/use-sentence-of.js';
import { Panel } from '../../components/panel.js';
import { reveal } from '../../lib/motion.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import type { WhatIfState } from '../state/use-what-if.js';
import { Ranking } from './ranking.js';
import css from './what-if-panel.module.css';

interface WhatIfPanelProps {
  readonly state: WhatIfState;
  readonly storyLead: string;
  readonly onCancel: () => void;
}

/** One field, and what would come of it for all leads while it is typed. */
export function WhatIfPanel({ state, storyLead, onCancel }: WhatIfPanelProps) {
  const { preview, pricing, valid, computing, problem, takesFocus } = state;
  const words = useTexts().tour.whatIf;
  const formats = useFormats();
  const sentence = useSentenceOf();
  const panel = useRef<HTMLElement>(null);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    reveal(panel.current);
    if (!takesFocus) return;
    field.current?.focus({ preventScroll: true });
    field.current?.select();
  }, [takesFocus]);

  if (!preview) return null;
  const { wouldBecomeMql, ownersGettingTasks, leads, changed, scored } = preview;
  return (
    <Panel
      title={words.heading}
      aside={words.best(formats.count(leads.length), formats.count(scored))}
      ref={panel}
    >
      <div className={css.panel} data-testid="what-if">
        <NumberInput
          ref={field}
          className={css.field ?? ''}
          label={words.field(preview.rule.label)}
          description={words.now(formats.points(preview.rule.points))}
          value={pricing}
          onChange={state.change}
          min={0}
          max={WHAT_IF_MAX_POINTS}
          clampBehavior="none"
          allowNegative={false}
          decimalScale={2}
          error={valid ? null : words.invalid(formats.count(WHAT_IF_MAX_POINTS))}
        />
        <div className={css.outcome} aria-live="polite" aria-busy={computing}>
          <p className={css.summary}>
            {wouldBecomeMql === 0 && ownersGettingTasks === 0
              ? words.none
              : words.summary(
                  formats.count(wouldBecomeMql),
                  formats.count(ownersGettingTasks),
                  ownersGettingTasks === 1,
                )}
          </p>
          <p className={css.small}>
            {problem !== null
              ? sentence(problem)
              : computing
                ? words.computing
                : words.changed(formats.count(changed), formats.count(scored))}
          </p>
        </div>
        <Button className={css.cancel ?? ''} variant="default" onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
      <Ranking leads={leads} storyLead={storyLead} />
    </Panel>
  );
}
