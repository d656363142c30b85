/**
 * Ties a simulator's own process to whoever started it: it says one JSON line when it is ready, and ends
 * on SIGTERM or SIGINT, when its standard input closes, or when its lifetime is over.
 */
export interface ProcessOptions {
  readonly ready: Readonly<Record<string, unknown>>;
  readonly close: () => Promise<void>;
  /** Default four hours. */
  readonly lifetimeMs?: number;
  /** False when standard input is no lifeline (a terminal, a service manager). Default true. */
  readonly watchStdin?: boolean;
}

export function runAsProcess(options: ProcessOptions): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    // A connection that does not end must not keep the process alive.
    setTimeout(() => process.exit(0), 2000).unref();
    options.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (options.watchStdin !== false) {
    process.stdin.resume();
    process.stdin.once('end', end);
    process.stdin.once('error', end);
  }
  setTimeout(end, options.lifetimeMs ?? 4 * 3_600_000).unref();
  process.stdout.write(`${JSON.stringify({ ...options.ready, pid: process.pid })}\n`);
}
