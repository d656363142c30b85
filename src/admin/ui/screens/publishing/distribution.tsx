import { lazy, Suspense } from 'react';
import type { PreviewFigures } from '../../../api/contract/previews.js';
import { Panel } from '../../components/panel.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './publishing.module.css';
import type { Step } from './step.js';

const Chart = lazy(() => import('./distribution-chart.js'));

/** Leads by score now and then, drawn and as a table. */
export function Distribution({ figures }: { figures: PreviewFigures }) {
  const texts = useTexts().publishing;
  const formats = useFormats();
  const { from, width, to, before, after } = figures.distribution;
  const steps = before.map((count, index): Step => {
    const start = from + index * width;
    const end = index === before.length - 1 ? to : start + width - 1;
    return {
      label: `${formats.points(start)}–${formats.points(end)}`,
      before: count,
      after: after[index] ?? 0,
    };
  });
  const most = (side: 'before' | 'after'): string =>
    steps.reduce(
      (a, b) => (b[side] > a[side] ? b : a),
      steps[0] ?? { label: '', before: 0, after: 0 },
    ).label;
  return (
    <Panel title={texts.distribution}>
      <figure style={{ margin: 0 }}>
        <div className={css.chart} aria-hidden="true">
          <Suspense fallback={null}>
            <Chart steps={steps} names={{ before: texts.before, after: texts.after }} />
          </Suspense>
        </div>
        <figcaption className={css.quiet}>
          {texts.distributionText(most('before'), most('after'))}
        </figcaption>
      </figure>
      <details>
        <summary className={css.quiet}>{texts.asTable}</summary>
        <table className={css.plain}>
          <thead>
            <tr>
              <th scope="col">{texts.points}</th>
              <th scope="col" className={css.number}>
                {texts.before}
              </th>
              <th scope="col" className={css.number}>
                {texts.after}
              </th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ label, before: now, after: then }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td className={css.number}>{formats.count(now)}</td>
                <td className={css.number}>{formats.count(then)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Panel>
  );
}
