import { Navigate } from 'react-router';
import NotFound from '../screens/not-found/not-found.js';
import { screensOf } from './navigation.js';
import { useSession } from './session.js';

/** The app opens at the first screen that the person may see. */
export function Start() {
  const first = screensOf(useSession())[0];
  return first ? <Navigate to={first.path} replace /> : <NotFound />;
}
