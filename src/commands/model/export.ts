import { PlumblineError } from '../../lib/errors.js';
import { ensureWorkspace } from '../../store/accounts.js';
import { readDocuments, readVersion } from '../../store/documents.js';
import { type Io, write } from '../io.js';
import { withApp } from '../with-app.js';

export interface ExportOptions {
  readonly version?: number;
}

/** Prints the text of a published model, to the byte as it was published. */
export async function exportModel(
  name: string | undefined,
  options: ExportOptions,
  io: Io,
): Promise<number> {
  const text = await withApp(io, async ({ pool }) => {
    const workspace = await ensureWorkspace(pool, 'default');
    const models = (await readDocuments(pool, workspace)).filter(({ kind }) => kind === 'model');
    const [newest] = name === undefined ? models : models.filter((one) => one.name === name);
    if (!newest) {
      const known = models.map((one) => one.name).join(', ');
      throw new PlumblineError(
        'no-model',
        `There is no model ${name ?? 'yet'}. ${known ? `There are: ${known}.` : 'Start the app once to publish the shipped one.'}`,
      );
    }
    if (options.version === undefined || options.version === newest.version) return newest.text;
    const earlier = await readVersion(pool, workspace, newest, options.version);
    if (earlier !== undefined) return earlier;
    throw new PlumblineError(
      'no-version',
      `There is no version ${options.version} of ${newest.name}; the newest is ${newest.version}.`,
    );
  });
  await write(io.stdout, text);
  return 0;
}
