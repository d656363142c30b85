import { messageOf } from '../../src/lib/errors.js';

export type Commands = Readonly<Record<string, (argument: never) => unknown>>;

/** The other end of `startChild`: says that it is ready, answers commands, closes with the channel. */
export function serveParent(
  ready: unknown,
  commands: Commands,
  close: () => void | Promise<void>,
): void {
  process.on('message', async (message: { id: number; command: string; argument: unknown }) => {
    const { id, command, argument } = message;
    try {
      const handler = commands[command];
      if (!handler) throw new Error(`no command ${command}`);
      const result = await handler(argument as never);
      if (process.connected) process.send?.({ id, result });
    } catch (error) {
      if (process.connected) process.send?.({ id, error: messageOf(error) });
    }
  });
  process.once('disconnect', async () => {
    setTimeout(() => process.exit(1), 6_000).unref();
    await close();
    process.exit(0);
  });
  process.send?.({ ready });
}

/** Options given by `startChild`. */
export function optionsOfParent<T>(): T {
  return JSON.parse(process.argv[2] ?? '{}') as T;
}
