import type { TriedStep } from '../../../api/contract/mappings.js';
import { Icon } from '../../components/icon.js';
import { Said } from '../../components/said.js';
import { useTexts } from '../../texts/index.js';
import css from './mappings.module.css';
import { ValueText } from './value-text.js';

/** A value on its way: raw, then what each transform, table or word made of it. */
export function Steps({ steps }: { steps: readonly TriedStep[] }) {
  const texts = useTexts().mappings;
  if (steps.length === 0) return <span className={css.quiet}>{texts.noValue}</span>;
  const name = ({ step }: TriedStep): string => (step === 'else' ? texts.stepElse : step);
  return (
    <ol className={css.steps}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps of one value never change places
        <li key={index} className={css.step}>
          {step.step === '' ? (
            <>
              <code className={css.stepName}>{step.property}</code>
              <ValueText value={step.raw} />
            </>
          ) : (
            <>
              <Icon name="right" size={13} />
              <code className={css.stepName}>{name(step)}</code>
              {step.error === undefined ? (
                <ValueText value={step.value} />
              ) : (
                <span className={css.badText}>
                  <Said text={step.error} />
                </span>
              )}
            </>
          )}
        </li>
      ))}
    </ol>
  );
}
