/** Keeps what `make` gives for each key for some milliseconds; whoever asks meanwhile shares it. */
export function shortLived<K, T>(
  keptMs: number,
  make: (key: K) => Promise<T>,
): (key: K) => Promise<T> {
  const kept = new Map<K, Promise<T>>();
  return (key) => {
    const known = kept.get(key);
    if (known) return known;
    const made = make(key);
    kept.set(key, made);
    const drop = (): void => {
      if (kept.get(key) === made) kept.delete(key);
    };
    made.then(() => setTimeout(drop, keptMs).unref(), drop);
    return made;
  };
}
