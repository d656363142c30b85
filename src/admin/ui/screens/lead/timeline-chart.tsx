import {
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Scatter,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { TimelineItem } from '../../../api/contract/lead-shapes.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';
import { drawn } from './timeline-points.js';
import { typeName } from './timeline-words.js';

/** The score as steps, with a dot for every activity at the score of its moment. Loaded on its own. */
export default function TimelineChart({ items }: { items: readonly TimelineItem[] }) {
  const texts = useTexts().lead.timeline;
  const formats = useFormats();
  const { scores, acts, from, to } = drawn(items);
  const dayOf = (at: number): string => formats.day(new Date(at).toISOString());
  return (
    <ResponsiveContainer width="100%" height={210} aria-hidden="true">
      <ComposedChart
        margin={{ top: 8, right: 10, bottom: 0, left: -18 }}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          type="number"
          dataKey="at"
          domain={[from, to]}
          tickFormatter={dayOf}
          tick={{ fontSize: 11.5, fill: 'var(--mantine-color-dimmed)' }}
          stroke="var(--line)"
          minTickGap={40}
          allowDuplicatedCategory={false}
        />
        <YAxis
          type="number"
          dataKey="score"
          domain={[0, 'auto']}
          allowDecimals={false}
          tick={{ fontSize: 11.5, fill: 'var(--mantine-color-dimmed)' }}
          stroke="var(--line)"
          width={52}
        />
        <Tooltip
          cursor={{ stroke: 'var(--line)' }}
          content={({ active, payload }) => {
            const point: unknown = payload?.[0]?.payload;
            if (!active || !isPoint(point)) return null;
            return (
              <div className={css.tip}>
                <strong>
                  {point.type
                    ? typeName(point.type, texts.types)
                    : texts.scored(formats.points(point.score))}
                </strong>
                <span>{formats.moment(new Date(point.at).toISOString())}</span>
              </div>
            );
          }}
        />
        <Line
          data={scores}
          dataKey="score"
          type="stepAfter"
          stroke="var(--mantine-primary-color-filled)"
          strokeWidth={2}
          dot={false}
          isAnimationActive={false}
        />
        <Scatter
          data={acts}
          dataKey="score"
          fill="var(--reason-3)"
          isAnimationActive={false}
          shape={({ cx, cy }) => (
            <circle cx={cx} cy={cy} r={4} fill="var(--reason-3)" stroke="var(--card)" />
          )}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

interface Point {
  readonly at: number;
  readonly score: number;
  readonly type?: string;
}

const isPoint = (value: unknown): value is Point =>
  typeof value === 'object' && value !== null && 'at' in value && 'score' in value;
