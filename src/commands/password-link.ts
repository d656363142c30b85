import { linkByAddress, welcomePath } from '../admin/api/auth/links.js';
import { createAdmin } from '../app-admin.js';
import { type Io, write } from './io.js';
import { withApp } from './with-app.js';

/** Prints a one-time link that sets a new password: the way back in when no admin can sign in. */
export async function passwordLink(email: string, io: Io): Promise<number> {
  return withApp(io, async (app) => {
    const { auth } = await createAdmin(app);
    const { token, endsAt } = await linkByAddress(auth, email, 'command line');
    const { publicUrl, port } = app.settings;
    const address = `${publicUrl ?? `http://localhost:${port}`}${welcomePath(token)}`;
    const until = new Date(endsAt).toISOString().slice(0, 16).replace('T', ' ');
    await write(io.stdout, `Good once, until ${until} UTC:\n${address}\n`);
    return 0;
  });
}
