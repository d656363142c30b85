import { serve as run } from '../serve.js';
import { loadSettings } from '../settings.js';

/** Web and worker roles in this process until it is told to stop. */
export async function serve(): Promise<number> {
  await run(loadSettings());
  return 0;
}
