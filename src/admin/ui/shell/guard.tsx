import { Navigate, useLocation } from 'react-router';
import { useSessionQuery } from '../api/session.js';
import { ErrorState } from '../components/states.js';
import { Frame } from './frame.js';
import css from './guard.module.css';
import { SessionProvider } from './session.js';

/** Lets the signed-in pass; sends others to where they can sign in, and back here afterwards. */
export function Guard() {
  const session = useSessionQuery();
  const { pathname, search, hash } = useLocation();
  if (session.data?.user) {
    return (
      <SessionProvider user={session.data.user} demo={session.data.demo}>
        <Frame />
      </SessionProvider>
    );
  }
  if (session.data?.setUp) return <Navigate to="/setup" replace />;
  if (session.data) {
    const here = pathname + search + hash;
    const query = here === '/' ? '' : `?${new URLSearchParams({ next: here })}`;
    return <Navigate to={`/sign-in${query}`} replace />;
  }
  if (session.isPending) return null;
  return (
    <main className={css.alone}>
      <ErrorState error={session.error} onRetry={() => void session.refetch()} />
    </main>
  );
}
