import { Link } from 'react-router';
import { useFeed } from '../../api/overview.js';
import { BandBadge, StageBadge } from '../../components/badges.js';
import { Panel } from '../../components/panel.js';
import { ErrorState, LoadingRows } from '../../components/states.js';
import { When } from '../../components/when.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './overview.module.css';

/** The leads that changed last. */
export function Feed() {
  const texts = useTexts().overview;
  const formats = useFormats();
  const feed = useFeed();
  const moved = (before: number | null, total: number | null): string =>
    before === null || total === null ? texts.first : formats.signed(total - before);
  return (
    <Panel title={texts.feed} aside={texts.feedText}>
      {feed.error && <ErrorState error={feed.error} onRetry={() => void feed.refetch()} />}
      {!feed.data && !feed.error && <LoadingRows rows={5} height={36} />}
      {feed.data?.length === 0 && <p className={css.quiet}>{texts.feedEmpty}</p>}
      <ul className={css.feed}>
        {feed.data?.map((entry) => (
          <li key={entry.lead}>
            <Link to={`/leads/${entry.lead}`} className={css.entry ?? ''}>
              <span className={css.who}>
                <strong>{entry.name}</strong>
                {entry.company && <span>{entry.company}</span>}
              </span>
              <span className={`tabular ${css.total}`}>
                {entry.total === null ? '–' : formats.points(entry.total)}
                <span
                  className={css.moved}
                  data-down={(entry.before ?? 0) > (entry.total ?? 0) || undefined}
                >
                  {moved(entry.before, entry.total)}
                </span>
              </span>
              <span className={css.badges}>
                <BandBadge band={entry.band} />
                <StageBadge stage={entry.stage} />
              </span>
              <span className={css.when}>
                <When at={entry.at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
