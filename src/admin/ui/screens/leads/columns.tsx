import { useMemo } from 'react';
import type { ListedLead } from '../../../api/contract/lead-shapes.js';
import { useCrmNames } from '../../api/crm-names.js';
import { BandBadge, GradeBadge, ScoreBadge, StageBadge } from '../../components/badges.js';
import type { Column } from '../../components/data-table.js';
import { When } from '../../components/when.js';
import { useTexts } from '../../texts/index.js';
import css from './leads.module.css';

/** What a row of the list tells. Names and titles are text. */
export function useColumns(): readonly Column<ListedLead>[] {
  const texts = useTexts().leads;
  const crmNames = useCrmNames();
  return useMemo(() => {
    const names = texts.columns;
    return [
      {
        key: 'name',
        header: names.name,
        sortable: true,
        cell: ({ name, jobTitle, company }) => (
          <span className={css.person}>
            {name}
            <span className={css.quiet}>{[jobTitle, company].filter(Boolean).join(' · ')}</span>
          </span>
        ),
      },
      {
        key: 'total',
        header: names.total,
        sortable: true,
        numeric: true,
        width: 76,
        cell: ({ total }) => <ScoreBadge total={total} />,
      },
      {
        key: 'grade',
        header: names.grade,
        hide: 'phone',
        width: 68,
        cell: ({ grade }) => <GradeBadge grade={grade} />,
      },
      {
        key: 'band',
        header: names.band,
        width: 84,
        cell: ({ band }) => <BandBadge band={band} />,
      },
      {
        key: 'stage',
        header: names.stage,
        hide: 'phone',
        width: 118,
        cell: ({ stage }) => <StageBadge stage={stage} />,
      },
      {
        key: 'reason',
        header: names.reason,
        hide: 'tablet',
        width: 128,
        cell: ({ topReason }) => <span className={css.reason}>{topReason}</span>,
      },
      ...(Object.keys(crmNames ?? {}).length > 1
        ? [
            {
              key: 'crms',
              header: names.crms,
              hide: 'tablet' as const,
              width: 98,
              cell: ({ crms }: ListedLead) => crms.map((crm) => crmNames?.[crm] ?? crm).join(', '),
            },
          ]
        : []),
      {
        key: 'owner',
        header: names.owner,
        hide: 'tablet',
        width: 116,
        cell: ({ owner }) =>
          owner ? (
            <span className={css.words}>{owner.name}</span>
          ) : (
            <span className={css.quiet}>{texts.noOwner}</span>
          ),
      },
      {
        key: 'changed',
        header: names.changed,
        sortable: true,
        numeric: true,
        hide: 'phone',
        width: 106,
        cell: ({ changedAt }) => <When at={changedAt} />,
      },
    ];
  }, [texts, crmNames]);
}
