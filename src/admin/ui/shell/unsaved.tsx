import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  use,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { useBlocker } from 'react-router';

type Tell = (id: string, dirty: boolean) => void;
const LeaveDialog = lazy(() => import('./leave-dialog.js'));
const UnsavedContext = createContext<Tell | null>(null);

/**
 * While `dirty`, leaving the screen asks first; a change of the query alone is not leaving. The
 * browser asks in its own words when the tab is closed.
 */
export function useUnsavedGuard(dirty: boolean): void {
  const tell = use(UnsavedContext);
  const id = useId();
  useEffect(() => {
    tell?.(id, dirty);
    return () => tell?.(id, false);
  }, [tell, id, dirty]);
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
}

/** Holds what is unsaved on the screens below and asks before it is left. */
export function UnsavedGuard({ children }: { children: ReactNode }) {
  const unsaved = useRef(new Set<string>());
  const tell = useCallback<Tell>((id, dirty) => {
    if (dirty) unsaved.current.add(id);
    else unsaved.current.delete(id);
  }, []);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      unsaved.current.size > 0 && currentLocation.pathname !== nextLocation.pathname,
  );
  const blocked = blocker.state === 'blocked';
  const [asked, setAsked] = useState(false);
  if (blocked && !asked) setAsked(true);
  return (
    <UnsavedContext value={tell}>
      {children}
      {asked && (
        <Suspense>
          <LeaveDialog
            opened={blocked}
            onStay={() => blocker.reset?.()}
            onLeave={() => blocker.proceed?.()}
          />
        </Suspense>
      )}
    </UnsavedContext>
  );
}
