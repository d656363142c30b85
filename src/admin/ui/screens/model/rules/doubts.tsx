import { useTexts } from '../../../texts/index.js';
import { useKnown } from '../state/editor.js';
import { useMissing } from './missing.js';
import css from './rules.module.css';

/** Whether a path is that of a part or inside of it. */
export function isInside(path: string, part: string): boolean {
  return path === part || (path.startsWith(part) && /^[.[]/.test(path.slice(part.length)));
}

/** What speaks against a part of the document, at the part itself. */
export function Doubts({ path }: { path: string }) {
  const { issues: texts } = useTexts().model;
  const missing = useMissing();
  const { check } = useKnown();
  const problems = (check?.problems ?? []).filter((one) => isInside(one.path, path));
  const warnings = (check?.warnings ?? []).filter((one) => isInside(one.path, path));
  const notSetUp = (check?.notSetUp ?? []).filter((one) => one.path === path);
  if (problems.length + warnings.length + notSetUp.length === 0) return null;
  return (
    <ul className={css.doubts}>
      {problems.map((one) => (
        <li key={`${one.path} ${one.message}`} className={css.problem}>
          {one.message}
          {one.suggestion !== undefined && ` ${texts.didYouMean(one.suggestion)}`}
        </li>
      ))}
      {notSetUp.map((one) => (
        <li key={one.id} className={css.idle}>
          {missing(one)}
        </li>
      ))}
      {warnings.map((one) => (
        <li key={`${one.path} ${one.message}`} className={css.warning}>
          {one.message}
        </li>
      ))}
    </ul>
  );
}
