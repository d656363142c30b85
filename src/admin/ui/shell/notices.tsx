import { useNotifications } from '@mantine/notifications';
import { lazy, Suspense, useState } from 'react';

const Corner = lazy(() => import('./notice-corner.js'));

/** The corner for notices, read when there is the first one; until then it waits in its store. */
export function Notices() {
  const { notifications } = useNotifications();
  const [needed, setNeeded] = useState(false);
  if (!needed && notifications.length > 0) setNeeded(true);
  return (
    needed && (
      <Suspense>
        <Corner />
      </Suspense>
    )
  );
}
