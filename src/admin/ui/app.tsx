import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { screens } from './screens/index.js';
import NotFound from './screens/not-found/not-found.js';
import { withRole } from './shell/access.js';
import { Guard } from './shell/guard.js';
import { ScreenError } from './shell/screen-error.js';
import { Start } from './shell/start.js';

/** A screen outside the frame: for those who are not signed in. */
const alone = (
  path: string,
  load: () => Promise<{ readonly default: ComponentType }>,
): RouteObject => ({
  path,
  ErrorBoundary: ScreenError,
  HydrateFallback: Nothing,
  lazy: async () => ({ Component: (await load()).default }),
});

/** Until the first screen is there the page stays empty: it takes a moment only. */
function Nothing() {
  return null;
}

const router = createBrowserRouter([
  alone('/sign-in', () => import('./screens/sign-in/sign-in.js')),
  alone('/setup', () => import('./screens/setup/setup.js')),
  alone('/welcome', () => import('./screens/setup/welcome.js')),
  {
    path: '/',
    Component: Guard,
    ErrorBoundary: ScreenError,
    HydrateFallback: Nothing,
    children: [
      {
        ErrorBoundary: ScreenError,
        children: [
          { index: true, Component: Start },
          ...screens.map(
            ({ path, role, load }): RouteObject => ({
              path,
              ErrorBoundary: ScreenError,
              lazy: async () => ({ Component: withRole((await load()).default, role) }),
            }),
          ),
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
]);

export function App() {
  return <RouterProvider router={router} />;
}
