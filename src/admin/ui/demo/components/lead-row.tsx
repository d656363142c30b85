import { VisuallyHidden } from '@mantine/core';
import { Link } from 'react-router';
import type { LeadRow as Lead, WhatIf } from '../../../api/contract.js';
import { BandBadge, StageBadge } from '../../components/badges.js';
import { formatAgo, formatCount, formatMoment } from '../format.js';
import { texts } from '../texts.js';
import css from './live-list.module.css';

export type PreviewedLead = WhatIf['leads'][number];

interface LeadRowProps {
  readonly lead: Lead;
  /** Place in the list, 1 = best. */
  readonly rank: number;
  /** The same lead compared with today; null outside a preview. */
  readonly preview: PreviewedLead | null;
  readonly story: boolean;
  readonly changed: boolean;
  readonly now: number;
}

/** One line of the live list. */
export function LeadRow({ lead, rank, preview, story, changed, now }: LeadRowProps) {
  const words = texts.list;
  return (
    <tr
      data-flip={lead.id}
      data-total={lead.total}
      className={[
        css.row,
        story && css.story,
        changed && css.changed,
        preview?.becomesMql && css.becomes,
      ]
        .filter(Boolean)
        .join(' ')}
    >
      <td className={`tabular ${css.place}`}>
        {formatCount(rank)}
        {preview && <Move from={preview.rankNow} to={rank} />}
      </td>
      <td className={css.name}>
        <Link to={`/leads/${lead.id}`}>{lead.name}</Link>
        {lead.company !== null && <span className={css.sub}>{lead.company}</span>}
        {story && <span className={css.tag}>{words.story}</span>}
        {preview?.becomesMql && <span className={css.tag}>{words.becomesMql}</span>}
      </td>
      <td className={css.wideOnly}>{lead.company}</td>
      <td className={`tabular ${css.number} ${css.score}`}>
        {preview && preview.totalNow !== lead.total && (
          <span className={css.was}>{words.was(formatCount(preview.totalNow))}</span>
        )}
        {formatCount(lead.total)}
      </td>
      <td className={css.notPhone}>{lead.grade}</td>
      <td>
        <BandBadge band={lead.band} />
      </td>
      <td className={css.notPhone}>
        <StageBadge stage={lead.stage} />
      </td>
      <td className={`${css.wideOnly} ${css.quiet}`}>{lead.owner ?? texts.record.nobody}</td>
      <td className={`${css.wideOnly} ${css.quiet}`} title={formatMoment(lead.changedAt)}>
        {formatAgo(lead.changedAt, now)}
      </td>
    </tr>
  );
}

/** How many places a lead moves under a preview. */
function Move({ from, to }: { from: number; to: number }) {
  const places = from - to;
  const size = Math.abs(places);
  if (places === 0) return null;
  const words = places > 0 ? texts.list.up : texts.list.down;
  return (
    <span className={`tabular ${css.move} ${places > 0 ? css.up : css.down}`}>
      <span aria-hidden="true">
        {places > 0 ? '▲' : '▼'} {formatCount(size)}
      </span>
      <VisuallyHidden>{words(formatCount(size), size === 1)}</VisuallyHidden>
    </span>
  );
}
