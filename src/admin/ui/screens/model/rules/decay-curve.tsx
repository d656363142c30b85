import {
  Area,
  AreaChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useCurve } from '../../../api/models.js';
import { useFormats } from '../../../shell/language.js';
import { useTexts } from '../../../texts/index.js';
import { useSettled } from '../state/use-settled.js';
import css from './rules.module.css';

interface Props {
  readonly decay: unknown;
  readonly points: number;
  readonly within: string | undefined;
}

const PAUSE = 200;
/** Ages of the table beside the drawing, as shares of the whole span. */
const SHOWN = [0, 0.25, 0.5, 0.75, 1];

/** What is left of the points by age; the same in a table for those who do not see the drawing. */
export default function DecayCurve({ decay, points, within }: Props) {
  const { decay: texts } = useTexts().model;
  const formats = useFormats();
  const asked = useSettled(JSON.stringify([decay, points, within ?? null]), PAUSE);
  const [settledDecay, settledPoints, settledWithin] = JSON.parse(asked) as [
    unknown,
    number,
    string | null,
  ];
  const { data, error } = useCurve(settledDecay, settledPoints, settledWithin ?? undefined);
  if (error) return <p className={css.note}>{texts.undrawable}</p>;
  if (!data) return <div style={{ height: 150 }} />;
  const rows = data.points.map(([day, left]) => ({ day, left }));
  const picked = SHOWN.map((share) => rows[Math.round(share * (rows.length - 1))]).filter(
    (row) => row !== undefined,
  );
  return (
    <figure className={css.curve}>
      <div aria-hidden="true" style={{ height: 150 }}>
        <ResponsiveContainer width="100%" height="100%">
          <AreaChart
            accessibilityLayer={false}
            data={rows}
            margin={{ top: 10, right: 12, bottom: 0, left: -18 }}
          >
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis
              dataKey="day"
              type="number"
              domain={[0, 'dataMax']}
              tick={{ fill: 'var(--mantine-color-dimmed)', fontSize: 11 }}
              tickFormatter={(day: number) => texts.day(formats.count(day))}
              stroke="var(--line)"
            />
            <YAxis
              tick={{ fill: 'var(--mantine-color-dimmed)', fontSize: 11 }}
              stroke="var(--line)"
            />
            <Tooltip
              formatter={(left) => [formats.points(Number(left)), texts.left]}
              labelFormatter={(day) => texts.after(formats.count(Number(day)))}
              contentStyle={{
                background: 'var(--card)',
                border: '1px solid var(--line)',
                borderRadius: 8,
                fontSize: 12,
              }}
            />
            <Area
              dataKey="left"
              type="stepAfter"
              stroke="var(--mantine-primary-color-filled)"
              fill="var(--mantine-primary-color-light)"
              isAnimationActive={false}
            />
          </AreaChart>
        </ResponsiveContainer>
      </div>
      <table className={css.table}>
        <caption>{texts.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.age}</th>
            {picked.map(({ day }) => (
              <th key={day} scope="col">
                {texts.day(formats.count(day))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{texts.left}</th>
            {picked.map(({ day, left }) => (
              <td key={day} className="tabular">
                {formats.points(left)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </figure>
  );
}
