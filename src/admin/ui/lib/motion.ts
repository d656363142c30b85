/** True when the reader asked the system for less motion. */
export const prefersLessMotion = (): boolean =>
  window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Resolves after `ms`, or at once when `signal` is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = window.setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      window.clearTimeout(timer);
      resolve();
    });
  });
}

/** Brings an element to the top of the view when it is not wholly visible. */
export function reveal(element: Element | null): void {
  if (!element) return;
  const box = element.getBoundingClientRect();
  const visible = box.top >= 0 && box.top < window.innerHeight * 0.55;
  if (visible) return;
  element.scrollIntoView({ behavior: prefersLessMotion() ? 'auto' : 'smooth', block: 'start' });
}
