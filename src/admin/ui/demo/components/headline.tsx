import { Link } from 'react-router';
import type { Story } from '../../../api/contract.js';
import { formatCount } from '../format.js';
import { texts } from '../texts.js';
import css from './demo-page.module.css';

/** Where the lead stands, in one line. */
export function Headline({ story }: { story: Story | null }) {
  return (
    <div className={css.intro}>
      <h1>{story ? headlineOf(story) : texts.notice.loading}</h1>
      <p>
        <span className={css.wide}>{texts.lead}</span>
        <span className={css.narrow}>{texts.leadNarrow}</span>
        {story && (
          <>
            {' '}
            <Link to={`/leads/${story.lead}`}>{texts.openPage(story.record.name)}</Link>
          </>
        )}
      </p>
    </div>
  );
}

function headlineOf({ record, score }: Story): string {
  if (score.stage !== 'lead' && score.stage !== 'subscriber') {
    return texts.nowAt[score.stage](record.name);
  }
  const missing = score.thresholds.mql - score.total;
  if (missing <= 0) return texts.enough(record.name);
  return texts.short(record.name, formatCount(missing), missing === 1);
}
