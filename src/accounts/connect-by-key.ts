import { PlumblineError } from '../lib/errors.js';
import { type Connected, connectAccount } from './connect.js';
import type { InstallDependencies } from './own-app.js';

/**
 * Connects by a key that somebody pasted, read-only, and begins to read. Throws what `connectAccount`
 * throws, and `no-key-way` for a CRM that has none.
 */
export async function connectByKey(
  deps: InstallDependencies,
  { crm, key, who, workspace }: { crm: string; key: string; who: string; workspace?: number },
): Promise<Connected> {
  const { declaration } = deps.connector(crm);
  if (!declaration.ways.some(({ id }) => id === 'key')) {
    const message = `${declaration.label} cannot be connected by a key.`;
    throw new PlumblineError('no-key-way', message, { status: 422 });
  }
  const connected = await connectAccount(deps, {
    crm,
    baseUrl: deps.baseUrl(crm),
    way: 'key',
    credentials: { kind: 'key', key: key.trim() },
    who,
    ...(workspace !== undefined && { workspace }),
  });
  await deps.startReading(connected.account);
  return connected;
}
