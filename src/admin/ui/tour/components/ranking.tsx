import { useRef } from 'react';
import type { RankedLead } from '../../../api/contract/demo.js';
import { useFlip } from '../../lib/use-flip.js';
import { useTexts } from '../../texts/index.js';
import css from './ranking.module.css';
import { RankingRow } from './ranking-row.js';

interface RankingProps {
  readonly leads: readonly RankedLead[];
  readonly storyLead: string;
}

/** The best leads in the order of a preview; each glides to its new place. */
export function Ranking({ leads, storyLead }: RankingProps) {
  const { tour, common } = useTexts();
  const words = tour.whatIf;
  const body = useRef<HTMLTableSectionElement>(null);
  useFlip(body, leads.map((lead) => lead.id).join(' '));
  return (
    <table className={css.table} data-testid="ranking">
      <thead>
        <tr>
          <th scope="col">{words.place}</th>
          <th scope="col">{words.name}</th>
          <th scope="col" className={css.wideOnly ?? ''}>
            {words.company}
          </th>
          <th scope="col" className={css.number ?? ''}>
            {common.score}
          </th>
          <th scope="col">{common.band}</th>
          <th scope="col" className={css.notPhone ?? ''}>
            {common.stage}
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {leads.map((lead, index) => (
          <RankingRow key={lead.id} lead={lead} rank={index + 1} story={lead.id === storyLead} />
        ))}
      </tbody>
    </table>
  );
}
