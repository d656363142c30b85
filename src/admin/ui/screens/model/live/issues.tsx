import { UnstyledButton } from '@mantine/core';
import type { ModelCheck } from '../../../../api/contract/models.js';
import { useFormats } from '../../../shell/language.js';
import { useTexts } from '../../../texts/index.js';
import { useMissing } from '../rules/missing.js';
import css from './live.module.css';

interface Props {
  readonly check: ModelCheck;
  /** Shows the place in the document. */
  readonly onPath: (path: string) => void;
}

/** Everything that speaks against the text, most serious first; each leads to its place. */
export function Issues({ check, onPath }: Props) {
  const { issues: texts } = useTexts().model;
  const formats = useFormats();
  const missing = useMissing();
  const all = [
    ...check.problems.map((one) => ({
      tone: css.problem,
      path: one.path,
      line: one.line,
      text: one.suggestion ? `${one.message} ${texts.didYouMean(one.suggestion)}` : one.message,
    })),
    ...check.notSetUp.map((one) => ({
      tone: css.warning,
      path: one.path,
      line: one.line,
      text: `${one.id}: ${missing(one)}`,
    })),
    ...check.warnings.map((one) => ({
      tone: css.warning,
      path: one.path,
      line: one.line,
      text: one.message,
    })),
  ];
  if (all.length === 0) return <p className={css.note}>{texts.none}</p>;
  return (
    <ul className={css.issues}>
      {all.map(({ tone, path, line, text }) => (
        <li key={`${path} ${text}`}>
          <UnstyledButton className={`${css.issue} ${tone}`} onClick={() => onPath(path)}>
            <span className={css.place}>{texts.place(formats.count(line), path)}</span> {text}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
