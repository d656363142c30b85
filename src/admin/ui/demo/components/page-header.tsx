import type { StreamState } from '../api/stream.js';
import { texts } from '../texts.js';
import css from './page-header.module.css';

/** That this is the demo, and whether the page is live. */
export function PageHeader({ connection }: { connection: StreamState }) {
  return (
    <div className={css.header}>
      <span>
        <span className={css.tag}>{texts.demo}</span> {texts.privacy}
      </span>
      <span
        role="status"
        data-testid="connection"
        data-state={connection}
        className={`${css.connection} ${connection === 'live' ? css.live : ''}`}
      >
        <span className={css.dot} aria-hidden="true" />
        {texts.connection[connection]}
      </span>
    </div>
  );
}
