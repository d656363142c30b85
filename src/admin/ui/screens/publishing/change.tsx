import { VisuallyHidden } from '@mantine/core';
import { useTexts } from '../../texts/index.js';
import css from './publishing.module.css';

/** What a value was and will be; one word where it stays. */
export function Change({ before, after }: { before: string | null; after: string | null }) {
  const texts = useTexts().publishing;
  if (before === after) return <span className={css.quiet}>{after ?? '–'}</span>;
  return (
    <span className={css.changed}>
      <span aria-hidden="true">
        <span className={css.quiet}>{before ?? '–'}</span> <span className={css.arrow}>→</span>{' '}
        <strong>{after ?? '–'}</strong>
      </span>
      <VisuallyHidden>
        {texts.becomesFrom(before ?? texts.none, after ?? texts.none)}
      </VisuallyHidden>
    </span>
  );
}
