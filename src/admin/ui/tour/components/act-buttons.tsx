import { Button, UnstyledButton } from '@mantine/core';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import type { Autoplay } from '../state/use-autoplay.js';
import css from './act-buttons.module.css';

export interface Act {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly running: boolean;
  /** True while its outcome stands: an ended run, a later day, an open preview. */
  readonly done: boolean;
  /** True while it cannot be started. */
  readonly blocked: boolean;
  readonly play: () => void;
}

interface ActButtonsProps {
  readonly acts: readonly Act[];
  readonly autoplay: Autoplay;
  readonly onPlayAll: () => void;
  readonly onStop: () => void;
}

/** The four acts, each one button and one sentence. */
export function ActButtons({ acts, autoplay, onPlayAll, onStop }: ActButtonsProps) {
  const texts = useTexts().tour.acts;
  const formats = useFormats();
  const said =
    autoplay.state === 'waiting'
      ? texts.countdown(formats.count(autoplay.secondsLeft))
      : autoplay.state === 'playing'
        ? texts.playing(formats.count(autoplay.number))
        : '';
  return (
    <section aria-labelledby="acts-heading">
      <div className={css.head}>
        <h3 id="acts-heading">{texts.heading}</h3>
        <div className={css.auto}>
          <span data-testid="autoplay" data-state={autoplay.state}>
            {said}
          </span>
          {autoplay.state === 'off' ? (
            <Button size="compact-sm" variant="default" onClick={onPlayAll}>
              {texts.playAll}
            </Button>
          ) : (
            <Button size="compact-sm" variant="default" onClick={onStop}>
              {texts.stop}
            </Button>
          )}
        </div>
      </div>
      <ol className={css.acts}>
        {acts.map((act, index) => (
          <li key={act.id}>
            <UnstyledButton
              className={`${css.act} ${
                act.running || (autoplay.state === 'playing' && autoplay.number === index + 1)
                  ? css.playing
                  : ''
              }`}
              data-act={act.id}
              // Not `disabled`: the button keeps its focus while its act runs.
              aria-disabled={act.blocked}
              onClick={() => {
                if (!act.blocked) act.play();
              }}
            >
              <span className={css.title}>
                <span className={css.number} aria-hidden="true">
                  {act.done && !act.running ? '✓' : formats.count(index + 1)}
                </span>
                {act.title}
              </span>
              <span className={css.sentence}>
                {act.sentence} {act.running && <span className={css.state}>{texts.running}…</span>}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </section>
  );
}
