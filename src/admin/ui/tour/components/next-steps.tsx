import { CopyButton } from '../../components/copy.js';
import { Panel } from '../../components/panel.js';
import { useTexts } from '../../texts/index.js';
import css from './next-steps.module.css';

/** The last line: what to type to have this with one's own leads. */
export function NextSteps() {
  const texts = useTexts().tour.yours;
  return (
    <Panel title={texts.heading}>
      <div className={css.steps}>
        {[
          ['plumbline try', texts.try],
          ['plumbline connect hubspot --key', texts.connect],
        ].map(([command = '', why]) => (
          <div key={command}>
            <div className={css.command}>
              <code>{command}</code>
              <CopyButton text={command} />
            </div>
            <p className={css.why}>{why}</p>
          </div>
        ))}
      </div>
    </Panel>
  );
}
