import { useEffect, useState } from 'react';
import { useFormats } from '../shell/language.js';

const TICK_MS = 15_000;

/** How long ago or how far ahead, kept up to date; the exact moment is in the title. */
export function When({ at, otherwise = '–' }: { at: string | null; otherwise?: string }) {
  const formats = useFormats();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), TICK_MS);
    return () => window.clearInterval(timer);
  }, []);
  if (at === null) return <>{otherwise}</>;
  return (
    <time dateTime={at} title={formats.moment(at)}>
      {formats.relative(at, now)}
    </time>
  );
}
