import { type Ask, useCount } from '../../../api/models.js';
import { useFormats } from '../../../shell/language.js';
import { useTexts } from '../../../texts/index.js';
import { useSettled } from '../state/use-settled.js';
import css from './predicate.module.css';
import { useVocabulary } from './vocabulary.js';

/** Of what somebody is typing, milliseconds. */
const PAUSE = 250;

/** How many stored leads it holds for, beside the thing itself. */
export function Count({ ask }: { ask: Ask | null }) {
  const { counts: texts } = useTexts().model;
  const formats = useFormats();
  const { lists } = useVocabulary();
  const settled = useSettled(JSON.stringify(ask), PAUSE);
  const { data, isPlaceholderData } = useCount(JSON.parse(settled) as Ask | null, lists);
  if (ask === null || !data) return null;
  const { count, of, exact } = data;
  if ('problem' in count) return null;
  const leads = formats.count(count.leads);
  const words = exact
    ? texts.exact(leads, formats.count(of))
    : texts.estimate(leads, formats.count(of), formats.count(count.low), formats.count(count.high));
  return (
    <span
      className={`tabular ${css.count}`}
      title={words}
      data-stale={isPlaceholderData || undefined}
    >
      {exact ? texts.short(leads, count.leads === 1) : texts.shortEstimate(leads)}
    </span>
  );
}
