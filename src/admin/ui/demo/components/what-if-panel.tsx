import { Button, NumberInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { WHAT_IF_MAX_POINTS, type WhatIf } from '../../../api/contract.js';
import { formatCount, formatPoints } from '../format.js';
import type { WhatIfState } from '../state/use-what-if.js';
import { texts } from '../texts.js';
import css from './what-if-panel.module.css';

interface WhatIfPanelProps {
  readonly state: WhatIfState;
  readonly onCancel: () => void;
}

/** One field whose outcome the list below shows while it is typed. */
export function WhatIfPanel({ state, onCancel }: WhatIfPanelProps) {
  const { preview, pricing, valid, computing, problem } = state;
  const words = texts.whatIf;
  const field = useRef<HTMLInputElement>(null);
  const { takesFocus } = state;

  useEffect(() => {
    if (!takesFocus) return;
    field.current?.focus({ preventScroll: true });
    field.current?.select();
  }, [takesFocus]);

  if (!preview) return null;
  return (
    <section className={css.panel} aria-label={words.heading} data-testid="what-if">
      <NumberInput
        ref={field}
        className={css.field ?? ''}
        label={words.field(preview.rule.label)}
        description={words.now(formatPoints(preview.rule.points))}
        value={pricing}
        onChange={state.change}
        min={0}
        max={WHAT_IF_MAX_POINTS}
        clampBehavior="none"
        allowNegative={false}
        decimalScale={2}
        error={valid ? null : words.invalid(formatCount(WHAT_IF_MAX_POINTS))}
      />
      <div className={css.outcome} aria-live="polite" aria-busy={computing}>
        <p className={css.summary}>{summarise(preview)}</p>
        <p className={css.small}>
          {problem ??
            (computing
              ? words.computing
              : words.changed(formatCount(preview.changed), formatCount(preview.scored)))}
        </p>
      </div>
      <Button className={css.cancel ?? ''} variant="default" onClick={onCancel}>
        {words.cancel}
      </Button>
    </section>
  );
}

function summarise(preview: WhatIf): string {
  const { wouldBecomeMql, ownersGettingTasks } = preview;
  if (wouldBecomeMql === 0 && ownersGettingTasks === 0) return texts.whatIf.none;
  return texts.whatIf.summary(
    formatCount(wouldBecomeMql),
    formatCount(ownersGettingTasks),
    ownersGettingTasks === 1,
  );
}
