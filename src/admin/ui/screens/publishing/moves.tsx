import type { PreviewFigures } from '../../../api/contract/previews.js';
import { Panel } from '../../components/panel.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './publishing.module.css';

const MOST = 12;

/** From which band or stage to which, and how many leads. */
export function Moves(props: { what: 'band' | 'stage'; moves: PreviewFigures['bands'] }) {
  const { publishing: texts, common } = useTexts();
  const formats = useFormats();
  const { what, moves } = props;
  const changed = moves.filter(({ from, to }) => from !== to).slice(0, MOST);
  const nameOf = (one: string | null): string => {
    if (one === null) return texts.none;
    const stages: Readonly<Record<string, string>> = common.stages;
    return what === 'stage' ? (stages[one] ?? one) : one;
  };
  return (
    <Panel title={texts.moves[what]}>
      {changed.length === 0 ? (
        <p className={css.quiet}>{texts.noMoves}</p>
      ) : (
        <table className={css.plain} aria-label={texts.movesText[what]}>
          <thead>
            <tr>
              <th scope="col">{texts.from}</th>
              <th scope="col">{texts.to}</th>
              <th scope="col" className={css.number}>
                {texts.leads}
              </th>
            </tr>
          </thead>
          <tbody>
            {changed.map(({ from, to, leads }) => (
              <tr key={`${from} ${to}`}>
                <td>{nameOf(from)}</td>
                <td>{nameOf(to)}</td>
                <td className={css.number}>{formats.count(leads)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
