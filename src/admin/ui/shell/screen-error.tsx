import { Button } from '@mantine/core';
import { useRouteError } from 'react-router';
import { Page } from '../components/page.js';
import { EmptyState } from '../components/states.js';
import { useTexts } from '../texts/index.js';

/** A part of the page that the server no longer has: it was built anew meanwhile. */
const isStale = (thrown: unknown): boolean =>
  thrown instanceof TypeError && /module|import/i.test(thrown.message);

/** In the place of a screen that ran into an error of its own; the frame stays in use. */
export function ScreenError() {
  const { common } = useTexts();
  const thrown = useRouteError();
  return (
    <Page title={common.errors.title}>
      <EmptyState
        icon="warning"
        title={isStale(thrown) ? common.errors.stale : common.errors.crashed}
        action={<Button onClick={() => window.location.reload()}>{common.reload}</Button>}
      />
    </Page>
  );
}
