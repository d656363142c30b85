import { VisuallyHidden } from '@mantine/core';
import type { ExplainedScore } from '../../../api/contract/lead-shapes.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';

type Detail = NonNullable<ExplainedScore['lines'][number]['detail']>;

/** More of them are only counted. */
const SHOWN = 12;

/** How a line's points came about: what it gave when new, what age and limits took, act by act. */
export function LineDetail({ name, detail }: { name: string; detail: Detail }) {
  const texts = useTexts().lead.score;
  const formats = useFormats();
  const { raw, faded, bounded, occurrences } = detail;
  // Nothing happened to the points on the way: the line says it all.
  if (faded === 0 && bounded === 0 && occurrences.length < 2) return null;
  const parts = [
    texts.full(formats.points(raw)),
    ...(faded === 0 ? [] : [texts.faded(formats.signed(faded))]),
    ...(bounded === 0 ? [] : [texts.bounded(formats.signed(bounded))]),
  ];
  return (
    <details className={css.detail}>
      <summary>
        <VisuallyHidden>{`${texts.detail}: ${name}. `}</VisuallyHidden>
        {parts.join(', ')}
      </summary>
      <ul>
        {occurrences.slice(0, SHOWN).map(({ at, points, left }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two acts may be of one moment
          <li key={index} className="tabular">
            {texts.occurrence(formats.moment(at), formats.signed(points), formats.percent(left))}
          </li>
        ))}
        {occurrences.length > SHOWN && (
          <li>{texts.moreOccurrences(formats.count(occurrences.length - SHOWN))}</li>
        )}
      </ul>
    </details>
  );
}
