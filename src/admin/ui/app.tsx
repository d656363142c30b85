import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { screens } from './screens/index.js';
import NotFound from './screens/not-found/not-found.js';
import { withRole } from './shell/access.js';
import { Guard } from './shell/guard.js';
import { ScreenError } from './shell/screen-error.js';
import { Start } from './shell/start.js';
import { type Area, readTexts } from './texts/index.js';

/** A screen outside the frame: for those who are not signed in. */
const alone = (
  path: string,
  load: () => Promise<{ readonly default: ComponentType }>,
  texts: readonly Area[],
): RouteObject => ({
  path,
  ErrorBoundary: ScreenError,
  HydrateFallback: Nothing,
  lazy: async () => {
    const [screen] = await Promise.all([load(), readTexts(texts)]);
    return { Component: screen.default };
  },
});

/** Until the first screen is there the page stays empty: it takes a moment only. */
function Nothing() {
  return null;
}

/** Reads the screen at the page's address at once. */
export const createRouter = () =>
  createBrowserRouter([
    alone('/sign-in', () => import('./screens/sign-in/sign-in.js'), ['entrance']),
    alone('/setup', () => import('./screens/setup/setup.js'), ['entrance']),
    alone('/welcome', () => import('./screens/setup/welcome.js'), ['entrance']),
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
              ({ path, role, texts, load }): RouteObject => ({
                path,
                ErrorBoundary: ScreenError,
                lazy: async () => {
                  const [screen] = await Promise.all([load(), readTexts(texts)]);
                  return { Component: withRole(screen.default, role) };
                },
              }),
            ),
            { path: '*', Component: NotFound },
          ],
        },
      ],
    },
  ]);

export function App({ router }: { readonly router: ReturnType<typeof createRouter> }) {
  return <RouterProvider router={router} />;
}
