import type { Estimate as Value } from '../../../api/contract/previews.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './publishing.module.css';

/** A number of leads, with its margin of error while it comes from a sample. */
export function Estimate({ of: { value, margin } }: { of: Value }) {
  const texts = useTexts().publishing;
  const formats = useFormats();
  if (margin === 0) return <span className="tabular">{formats.count(value)}</span>;
  const words = texts.estimate('\u0000', formats.count(margin)).split('\u0000');
  return (
    <span className="tabular">
      {words[0]}
      {formats.count(value)}
      <span className={css.margin}>{words[1]}</span>
    </span>
  );
}
