import type { ConnectedAccount } from '../../../api/contract/accounts.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './accounts.module.css';

const HOURS = 24;
const HOUR_MS = 3_600_000;

/** The calls of the last day as 24 bars; hours without calls are there with none. */
export function CallChart({ hours }: { hours: ConnectedAccount['calls']['byHour'] }) {
  const texts = useTexts().accounts;
  const formats = useFormats();
  if (hours.length === 0) return null;
  const counts = new Map(hours.map(({ hour, calls }) => [Date.parse(hour), calls]));
  const last = Math.max(...counts.keys());
  const bars = Array.from(
    { length: HOURS },
    (_, index) => counts.get(last - (HOURS - 1 - index) * HOUR_MS) ?? 0,
  );
  const most = Math.max(...bars, 1);
  const label = texts.chart(formats.count(Math.min(...bars)), formats.count(Math.max(...bars)));
  return (
    <svg
      className={css.chart}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${HOURS * 6} 28`}
      preserveAspectRatio="none"
    >
      {bars.map((calls, index) => {
        const height = calls === 0 ? 1 : Math.max(2, (calls / most) * 28);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its hour's place
            key={index}
            x={index * 6}
            y={28 - height}
            width={4.5}
            height={height}
            rx={1}
          />
        );
      })}
    </svg>
  );
}
