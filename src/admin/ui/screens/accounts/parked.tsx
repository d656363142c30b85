import type { ConnectedAccount } from '../../../api/contract/accounts.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './accounts.module.css';

/** What could not be read, and what the CRM refuses, in the CRM's own words. */
export function Parked({ account }: { account: ConnectedAccount }) {
  const texts = useTexts().accounts;
  const formats = useFormats();
  const { troubles, lacks } = account.polling;
  const { reasons } = account.parked;
  return (
    <>
      {troubles.length > 0 && (
        <div className={css.list}>
          <h3>{texts.troubles}</h3>
          <ul>
            {troubles.map(({ feed, reason }) => (
              <li key={feed}>
                <strong>{feed}</strong> {reason}
              </li>
            ))}
          </ul>
        </div>
      )}
      {lacks.length > 0 && (
        <div className={css.list}>
          <h3>{texts.lacks}</h3>
          <ul>
            {lacks.map(({ reason }) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      )}
      {reasons.length > 0 && (
        <div className={css.list}>
          <h3>{texts.parked}</h3>
          <p>{texts.parkedText}</p>
          <ul>
            {reasons.map(({ reason, count }) => (
              <li key={reason}>
                <strong>{texts.times(formats.count(count))}</strong> {reason}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
