import { ensureWorkspace } from '../../store/accounts.js';
import { type Io, write } from '../io.js';
import { withApp } from '../with-app.js';
import { storedModel } from './stored.js';

export interface ExportOptions {
  readonly version?: number;
}

/** Prints the text of a published model, to the byte as it was published. */
export async function exportModel(
  name: string | undefined,
  options: ExportOptions,
  io: Io,
): Promise<number> {
  const text = await withApp(io, async ({ pool }) =>
    storedModel(pool, await ensureWorkspace(pool, 'default'), name, options.version),
  );
  await write(io.stdout, text);
  return 0;
}
