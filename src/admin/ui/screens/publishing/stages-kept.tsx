import { useDiff } from '../../api/publishing.js';
import { useTexts } from '../../texts/index.js';
import css from './publishing.module.css';
import { changesThresholds } from './thresholds.js';

/** Why other thresholds move nobody, where the draft has other ones. */
export function StagesKept({ name }: { name: string }) {
  const texts = useTexts().publishing;
  const { data } = useDiff('model', name, 'force', 'draft');
  if (!data || !changesThresholds(data.words)) return null;
  return <p className={css.quiet}>{texts.stagesKept}</p>;
}
