/** The process of an installation: web, worker or both, until it is told to stop. */
import { serve } from './serve.js';
import { loadSettings } from './settings.js';

try {
  await serve(loadSettings());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
