import type { ReactNode } from 'react';
import { useTexts } from '../../texts/index.js';
import css from './mappings.module.css';

export interface LineColumn {
  readonly header: string;
  /** Left out on a phone. */
  readonly wide?: boolean;
}

interface LinesTableProps {
  readonly caption: string;
  readonly columns: readonly LineColumn[];
  readonly className?: string | undefined;
  /** `DisclosureRow`s with a cell for each column. */
  readonly children: ReactNode;
}

/** A table of lines that open into their forms. */
export function LinesTable({ caption, columns, className, children }: LinesTableProps) {
  const texts = useTexts().common;
  return (
    <div className={css.frame}>
      <table className={`${css.table} ${className ?? ''}`}>
        <caption className={css.hidden}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ header, wide }) => (
              <th key={header} scope="col" className={wide ? css.wide : undefined}>
                {header}
              </th>
            ))}
            <th scope="col">
              <span className={css.hidden}>{texts.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
