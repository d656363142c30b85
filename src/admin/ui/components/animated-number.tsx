import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { prefersLessMotion } from '../lib/motion.js';
import { useFormats } from '../shell/language.js';

const DURATION_MS = 700;

/** A whole number that counts to its new value; assistive technology reads the value alone. */
export function AnimatedNumber({ value }: { value: number }) {
  const formats = useFormats();
  const [shown, setShown] = useState(value);
  const from = useRef(value);

  useEffect(() => {
    const start = from.current;
    if (start === value) return;
    if (prefersLessMotion()) {
      from.current = value;
      setShown(value);
      return;
    }
    const began = performance.now();
    let frame = 0;
    const draw = (now: number): void => {
      const part = Math.min((now - began) / DURATION_MS, 1);
      const eased = 1 - (1 - part) ** 3;
      const current = Math.round(start + (value - start) * eased);
      from.current = current;
      setShown(current);
      if (part < 1) frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [value]);

  return (
    <>
      <span aria-hidden="true">{formats.count(shown)}</span>
      <VisuallyHidden>{formats.count(value)}</VisuallyHidden>
    </>
  );
}
