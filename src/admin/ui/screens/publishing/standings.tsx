import type { PreviewFigures } from '../../../api/contract/previews.js';
import { Panel } from '../../components/panel.js';
import { thresholdName } from '../../lib/threshold-name.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { Estimate } from './estimate.js';
import css from './publishing.module.css';

type Sides = PreviewFigures['reached'];

/** How many leads reach each threshold and stand in each band, now and then. */
export function Standings({ figures }: { figures: PreviewFigures }) {
  const { publishing: texts, common } = useTexts();
  return (
    <Panel title={texts.standings}>
      <div className={css.small}>
        {figures.reached.length > 0 && (
          <Sides
            what="reached"
            rows={figures.reached}
            nameOf={(name) => thresholdName(name, common)}
          />
        )}
        <Sides what="standing" rows={figures.standing} nameOf={(name) => name} />
      </div>
    </Panel>
  );
}

function Sides(props: {
  readonly what: 'reached' | 'standing';
  readonly rows: Sides;
  readonly nameOf: (name: string) => string;
}) {
  const texts = useTexts().publishing;
  const formats = useFormats();
  const { what, rows, nameOf } = props;
  return (
    <table className={css.plain} data-sides={what}>
      <thead>
        <tr>
          <th scope="col">{texts.sides[what]}</th>
          <th scope="col" className={css.number}>
            {texts.before}
          </th>
          <th scope="col" className={css.number}>
            {texts.after}
          </th>
          <th scope="col" className={css.number}>
            {texts.difference}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, before, after }) => (
          <tr key={name ?? ''}>
            <th scope="row">{name === null ? texts.noBand : nameOf(name)}</th>
            <td className={css.number}>
              <Estimate of={before} />
            </td>
            <td className={css.number}>
              <Estimate of={after} />
            </td>
            <td className={css.number}>{formats.signed(after.value - before.value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
