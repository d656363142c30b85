import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Preview } from '../../../api/contract/previews.js';
import { Panel } from '../../components/panel.js';
import { Said } from '../../components/said.js';
import { Problem } from '../../components/states.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './publishing.module.css';

interface Props {
  readonly preview: Preview;
  /** Where pinned examples are corrected. */
  readonly examples: string;
}

/** What keeps a draft from being published, what must be read for it, and what is worth a look. */
export function Troubles({ preview, examples }: Props) {
  const texts = useTexts().publishing;
  const formats = useFormats();
  const { broken, warnings, reading } = preview;
  const list = (problems: Preview['broken']) => (
    <ul className={css.problem}>
      {problems.map(({ line, path, message }) => (
        <li key={`${line} ${path}`}>
          <span className={css.quiet}>{texts.line(formats.count(line))}</span>{' '}
          <Said text={message} />
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {broken.length > 0 && (
        <div className={css.small}>
          <Problem
            title={texts.broken}
            action={
              <Button component={Link} to={examples} size="compact-sm" variant="default">
                {texts.openExamples}
              </Button>
            }
          >
            {texts.brokenText}
          </Problem>
          {list(broken)}
        </div>
      )}
      {reading?.reads && (
        <Panel title={texts.reading}>
          <div className={css.small}>
            <p className={css.quiet}>
              {texts.readingText(formats.count(reading.records), formats.count(reading.calls))}{' '}
              {reading.activities && texts.readingActivities}
            </p>
            {reading.properties.length > 0 && (
              <ul className={css.words}>
                {reading.properties.map(({ object, property }) => (
                  <li key={`${object} ${property}`} className={css.code}>
                    {object}.{property}
                  </li>
                ))}
              </ul>
            )}
          </div>
        </Panel>
      )}
      {warnings.length > 0 && (
        <details>
          <summary className={css.quiet}>
            {texts.warnings} ({formats.count(warnings.length)})
          </summary>
          {list(warnings)}
        </details>
      )}
    </>
  );
}
