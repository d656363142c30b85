import { PlumblineError } from '../../lib/errors.js';
import { readDocuments, readVersion } from '../../store/documents.js';
import { readModels } from '../../store/models.js';
import type { Queryable } from '../../store/pool.js';

/**
 * The text of a published model, to the byte as it was published: the primary one without a name, the
 * version in force without a number. @throws PlumblineError naming what there is
 */
export async function storedModel(
  db: Queryable,
  workspace: number,
  name?: string,
  version?: number,
): Promise<string> {
  const documents = await readDocuments(db, workspace);
  const models = documents.filter(({ kind }) => kind === 'model');
  const wanted = name ?? (await readModels(db, workspace)).find(({ primary }) => primary)?.name;
  const newest = models.find((one) => one.name === wanted);
  if (!newest) {
    const known = models.map((one) => one.name).join(', ');
    throw new PlumblineError(
      'no-model',
      `There is no model ${name ?? 'yet'}. ${known ? `There are: ${known}.` : 'Start the app once to publish the shipped one.'}`,
      { status: 404 },
    );
  }
  if (version === undefined || version === newest.version) return newest.text;
  const earlier = await readVersion(db, workspace, newest, version);
  if (earlier !== undefined) return earlier;
  throw new PlumblineError(
    'no-version',
    `There is no version ${version} of ${newest.name}; the newest is ${newest.version}.`,
    { status: 404 },
  );
}
