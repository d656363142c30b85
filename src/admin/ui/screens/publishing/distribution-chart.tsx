import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useFormats } from '../../shell/language.js';
import type { Step } from './step.js';

const TICK = { fill: 'var(--mantine-color-dimmed)', fontSize: 11 };

interface ChartProps {
  readonly steps: readonly Step[];
  readonly names: { readonly before: string; readonly after: string };
}

/** Columns of now and then side by side; loaded when it is first drawn. */
export default function DistributionChart({ steps, names }: ChartProps) {
  const formats = useFormats();
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        accessibilityLayer={false}
        data={[...steps]}
        margin={{ top: 8, right: 4, bottom: 0, left: -12 }}
        barGap={1}
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis dataKey="label" tick={TICK} stroke="var(--line)" interval="preserveStartEnd" />
        <YAxis
          tick={TICK}
          stroke="var(--line)"
          tickFormatter={(count: number) => formats.compact(count)}
        />
        <Tooltip
          formatter={(count, name) => [formats.count(Number(count)), name]}
          cursor={{ fill: 'var(--soft)' }}
          contentStyle={{
            background: 'var(--card)',
            border: '1px solid var(--line)',
            borderRadius: 8,
            fontSize: 12,
          }}
        />
        <Legend wrapperStyle={{ fontSize: 12 }} />
        <Bar
          dataKey="before"
          name={names.before}
          fill="var(--mantine-color-dimmed)"
          isAnimationActive={false}
        />
        <Bar
          dataKey="after"
          name={names.after}
          fill="var(--mantine-primary-color-filled)"
          isAnimationActive={false}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}
