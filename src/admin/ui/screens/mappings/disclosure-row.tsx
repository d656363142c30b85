import { type ReactNode, Suspense, useId } from 'react';
import { Icon } from '../../components/icon.js';
import { LoadingRows } from '../../components/states.js';
import { useTexts } from '../../texts/index.js';
import css from './mappings.module.css';

interface DisclosureRowProps {
  /** What the line is about, for assistive technology. */
  readonly name: string;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly cells: readonly ReactNode[];
  readonly wrong: boolean;
  readonly children: ReactNode;
}

/** A line of a table that opens into its editor. */
export function DisclosureRow(props: DisclosureRowProps) {
  const { name, open, onToggle, cells, wrong, children } = props;
  const texts = useTexts().mappings;
  const id = useId();
  return (
    <>
      <tr className={css.row} data-wrong={wrong || undefined} data-open={open || undefined}>
        {cells.map((cell, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: cells are columns
          <td key={index}>{cell}</td>
        ))}
        <td className={css.last}>
          <button
            type="button"
            className={css.toggle}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            aria-label={open ? texts.close(name) : texts.edit(name)}
            onClick={onToggle}
          >
            <Icon name={open ? 'up' : 'down'} size={16} />
          </button>
        </td>
      </tr>
      {open && (
        <tr className={css.detail}>
          <td id={id} colSpan={cells.length + 1}>
            <Suspense fallback={<LoadingRows rows={3} />}>{children}</Suspense>
          </td>
        </tr>
      )}
    </>
  );
}
