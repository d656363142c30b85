import { Link } from 'react-router';
import type { Overview } from '../../../api/contract/overview.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './overview.module.css';

/** The numbers that people look at first; each opens its list. */
export function Tiles({ overview }: { overview: Overview }) {
  const texts = useTexts().overview;
  const formats = useFormats();
  const { scored, waiting, outside, entered } = overview;
  return (
    <ul className={css.tiles}>
      <li className={css.tile}>
        <Link to="/leads" className={css.number ?? ''}>
          <span className={css.name}>{texts.scored}</span>
          <strong className="tabular">{formats.count(scored)}</strong>
        </Link>
        <span className={css.beside}>
          {outside > 0 && (
            <Link to="/leads?outside=yes">{texts.outside(formats.count(outside))}</Link>
          )}
          {waiting > 0 && <span>{texts.waiting(formats.count(waiting))}</span>}
        </span>
      </li>
      {entered.map(({ stage, days, count }) => (
        <li key={`${stage}/${days}`} className={css.tile}>
          <Link to={`/leads?entered=${stage}&enteredDays=${days}`} className={css.number ?? ''}>
            <span className={css.name}>
              {stage === 'sql'
                ? texts.entered.sql(formats.count(days))
                : texts.entered.mql(formats.count(days))}
            </span>
            <strong className="tabular">{formats.count(count)}</strong>
          </Link>
        </li>
      ))}
    </ul>
  );
}
