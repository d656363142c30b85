import { useWouldChange } from '../../api/leads.js';
import { Panel } from '../../components/panel.js';
import { ErrorState, LoadingRows } from '../../components/states.js';
import { thresholdName } from '../../lib/threshold-name.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';

/** The smallest changes that would lift the lead, found by scoring it again. */
export function WouldChange({ lead, model }: { lead: string; model: string }) {
  const { common, lead: area } = useTexts();
  const texts = area.would;
  const would = useWouldChange(lead, model);
  const { data } = would;
  return (
    <Panel title={texts.title}>
      {would.error && <ErrorState error={would.error} onRetry={() => void would.refetch()} />}
      {!data && !would.error && <LoadingRows rows={2} height={28} />}
      {data?.hindrance && <p className={css.plain}>{data.hindrance}</p>}
      {data && !data.hindrance && data.goals.length === 0 && (
        <p className={css.quiet}>{texts.none}</p>
      )}
      {data?.goals.map(({ name, from, most, proposals }) => (
        <div key={`${name}/${from}`} className={css.goal}>
          <p className={css.plain}>
            {proposals[0]
              ? texts.by(thresholdName(name, common), from, proposals[0].words)
              : texts.notFound(thresholdName(name, common), from, most ?? 0)}
          </p>
          {proposals.length > 1 && (
            <details className={css.detail}>
              <summary>{texts.more}</summary>
              <ul>
                {proposals.slice(1).map((proposal) => (
                  <li key={proposal.words}>{proposal.words}</li>
                ))}
              </ul>
            </details>
          )}
        </div>
      ))}
    </Panel>
  );
}
