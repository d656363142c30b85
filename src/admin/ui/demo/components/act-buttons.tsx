import { Button, UnstyledButton } from '@mantine/core';
import { formatCount } from '../format.js';
import type { Autoplay } from '../state/use-autoplay.js';
import { texts } from '../texts.js';
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
  return (
    <section aria-labelledby="acts-heading">
      <div className={css.head}>
        <h2 id="acts-heading">{texts.acts.heading}</h2>
        <div className={css.auto}>
          <span data-testid="autoplay" data-state={autoplay.state}>
            {autoplayText(autoplay)}
          </span>
          {autoplay.state === 'off' ? (
            <Button size="compact-sm" variant="default" onClick={onPlayAll}>
              {texts.acts.playAll}
            </Button>
          ) : (
            <Button size="compact-sm" variant="default" onClick={onStop}>
              {texts.acts.stop}
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
                  {act.done && !act.running ? '✓' : formatCount(index + 1)}
                </span>
                {act.title}
              </span>
              <span className={css.sentence}>
                {act.sentence}{' '}
                {act.running && <span className={css.state}>{texts.acts.running}…</span>}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </section>
  );
}

function autoplayText(autoplay: Autoplay): string {
  if (autoplay.state === 'waiting') return texts.acts.countdown(formatCount(autoplay.secondsLeft));
  if (autoplay.state === 'playing') return texts.acts.playing(formatCount(autoplay.number));
  return '';
}
