import { Button, CopyButton } from '@mantine/core';
import { Panel } from '../../components/panel.js';
import { texts } from '../texts.js';
import css from './next-steps.module.css';

/** The last line: what to type to have this with one's own leads. */
export function NextSteps() {
  return (
    <Panel title={texts.yours.heading}>
      <div className={css.steps}>
        {[texts.yours.try, texts.yours.connect].map(([command, why]) => (
          <div key={command}>
            <div className={css.command}>
              <code>{command}</code>
              <CopyButton value={command}>
                {({ copied, copy }) => (
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={copy}
                    aria-label={`${texts.yours.copy} ${command}`}
                  >
                    {copied ? texts.yours.copied : texts.yours.copy}
                  </Button>
                )}
              </CopyButton>
            </div>
            <p className={css.why}>{why}</p>
          </div>
        ))}
      </div>
    </Panel>
  );
}
