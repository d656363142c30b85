import { explainModel } from '../../scoring/explain-model.js';
import { type Io, write } from '../io.js';
import { loadModelFile, printWarnings } from '../model-file.js';

/** Prints a model in plain words: who is scored, what every rule pays for, what follows. */
export async function explainFile(file: string, io: Io): Promise<number> {
  const loaded = loadModelFile(file);
  printWarnings(io.stderr, loaded);
  await write(io.stdout, explainModel(loaded.model));
  return 0;
}
