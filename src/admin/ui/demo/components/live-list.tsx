import { Skeleton } from '@mantine/core';
import { type ReactNode, type Ref, useRef } from 'react';
import type { LeadList, WhatIf } from '../../../api/contract.js';
import { BandBadge, StageBadge } from '../../components/badges.js';
import { Panel } from '../../components/panel.js';
import { useFlip } from '../../lib/use-flip.js';
import { formatCount } from '../format.js';
import { useChanged } from '../state/use-changed.js';
import { useNow } from '../state/use-now.js';
import { texts } from '../texts.js';
import { LeadRow } from './lead-row.js';
import css from './live-list.module.css';

interface LiveListProps {
  readonly list: LeadList | null;
  /** Shows the leads in the order of this preview instead. */
  readonly preview: WhatIf | null;
  readonly storyLead: string | null;
  /** Stands above the table: the field of the preview. */
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLElement>;
}

const COLUMNS = [
  [texts.list.place, css.place],
  [texts.list.name, ''],
  [texts.list.company, css.wideOnly],
  [texts.list.score, css.number],
  [texts.list.grade, css.notPhone],
  [texts.list.band, ''],
  [texts.list.stage, css.notPhone],
  [texts.list.owner, css.wideOnly],
  [texts.list.changed, css.wideOnly],
] as const;

/** The best leads, live; under a preview in its order. */
export function LiveList({ list, preview, storyLead, children, ref }: LiveListProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const now = useNow(15_000);
  const rows = preview?.leads ?? list?.leads ?? [];
  const changed = useChanged(list?.leads ?? []);
  useFlip(body, rows.map((lead) => lead.id).join(' '));
  const words = texts.list;
  return (
    <Panel
      title={words.heading}
      aside={
        list &&
        list.leads.length > 0 &&
        words.scored(formatCount(rows.length), formatCount(list.scored))
      }
      {...(ref && { ref })}
    >
      {children}
      {list === null && <Skeleton height={280} />}
      {list && list.leads.length === 0 && <p className={css.empty}>{words.empty}</p>}
      {list && list.leads.length > 0 && (
        <>
          <Counts list={list} />
          <table className={css.table} data-testid="leads">
            <thead>
              <tr>
                {COLUMNS.map(([label, className]) => (
                  <th key={label} scope="col" className={className ?? ''}>
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody ref={body}>
              {rows.map((lead, index) => (
                <LeadRow
                  key={lead.id}
                  lead={lead}
                  rank={index + 1}
                  preview={preview?.leads[index] ?? null}
                  story={lead.id === storyLead}
                  changed={!preview && changed.has(lead.id)}
                  now={now}
                />
              ))}
            </tbody>
          </table>
        </>
      )}
    </Panel>
  );
}

function Counts({ list }: { list: LeadList }) {
  return (
    <div className={`tabular ${css.counts}`}>
      <ul className={css.count} aria-label={texts.list.bands}>
        {list.bands.map(({ band, count }) => (
          <li key={band}>
            <BandBadge band={band} /> {formatCount(count)}
          </li>
        ))}
      </ul>
      <ul className={css.count} aria-label={texts.list.stages}>
        {list.stages.map(({ stage, count }) => (
          <li key={stage}>
            <StageBadge stage={stage} /> {formatCount(count)}
          </li>
        ))}
      </ul>
    </div>
  );
}
