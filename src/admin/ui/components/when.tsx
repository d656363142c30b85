import { useEffect, useReducer } from 'react';
import { useFormats } from '../shell/language.js';

const TICK_MS = 15_000;

/**
 * How long ago or how far ahead, kept up to date; the exact moment is in the title. The clock is read
 * at each drawing, so that a moment which arrives between two ticks is not shown as one ahead.
 */
export function When({ at, otherwise = '–' }: { at: string | null; otherwise?: string }) {
  const formats = useFormats();
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0);
  useEffect(() => {
    const timer = window.setInterval(tick, TICK_MS);
    return () => window.clearInterval(timer);
  }, []);
  if (at === null) return <>{otherwise}</>;
  return (
    <time dateTime={at} title={formats.moment(at)}>
      {formats.relative(at)}
    </time>
  );
}
