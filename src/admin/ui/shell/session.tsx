import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use } from 'react';
import { mayDo, type Role } from '../../api/contract/endpoint.js';
import { type SessionView, sessionApi } from '../../api/contract/session.js';
import { call } from '../api/call.js';
import { useNotify } from './notify.js';

export type User = NonNullable<SessionView['user']>;
export interface SignedIn {
  readonly user: User;
  /** Everything here is invented, and the guided tour can be played. */
  readonly demo: boolean;
}

const SessionContext = createContext<SignedIn | null>(null);

export function SessionProvider({ children, ...signedIn }: SignedIn & { children: ReactNode }) {
  return <SessionContext value={signedIn}>{children}</SessionContext>;
}

/** Who is signed in. Inside the frame somebody always is. */
export function useSession(): SignedIn {
  const session = use(SessionContext);
  if (session === null) throw new Error('useSession needs somebody signed in above it');
  return session;
}

/** Whether the signed-in person may do what a role is needed for: hide what they cannot use. */
export const useMay = (needed: Role): boolean => mayDo(useSession().user.role, needed);

/** Ends the session. The page is loaded anew: nothing of this person stays in memory. */
export function useSignOut(): (where?: 'here' | 'everywhere') => void {
  const client = useQueryClient();
  const { showError } = useNotify();
  return (where = 'here') => {
    const ended = where === 'here' ? call(sessionApi.signOut) : call(sessionApi.signOutEverywhere);
    ended.then(() => {
      client.clear();
      window.location.assign('/sign-in');
    }, showError);
  };
}
