import { VisuallyHidden } from '@mantine/core';
import { Link } from 'react-router';
import type { Overview } from '../../../api/contract/overview.js';
import { thresholdName } from '../../lib/threshold-name.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './overview.module.css';

interface DistributionProps {
  readonly steps: Overview['distribution'];
  readonly thresholds: Overview['thresholds'];
}

/** Totals in steps of ten as columns; each is the link to its leads. */
export function Distribution({ steps, thresholds }: DistributionProps) {
  const { overview: texts, common } = useTexts();
  const formats = useFormats();
  const most = Math.max(1, ...steps.map(({ count }) => count));
  const marks = Object.entries(thresholds);
  return (
    <>
      <p className={css.quiet}>
        {texts.distributionText}{' '}
        {marks
          .map(([name, points]) => texts.from(thresholdName(name, common), formats.points(points)))
          .join(', ')}
      </p>
      <ul className={css.columns} aria-label={texts.distributionText}>
        {steps.map(({ from, to, count }) => {
          const reached = marks.some(([, points]) => points <= from);
          const words = `${texts.step(formats.points(from), formats.points(to))}: ${texts.leads(formats.count(count), count === 1)}`;
          return (
            <li key={from}>
              <Link
                to={`/leads?from=${from}&to=${to}`}
                className={css.column ?? ''}
                title={words}
                data-count={count}
              >
                <VisuallyHidden>{words}</VisuallyHidden>
                <span aria-hidden="true" className={`tabular ${css.top}`}>
                  {count > 0 && formats.compact(count)}
                </span>
                <span
                  className={css.rise}
                  data-reached={reached || undefined}
                  style={{ height: `${count === 0 ? 0 : Math.max(2, (count / most) * 100)}%` }}
                />
                <span aria-hidden="true" className={`tabular ${css.foot}`}>
                  {formats.points(from)}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </>
  );
}
