import { ActionIcon } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Link, Outlet, ScrollRestoration, useNavigation } from 'react-router';
import { Brand } from '../components/brand.js';
import { Icon } from '../components/icon.js';
import { useTexts } from '../texts/index.js';
import css from './frame.module.css';
import { Navigation } from './navigation.js';
import { UnsavedGuard } from './unsaved.js';
import { UserMenu } from './user-menu.js';

/** Only on narrow pages, when it is asked for. */
const NavigationDrawer = lazy(() => import('./navigation-drawer.js'));

/** What is around every screen: navigation at the side, or behind a button on a narrow one. */
export function Frame() {
  const texts = useTexts().shell;
  const [open, setOpen] = useState<boolean | null>(null);
  const busy = useNavigation().state === 'loading';
  return (
    <UnsavedGuard>
      <a href="#main" className={css.skip}>
        {texts.skip}
      </a>
      <div className={css.progress} data-busy={busy || undefined} aria-hidden="true" />
      <div className={css.frame}>
        <aside className={css.side}>
          <Link to="/" className={css.home ?? ''}>
            <Brand />
          </Link>
          <div className={css.scroll}>
            <Navigation />
          </div>
          <UserMenu />
        </aside>
        <header className={css.top}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="xl"
            aria-label={texts.open}
            aria-expanded={open ?? false}
            onClick={() => setOpen(true)}
          >
            <Icon name="menu" size={20} />
          </ActionIcon>
          <Link to="/" className={css.home ?? ''}>
            <Brand />
          </Link>
          <UserMenu small />
        </header>
        {open !== null && (
          <Suspense>
            <NavigationDrawer opened={open} onClose={() => setOpen(false)} />
          </Suspense>
        )}
        <main id="main" tabIndex={-1} className={css.main}>
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <ScrollRestoration />
    </UnsavedGuard>
  );
}
