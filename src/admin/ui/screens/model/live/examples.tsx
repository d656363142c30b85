import { UnstyledButton } from '@mantine/core';
import type { ExampleResult } from '../../../../api/contract/models.js';
import { useFormats } from '../../../shell/language.js';
import { useTexts } from '../../../texts/index.js';
import { holds } from './holds.js';
import css from './live.module.css';

interface Props {
  /** Null while the text has problems. */
  readonly examples: readonly ExampleResult[] | null;
  readonly onOpen: (place: number) => void;
}

/** Pinned leads at a glance: broken ones with what is expected and what is. */
export function Examples({ examples, onOpen }: Props) {
  const { examples: texts } = useTexts().model;
  const formats = useFormats();
  if (examples === null) return <p className={css.note}>{texts.waiting}</p>;
  if (examples.length === 0) return <p className={css.note}>{texts.noneText}</p>;
  const broken = examples.flatMap((example, index) => (holds(example) ? [] : [{ example, index }]));
  return (
    <>
      <p className={css.summary} aria-live="polite">
        {broken.length === 0
          ? texts.allHold(formats.count(examples.length))
          : texts.someBroken(formats.count(broken.length), formats.count(examples.length))}
      </p>
      <ul className={css.issues}>
        {broken.map(({ example, index }) => (
          <li key={index}>
            <UnstyledButton className={`${css.issue} ${css.problem}`} onClick={() => onOpen(index)}>
              <strong>{example.name}</strong>
              {example.expectations
                .filter((one) => !one.holds)
                .map(({ key, expected, found }) => (
                  <span key={key} className={css.expected}>
                    {texts.expects(key, JSON.stringify(expected), JSON.stringify(found))}
                  </span>
                ))}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </>
  );
}
