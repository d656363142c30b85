/** A preview that this process runs, told to all others by the database. */
import { messageOf } from '../../lib/errors.js';
import { endPreview, holdPreview, type PreviewKey } from '../../store/previews.js';
import { groundOf, type PreviewDependencies, type PreviewSubject } from './ground.js';
import { packMovers } from './packed-movers.js';
import { type PreviewProgress, runPreview } from './run.js';

/** Without a sign of life for so long its process counts as gone. */
export const LEASE_MS = 15_000;
/** How often others hear how far it is, and it whether it is to stop. */
const BEAT_MS = 400;

/** Runs it to its end; whatever comes of it is stored. `stop` ends it, and is what a cancelled one ends by. */
export async function runHeld(
  deps: PreviewDependencies,
  preview: PreviewKey,
  subject: PreviewSubject,
  stop: AbortController,
): Promise<void> {
  const { pool } = deps;
  let progress: PreviewProgress = { done: 0, of: 0, figures: null };
  let told: PreviewProgress['figures'] = null;
  let telling = false;
  const tell = async (): Promise<void> => {
    if (telling) return;
    telling = true;
    const { done, of, figures } = progress;
    try {
      const fresh = figures === told ? null : figures;
      if (!(await holdPreview(pool, preview, { done, of, figures: fresh }, LEASE_MS))) stop.abort();
      told = figures;
    } catch {
      // The next one may pass; if none does, the lease ends by itself.
    } finally {
      telling = false;
    }
  };
  const beat = setInterval(tell, BEAT_MS);
  try {
    const ground = await groundOf(deps, preview.workspace, subject);
    const run = await runPreview(
      deps,
      ground,
      (now) => {
        const first = now.figures !== progress.figures;
        progress = now;
        if (first) void tell();
      },
      stop.signal,
    );
    const { figures, tally } = run;
    const movers = await packMovers(tally.movers);
    await endPreview(pool, preview, { state: 'done', looked: figures.looked, figures, movers });
  } catch (error) {
    // One that was cancelled says so already. What cannot be stored is told by the end of the lease.
    if (!stop.signal.aborted) {
      const problem = messageOf(error);
      await endPreview(pool, preview, { state: 'failed', problem }).catch(() => {});
    }
  } finally {
    clearInterval(beat);
  }
}
