import { VisuallyHidden } from '@mantine/core';
import { Link } from 'react-router';
import type { RankedLead } from '../../../api/contract/demo.js';
import { BandBadge, StageBadge } from '../../components/badges.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './ranking.module.css';

interface RankingRowProps {
  readonly lead: RankedLead;
  /** Place under the preview, 1 = best. */
  readonly rank: number;
  /** It is the story's lead. */
  readonly story: boolean;
}

/** One lead in the order of a preview. */
export function RankingRow({ lead, rank, story }: RankingRowProps) {
  const words = useTexts().tour.whatIf;
  const formats = useFormats();
  return (
    <tr
      data-flip={lead.id}
      data-total={lead.total}
      className={[css.row, story && css.story, lead.becomesMql && css.becomes]
        .filter(Boolean)
        .join(' ')}
    >
      <td className={`tabular ${css.place}`}>
        {formats.count(rank)}
        <Move from={lead.rankNow} to={rank} />
      </td>
      <td className={css.name}>
        <Link to={`/leads/${lead.id}`}>{lead.name}</Link>
        {story && <span className={css.tag}>{words.story}</span>}
        {lead.becomesMql && <span className={css.tag}>{words.becomesMql}</span>}
        {lead.company !== null && <span className={css.sub}>{lead.company}</span>}
      </td>
      <td className={css.wideOnly}>{lead.company}</td>
      <td className={`tabular ${css.number} ${css.score}`}>
        {lead.totalNow !== lead.total && (
          <span className={css.was}>{words.was(formats.count(lead.totalNow))}</span>
        )}
        {formats.count(lead.total)}
      </td>
      <td>
        <BandBadge band={lead.band} />
      </td>
      <td className={css.notPhone}>
        <StageBadge stage={lead.stage} />
      </td>
    </tr>
  );
}

/** How many places a lead moves under a preview. */
function Move({ from, to }: { from: number; to: number }) {
  const words = useTexts().tour.whatIf;
  const formats = useFormats();
  const places = from - to;
  if (places === 0) return null;
  const size = formats.count(Math.abs(places));
  const said = places > 0 ? words.up : words.down;
  return (
    <span className={`tabular ${css.move} ${places > 0 ? css.up : css.down}`}>
      <span aria-hidden="true">
        {places > 0 ? '▲' : '▼'} {size}
      </span>
      <VisuallyHidden>{said(size, Math.abs(places) === 1)}</VisuallyHidden>
    </span>
  );
}
