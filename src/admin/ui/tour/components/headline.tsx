import type { LeadPage } from '../../../api/contract/lead-shapes.js';
import { useFormats } from '../../shell/language.js';
import { type Texts, useTexts } from '../../texts/index.js';
import type { StreamState } from '../api/stream.js';
import css from './headline.module.css';

interface HeadlineProps {
  readonly lead: LeadPage;
  readonly name: string;
  readonly connection: StreamState;
}

function wordsOf(
  { stage, scores: [score] }: LeadPage,
  name: string,
  texts: Texts['tour'],
  formats: ReturnType<typeof useFormats>,
): string {
  if (stage !== 'lead' && stage !== 'subscriber') return texts.nowAt[stage](name);
  if (!score) return texts.unknown(name);
  const missing = (score.thresholds?.mql ?? 0) - (score.total ?? 0);
  if (missing <= 0) return texts.enough(name);
  return texts.short(name, formats.count(missing), missing === 1);
}

/** That this is the demo, whether the page is live, and where the lead stands, in one line. */
export function Headline({ lead, name, connection }: HeadlineProps) {
  const texts = useTexts().tour;
  const formats = useFormats();
  const words = wordsOf(lead, name, texts, formats);
  return (
    <div className={css.headline}>
      <div className={css.line}>
        <span>
          <span className={css.tag}>{texts.demo}</span> {texts.privacy}
        </span>
        <span
          role="status"
          data-testid="connection"
          data-state={connection}
          className={`${css.connection} ${connection === 'live' ? css.live : ''}`}
        >
          <span className={css.dot} aria-hidden="true" />
          {texts.connection[connection]}
        </span>
      </div>
      <h2 className={css.words}>{words}</h2>
    </div>
  );
}
