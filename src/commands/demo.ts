import { PlumblineError } from '../lib/errors.js';

export interface DemoOptions {
  /** One whole round without a browser, then the end. */
  readonly once: boolean;
  /** With `once`: the figures as JSON in the last line of standard output. */
  readonly json: boolean;
  /** Port of the page; 0 takes any free one. */
  readonly port?: number;
  /** Without `once`: people in the simulated CRMs act by themselves. */
  readonly visitors: boolean;
}

/** What `src/demo/run.js` exports. */
interface DemoModule {
  runDemo(options: DemoOptions): Promise<number>;
}

/** The demo stands on simulators, which production images leave out. */
async function loadDemo(): Promise<DemoModule> {
  // Not a literal: nothing of the demo is part of the command line's own program.
  const path = '../demo/run.js';
  try {
    return (await import(path)) as DemoModule;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new PlumblineError(
      'no-demo',
      'The demo is not part of this installation; run it from a checkout with `npm run demo`.',
      { cause: error },
    );
  }
}

export async function demo(options: DemoOptions): Promise<number> {
  return (await loadDemo()).runDemo(options);
}
