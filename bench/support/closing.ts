/** Runs `work`; whatever was added is closed afterwards, the last first, also when it failed. */
export async function withClosing<T>(
  work: (add: <C extends { stop(): Promise<void> }>(one: C) => C) => Promise<T>,
): Promise<T> {
  const open: { stop(): Promise<void> }[] = [];
  try {
    return await work((one) => {
      open.push(one);
      return one;
    });
  } finally {
    for (const one of open.reverse()) await one.stop();
  }
}
