import { type RefObject, useLayoutEffect, useRef } from 'react';
import { prefersLessMotion } from './motion.js';

const MOVE: KeyframeAnimationOptions = { duration: 450, easing: 'cubic-bezier(0.2, 0.7, 0.2, 1)' };

/** Lets the children with a `data-flip` key glide to their new place when their order changes. */
export function useFlip(container: RefObject<HTMLElement | null>, order: string): void {
  const places = useRef(new Map<string, number>());

  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again whenever the order changes
  useLayoutEffect(() => {
    const next = new Map<string, number>();
    const still = prefersLessMotion();
    for (const element of container.current?.querySelectorAll<HTMLElement>('[data-flip]') ?? []) {
      const key = element.dataset.flip ?? '';
      const top = element.offsetTop;
      const former = places.current.get(key);
      next.set(key, top);
      if (former !== undefined && former !== top && !still) {
        element.animate(
          [{ transform: `translateY(${former - top}px)` }, { transform: 'none' }],
          MOVE,
        );
      }
    }
    places.current = next;
  }, [container, order]);
}
