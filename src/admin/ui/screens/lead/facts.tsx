import type { ReactNode } from 'react';
import type { LeadPage } from '../../../api/contract/lead-shapes.js';
import { StageBadge } from '../../components/badges.js';
import { Panel } from '../../components/panel.js';
import { When } from '../../components/when.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';

/** Who the person is and where the lead stands. All of it is text from the CRMs. */
export function Facts({ lead }: { lead: LeadPage }) {
  const { lead: texts, common } = useTexts();
  const formats = useFormats();
  const words = texts.facts;
  const rows: readonly (readonly [string, ReactNode])[] = [
    [words.email, lead.email],
    [words.phone, lead.phone],
    [words.jobTitle, lead.jobTitle],
    [words.company, lead.company],
    [words.owner, lead.owner?.name],
    [words.country, lead.country && formats.country(lead.country)],
    [words.source, lead.source],
    [
      words.stage,
      <span key="stage">
        <StageBadge stage={lead.stage} />{' '}
        {lead.stageSince && (
          <span className={css.quiet}>{words.since(formats.date(lead.stageSince))}</span>
        )}
      </span>,
    ],
    [words.mqlAt, lead.mqlAt && <When key="mql" at={lead.mqlAt} />],
    [
      words.override,
      lead.override !== 'none' &&
        [
          words.overrides[lead.override],
          lead.overrideUntil && words.until(formats.date(lead.overrideUntil)),
        ]
          .filter(Boolean)
          .join(' '),
    ],
  ];
  return (
    <Panel title={words.title}>
      <dl className={css.facts}>
        {rows.map(([name, value]) =>
          value ? (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {lead.pin && (
        <p className={css.quiet}>
          {words.pinned(common.stages[lead.pin.stage], formats.date(lead.pin.at))}
        </p>
      )}
    </Panel>
  );
}
