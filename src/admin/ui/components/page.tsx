import { type ReactNode, useEffect, useRef } from 'react';
import { usePageTitle } from '../shell/use-page-title.js';
import css from './page.module.css';

interface PageProps {
  readonly title: string;
  /** One or two sentences: what the screen is for. */
  readonly description?: ReactNode;
  /** Buttons at the right; the most important last. */
  readonly actions?: ReactNode;
  /** Beside the title: badges, a switch. */
  readonly aside?: ReactNode;
  /** Above the title: a link back. */
  readonly above?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a screen: its one first-level heading, its actions, its content. */
export function Page({ title, description, actions, aside, above, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);
  // A change of screen is told to assistive technology by the focus; the first screen is not a change.
  useEffect(() => {
    if (document.activeElement !== document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      {above !== undefined && <div className={css.above}>{above}</div>}
      <header className={css.head}>
        <div className={css.words}>
          <div className={css.line}>
            <h1 ref={heading} tabIndex={-1} className={css.title}>
              {title}
            </h1>
            {aside}
          </div>
          {description !== undefined && <p className={css.description}>{description}</p>}
        </div>
        {actions !== undefined && <div className={css.actions}>{actions}</div>}
      </header>
      {children}
    </>
  );
}
