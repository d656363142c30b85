import type { LeadPage } from '../../../api/contract/lead-shapes.js';
import { StageBadge } from '../../components/badges.js';
import { Panel } from '../../components/panel.js';
import { When } from '../../components/when.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';

/** Every move from stage to stage, with its reason and who made it. */
export function Stages({ lead }: { lead: LeadPage }) {
  const texts = useTexts().lead;
  const words = texts.stages;
  return (
    <Panel title={words.title}>
      {lead.stages.length === 0 && <p className={css.quiet}>{words.none}</p>}
      <ol className={css.moves}>
        {lead.stages.map(({ at, to, by, why, quiet }) => (
          <li key={`${at}/${to}/${by}`}>
            <span className={css.moveHead}>
              <StageBadge stage={to} />
              <span className={css.quiet}>
                <When at={at} />
              </span>
            </span>
            <span>{why}</span>
            <span className={css.quiet}>
              {words.by[by] ?? words.rule(by)}
              {quiet && ` · ${texts.timeline.quiet}`}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
