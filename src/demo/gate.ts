import { Router } from 'express';
import { PlumblineError } from '../lib/errors.js';

/** The demo's routes, which can answer only once the account is connected. */
export interface Gate {
  readonly router: Router;
  open(router: Router): void;
}

/** Until it is opened, the demo's own addresses answer `not-ready` (503). */
export function createGate(): Gate {
  let inner: Router | null = null;
  const router = Router();
  router.use((request, response, next) => {
    if (inner) inner(request, response, next);
    else if (!request.path.startsWith('/api/v1/demo/')) next();
    else next(new PlumblineError('not-ready', 'The demo is being set up.', { status: 503 }));
  });
  return {
    router,
    open: (opened) => {
      inner = opened;
    },
  };
}
