/** A running app with its admin API and built screens, over a simulated CRM; somebody of every role. */

import { hashPassword } from '../../../../src/admin/api/auth/password.js';
import { ROLES, type Role } from '../../../../src/admin/api/contract/endpoint.js';
import { createAdmin } from '../../../../src/app-admin.js';
import { insertUser } from '../../../../src/store/users.js';
import { startWeb } from '../../../../src/web.js';
import { type AppWorld, type AppWorldOptions, createAppWorld } from '../../../support/app-world.js';

/** Everybody's password. */
export const PASSWORD = 'correct horse battery staple';

export interface Person {
  readonly name: string;
  readonly email: string;
}

export const PEOPLE: Readonly<Record<Role, Person>> = {
  viewer: { name: 'Vera Viewer', email: 'vera@plumbline.example' },
  editor: { name: 'Emil Editor', email: 'emil@plumbline.example' },
  publisher: { name: 'Paula Publisher', email: 'paula@plumbline.example' },
  admin: { name: 'Ada Admin', email: 'ada@plumbline.example' },
};

export interface AdminWorld extends AppWorld {
  /** Where the app listens. */
  readonly url: string;
  /** The address that makes the first admin; null when there are people. */
  readonly setUpUrl: string | null;
}

export interface AdminWorldOptions extends AppWorldOptions {
  /** Without people, as after the first start. Default with one of every role. */
  readonly people?: boolean;
}

export async function createAdminWorld(
  folder: string,
  options: AdminWorldOptions = {},
): Promise<AdminWorld> {
  const { people = true, ...rest } = options;
  // The protocol's times in full: beside a browser a call may take long, and none is to fail here.
  const env = { LEASE_MS: '60000', CALL_TIMEOUT_MS: '20000', ...rest.env };
  const world = await createAppWorld({ ...rest, env });
  const { app } = world;
  try {
    const admin = await createAdmin(app);
    if (people) await addPeople(world, admin.auth.workspace);
    const web = await startWeb(app, {
      host: '127.0.0.1',
      port: 0,
      routers: admin.routers,
      staticFolder: folder,
    });
    const setUp = await admin.setUpPath();
    return {
      ...world,
      url: web.url,
      setUpUrl: setUp && web.url + setUp,
      close: async () => {
        await web.close();
        await world.close();
      },
    };
  } catch (error) {
    await world.close();
    throw error;
  }
}

async function addPeople({ app }: AppWorld, workspace: number): Promise<void> {
  const password = await hashPassword(PASSWORD);
  for (const role of ROLES) {
    const now = app.clock();
    await insertUser(app.pool, { workspace, ...PEOPLE[role], role, password, subject: null, now });
  }
}
