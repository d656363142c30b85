import { Button, VisuallyHidden } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';
import { Link } from 'react-router';
import { useFormats } from '../shell/language.js';
import { useTexts } from '../texts/index.js';
import css from './data-table.module.css';
import { Icon } from './icon.js';
import { LoadingRows } from './states.js';

export interface Column<R> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: R) => ReactNode;
  /** Figures stand at the right. */
  readonly numeric?: boolean;
  /** Left out where there is less room than on a tablet, or than on a wide screen. */
  readonly hide?: 'phone' | 'tablet';
  readonly width?: number | string;
  /** The heading is a button that sorts; the owner of the rows does the sorting. */
  readonly sortable?: boolean;
  /** The header is for assistive technology alone: a column of buttons. */
  readonly silent?: boolean;
}

export interface Sorting {
  readonly by: string;
  readonly descending: boolean;
}

export interface DataTableProps<R> {
  /** What the table holds, read out before it. */
  readonly caption: string;
  readonly columns: readonly Column<R>[];
  /** Undefined while the first ones are being read. */
  readonly rows: readonly R[] | undefined;
  readonly rowKey: (row: R) => string;
  /** Where a row leads; its first cell becomes the link, the rest of the row follows it. */
  readonly rowLink?: (row: R) => string;
  readonly empty: ReactNode;
  readonly sorting?: Sorting;
  readonly onSort?: (sorting: Sorting) => void;
  /** Keyset paging: there is more, and how to get it. */
  readonly more?: { readonly load: () => void; readonly loading: boolean } | undefined;
  /** The rows are of an earlier question: shown faded until the new ones are here. */
  readonly stale?: boolean;
  readonly rowClass?: (row: R) => string | undefined;
}

const HIDE = { phone: css.notPhone, tablet: css.wideOnly } as const;

const classOf = (column: Column<never>): string =>
  [column.numeric && css.number, column.hide && HIDE[column.hide]].filter(Boolean).join(' ');

/** Up and down go from link to link, Home and End to the first and last. */
function walk(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>(`.${css.link}`)];
  const at = links.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  const next = to === undefined ? undefined : links[to];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** A list as a real table: sticky head, one link a row, more on demand. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { caption, columns, rows, rowKey, rowLink, more } = props;
  const texts = useTexts().common;
  const formats = useFormats();
  if (rows === undefined) return <LoadingRows />;
  if (rows.length === 0)
    return (
      <div className={css.frame} data-frame>
        {props.empty}
      </div>
    );
  return (
    <div className={css.frame} data-frame>
      <table className={css.table} data-stale={props.stale || undefined}>
        <caption>
          <VisuallyHidden>{caption}</VisuallyHidden>
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Header key={column.key} column={column} {...props} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={walk}>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className={`${rowLink ? css.open : ''} ${props.rowClass?.(row) ?? ''}`}
            >
              {columns.map((column, index) => (
                <td key={column.key} className={classOf(column)}>
                  {index === 0 && rowLink ? (
                    <Link to={rowLink(row)} className={css.link ?? ''}>
                      {column.cell(row)}
                    </Link>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className={css.foot}>
        <span role="status">
          {more
            ? texts.shown(formats.count(rows.length))
            : texts.shownAll(formats.count(rows.length))}
        </span>
        {more && (
          <Button size="compact-sm" variant="default" loading={more.loading} onClick={more.load}>
            {texts.more}
          </Button>
        )}
      </div>
    </div>
  );
}

function Header<R>({ column, sorting, onSort }: DataTableProps<R> & { column: Column<R> }) {
  const texts = useTexts().common;
  const sorted = sorting?.by === column.key ? sorting : undefined;
  const header = column.silent ? <VisuallyHidden>{column.header}</VisuallyHidden> : column.header;
  return (
    <th
      scope="col"
      className={classOf(column)}
      style={column.width === undefined ? undefined : { width: column.width }}
      {...(sorted && { 'aria-sort': sorted.descending ? 'descending' : 'ascending' })}
    >
      {column.sortable && onSort ? (
        <button
          type="button"
          className={css.sort}
          aria-label={texts.sortBy(column.header)}
          onClick={() =>
            onSort({ by: column.key, descending: sorted ? !sorted.descending : !!column.numeric })
          }
        >
          {header}
          {sorted && <Icon name={sorted.descending ? 'down' : 'up'} size={13} />}
        </button>
      ) : (
        header
      )}
    </th>
  );
}
