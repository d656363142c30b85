import { Progress as Bar, Button } from '@mantine/core';
import type { Preview } from '../../../api/contract/previews.js';
import { Icon } from '../../components/icon.js';
import { Said } from '../../components/said.js';
import { Problem } from '../../components/states.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './publishing.module.css';

interface ProgressProps {
  readonly preview: Preview;
  readonly onStop: () => void;
  /** Absent for those who may not. */
  readonly onAgain?: () => void;
}

/** How far a preview is and how sure its figures are. */
export function Progress({ preview, onStop, onAgain }: ProgressProps) {
  const { publishing: texts, common } = useTexts();
  const formats = useFormats();
  const { state, progress, figures, problem } = preview;
  const running = state === 'running';
  const share = progress.of === 0 ? 0 : (progress.done / progress.of) * 100;
  const words = figures?.exact
    ? texts.exact(formats.count(figures.looked))
    : figures
      ? texts.sample(formats.count(figures.looked))
      : texts.starting;
  if (state === 'failed') {
    return (
      <Problem
        title={common.errors.title}
        action={
          onAgain && (
            <Button size="compact-sm" variant="default" onClick={onAgain}>
              {texts.again}
            </Button>
          )
        }
      >
        {problem && <Said text={problem} />}
      </Problem>
    );
  }
  return (
    <div className={css.line}>
      <div className={css.grow}>
        <p className={css.quiet} role="status">
          {state === 'cancelled' ? texts.stopped : words}
          {figures && figures.failed > 0 && ` ${texts.failed(formats.count(figures.failed))}`}
        </p>
        {running && (
          <>
            <Bar value={share} aria-label={texts.runningLabel} mt={8} />
            <span className={`tabular ${css.quiet}`}>
              {texts.running(formats.count(progress.done), formats.count(progress.of))}
            </span>
          </>
        )}
      </div>
      {running && onAgain && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Icon name="stop" size={14} />}
          onClick={onStop}
        >
          {texts.stop}
        </Button>
      )}
      {!running && onAgain && (
        <Button size="compact-sm" variant="default" onClick={onAgain}>
          {texts.again}
        </Button>
      )}
    </div>
  );
}
