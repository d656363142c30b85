import type { PreviewFigures } from '../../../api/contract/previews.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { Estimate } from './estimate.js';
import css from './publishing.module.css';

const CHANGES = ['score', 'grade', 'band', 'stage'] as const;

/** How many leads change, by what changes. */
export function Figures({ figures }: { figures: PreviewFigures }) {
  const texts = useTexts().publishing;
  const formats = useFormats();
  const { changed, leads, risen, fallen } = figures;
  const beside = (value: number): string =>
    texts.share(formats.percent(leads === 0 ? 0 : value / leads, 1));
  return (
    <section aria-label={texts.figures} className={css.small}>
      <dl className={css.tiles}>
        {CHANGES.map((change) => (
          <div key={change} className={css.tile} data-change={change}>
            <dt>{texts.changed[change]}</dt>
            <dd className={css.figure}>
              <Estimate of={changed[change]} />
            </dd>
            <dd className={css.beside}>
              {change === 'score'
                ? `${texts.risen(formats.count(risen.value))}, ${texts.fallen(formats.count(fallen.value))}`
                : beside(changed[change].value)}
            </dd>
          </div>
        ))}
      </dl>
      {figures.exact && changed.any.value === 0 && <p className={css.quiet}>{texts.nobody}</p>}
    </section>
  );
}
