import { type Child, programFile, startChild } from './child.js';

export interface DemoWorker {
  /** Of the process that works now. */
  readonly pid: number;
  readonly restarts: number;
  /** Ends it like `kill -9`; it stays away until `start`. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorkerOptions {
  /** Its settings and the file of the database's process; may be known later than it starts to load. */
  readonly input: Promise<{
    readonly settings: Readonly<Record<string, string>>;
    readonly serverFile: string;
  }>;
  readonly loud: boolean;
  say(line: string): void;
}

/** A worker that dies without being asked is started again so often. */
const MOST_REVIVALS = 5;

/** The demo's worker process: killed and started as the third act wants it, revived when it dies by itself. */
export async function createWorker(options: WorkerOptions): Promise<DemoWorker> {
  const file = programFile('./worker-process');
  let child: Child<unknown> | null = null;
  let wanted = true;
  let closed = false;
  let restarts = 0;
  let revivals = 0;

  async function open(): Promise<void> {
    const fresh = await startChild(file, {
      name: 'The worker',
      input: options.input,
      loud: options.loud,
    });
    child = fresh;
    if (!wanted) {
      await fresh.stop();
      return;
    }
    void fresh.ended.then(async () => {
      if (!wanted || child !== fresh || revivals >= MOST_REVIVALS) return;
      revivals += 1;
      options.say('the worker ended by itself; starting it again');
      await start().catch((error: unknown) => options.say(String(error)));
    });
  }

  async function start(): Promise<void> {
    if (closed) return;
    wanted = true;
    await open();
    restarts += 1;
  }

  await open();
  return {
    get pid() {
      return child?.pid ?? 0;
    },
    get restarts() {
      return restarts;
    },
    async kill() {
      wanted = false;
      await child?.kill();
    },
    start,
    async stop() {
      closed = true;
      wanted = false;
      await child?.stop();
    },
  };
}
