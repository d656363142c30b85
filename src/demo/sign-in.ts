import { Router } from 'express';
import type { AuthDependencies } from '../admin/api/auth/dependencies.js';
import { sessionOf } from '../admin/api/auth/gate.js';
import { beginSession } from '../admin/api/auth/sessions.js';
import { PlumblineError } from '../lib/errors.js';
import { insertUser, type User } from '../store/users.js';

/** Names by which only this machine is reached: a page of another site cannot pose as one of them. */
const THIS_MACHINE = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whoever watches the demo may do everything in it. */
async function createVisitor({ pool, clock, workspace }: AuthDependencies): Promise<User> {
  const user = await insertUser(pool, {
    workspace,
    email: 'visitor@demo.example',
    name: 'Demo visitor',
    role: 'admin',
    password: null,
    subject: null,
    now: clock(),
  });
  if (user) return user;
  throw new PlumblineError('no-visitor', 'The demo’s database is not empty; start the demo again.');
}

/** Signs the visitor in when a page is opened from this machine, so that the demo asks for nothing. */
export async function createDemoSignIn(auth: AuthDependencies): Promise<Router> {
  const visitor = await createVisitor(auth);
  const router = Router();
  router.use(async (request, response, next) => {
    const page = request.method === 'GET' && request.accepts(['json', 'html']) === 'html';
    if (page && THIS_MACHINE.has(request.hostname) && (await sessionOf(auth, request)) === null) {
      await beginSession(auth, request, response, visitor);
    }
    next();
  });
  return router;
}
