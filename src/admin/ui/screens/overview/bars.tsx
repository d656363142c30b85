import { Link } from 'react-router';
import { useFormats } from '../../shell/language.js';
import css from './overview.module.css';

interface Bar {
  readonly key: string;
  readonly name: string;
  /** What is to be done with these leads. */
  readonly note: string | null;
  readonly count: number;
  readonly to: string;
}

/** Shares of a whole, a bar and a link each. */
export function Bars({ label, bars }: { label: string; bars: readonly Bar[] }) {
  const formats = useFormats();
  const all = bars.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <ul className={css.bars} aria-label={label}>
      {bars.map(({ key, name, note, count, to }) => (
        <li key={key}>
          <Link to={to} className={css.bar ?? ''} data-count={count}>
            <span className={css.barName}>
              {name}
              {note && <span className={css.note}>{note}</span>}
            </span>
            <span className={css.track} aria-hidden="true">
              <span className={css.fill} style={{ width: `${(count / most) * 100}%` }} />
            </span>
            <span className={`tabular ${css.count}`}>{formats.count(count)}</span>
            <span className={`tabular ${css.share}`}>
              {all > 0 && formats.percent(count / all)}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
