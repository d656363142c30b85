import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import type { StreamState } from '../api/stream.js';
import { texts } from '../texts.js';
import css from './page-header.module.css';

/** The name, whether the page is live, and the choice of light or dark. */
export function PageHeader({ connection }: { connection: StreamState }) {
  return (
    <header className={css.header}>
      <div className={css.brand}>
        <svg width="20" height="24" viewBox="0 0 20 24" aria-hidden="true">
          <path d="M10 0v10" stroke="currentColor" strokeWidth="2" />
          <path d="M5 10h10l-5 13z" fill="currentColor" />
        </svg>
        {texts.product}
        <span className={css.tag}>{texts.demo}</span>
      </div>
      <div className={css.side}>
        <span className={css.privacy}>{texts.privacy}</span>
        <span
          role="status"
          data-testid="connection"
          data-state={connection}
          className={`${css.connection} ${connection === 'live' ? css.live : ''}`}
        >
          <span className={css.dot} aria-hidden="true" />
          {texts.connection[connection]}
        </span>
        <SchemeToggle />
      </div>
    </header>
  );
}

function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const next = scheme === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={texts.scheme(texts[next])}
      onClick={() => setColorScheme(next)}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
        <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor" />
      </svg>
    </ActionIcon>
  );
}
