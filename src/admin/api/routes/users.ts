import { listUsers, type User } from '../../../store/users.js';
import type { AuthDependencies } from '../auth/dependencies.js';
import { welcomePath } from '../auth/links.js';
import { editUser, inviteUser, numberOf, type PasswordLink, resetPassword } from '../auth/users.js';
import type { UserView, usersApi } from '../contract/users.js';
import type { Handlers } from '../router.js';
import { iso, isoOrNull, pageWith } from './page.js';

const viewOf = (user: User): UserView => ({
  id: String(user.id),
  email: user.email,
  name: user.name,
  role: user.role,
  disabled: user.disabledAt !== null,
  hasPassword: user.password !== null,
  hasIdentityProvider: user.subject !== null,
  createdAt: iso(user.createdAt),
  signedInAt: isoOrNull(user.signedInAt),
});

const linkOf = ({ token, endsAt }: PasswordLink) => ({
  path: welcomePath(token),
  endsAt: iso(endsAt),
});

export const userRoutes = (auth: AuthDependencies): Handlers<typeof usersApi> => ({
  list: async ({ who, query: { cursor, limit } }) => {
    const after = cursor === undefined ? 0 : numberOf(cursor);
    const users = await listUsers(auth.pool, who.workspace, after, limit + 1);
    return pageWith(users, limit, viewOf);
  },
  create: async ({ who, body }) => {
    const { user, link } = await inviteUser(auth, who, body);
    return { user: viewOf(user), link: linkOf(link) };
  },
  change: async ({ who, params, body }) => viewOf(await editUser(auth, who, params.user, body)),
  resetPassword: async ({ who, params }) => linkOf(await resetPassword(auth, who, params.user)),
});
