import type { DocumentKind } from '../../../api/contract/documents.js';
import { useDraftCheck } from '../../api/publishing.js';
import { Said } from '../../components/said.js';
import { Problem } from '../../components/states.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './publishing.module.css';

/** What keeps the saved draft from being published. */
export function Problems(props: { kind: DocumentKind; name: string; revision: number }) {
  const texts = useTexts().publishing;
  const formats = useFormats();
  const problems = useDraftCheck(props.kind, props.name, props.revision).data?.checked.problems;
  if (!problems || problems.length === 0) return null;
  return (
    <Problem title={texts.problems(formats.count(problems.length), problems.length === 1)}>
      <ul className={css.problem}>
        {problems.map(({ line, path, message }) => (
          <li key={`${line} ${path} ${message}`}>
            {texts.line(formats.count(line))}: <Said text={message} />
          </li>
        ))}
      </ul>
    </Problem>
  );
}
