import { VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import { type DiffLine, diffLines } from '../lib/line-diff.js';
import { useFormats } from '../shell/language.js';
import { useTexts } from '../texts/index.js';
import css from './text-diff.module.css';

/** Unchanged lines shown around each change. */
const AROUND = 3;

interface Block {
  readonly lines: readonly DiffLine[];
  /** Unchanged lines left out before this block. */
  readonly skipped: number;
}

/** Two versions of a text, line by line; long unchanged stretches are named instead of shown. */
export function TextDiff(props: { label: string; before: string; after: string }) {
  const texts = useTexts().common.diff;
  const formats = useFormats();
  const { label, before, after } = props;
  const blocks = useMemo(() => shorten(diffLines(before, after)), [before, after]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by the keyboard
    <section className={css.diff} aria-label={label} tabIndex={0}>
      {blocks.map(({ lines, skipped }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks never change places
        <div key={index}>
          {skipped > 0 && (
            <div className={css.skipped}>
              {texts.unchanged(formats.count(skipped), skipped === 1)}
            </div>
          )}
          {lines.map(({ kind, text }, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines never change places
            <div key={line} className={`${css.line} ${css[kind]}`}>
              {kind !== 'same' && <VisuallyHidden>{texts[kind]}</VisuallyHidden>}
              {text === '' ? ' ' : text}
            </div>
          ))}
        </div>
      ))}
    </section>
  );
}

function shorten(lines: readonly DiffLine[]): Block[] {
  const near = (index: number): boolean =>
    lines
      .slice(Math.max(0, index - AROUND), index + AROUND + 1)
      .some(({ kind }) => kind !== 'same');
  const blocks: Block[] = [];
  let [shown, skipped]: [DiffLine[], number] = [[], 0];
  lines.forEach((line, index) => {
    if (near(index)) {
      shown.push(line);
      return;
    }
    if (shown.length > 0) {
      blocks.push({ lines: shown, skipped });
      [shown, skipped] = [[], 0];
    }
    skipped++;
  });
  if (shown.length > 0 || skipped > 0) blocks.push({ lines: shown, skipped });
  return blocks;
}
