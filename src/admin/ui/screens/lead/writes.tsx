import type { LeadWrites } from '../../../api/contract/lead-shapes.js';
import { useLeadWrites } from '../../api/leads.js';
import { Badge, type Tone } from '../../components/badges.js';
import { Panel } from '../../components/panel.js';
import { PropertyText } from '../../components/property-text.js';
import { ErrorState, LoadingRows } from '../../components/states.js';
import { When } from '../../components/when.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';
import { isLeftToCrm } from './written.js';

type Written = LeadWrites['records'][number];

const TONES: Readonly<Record<Written['state'], Tone>> = {
  idle: 'good',
  pending: 'plain',
  sending: 'plain',
  parked: 'bad',
};

/** What the CRM should hold of our results, and what it confirmed or refused. */
export function Writes({ lead }: { lead: string }) {
  const texts = useTexts().lead.writes;
  const writes = useLeadWrites(lead);
  return (
    <Panel title={texts.title}>
      {writes.error && <ErrorState error={writes.error} onRetry={() => void writes.refetch()} />}
      {!writes.data && !writes.error && <LoadingRows rows={3} height={28} />}
      {writes.data?.records.length === 0 && <p className={css.quiet}>{texts.none}</p>}
      {writes.data?.records.map((written) => (
        <WrittenRecord key={written.record.id} written={written} />
      ))}
    </Panel>
  );
}

function WrittenRecord({ written }: { written: Written }) {
  const texts = useTexts().lead.writes;
  const { record, state, reason, retryAt, writeBack, properties } = written;
  return (
    <div className={css.written}>
      <p className={css.moveHead}>
        <strong>
          {record.account.name} · {record.objectLabel} {record.record}
        </strong>
        <Badge tone={TONES[state]}>{texts.states[state]}</Badge>
      </p>
      {!writeBack && <p className={css.quiet}>{texts.readOnly}</p>}
      {reason && <p className={css.refusal}>{texts.refusal(reason)}</p>}
      {retryAt && (
        <p className={css.quiet}>
          {texts.retry} <When at={retryAt} />
        </p>
      )}
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{texts.property}</th>
            <th scope="col">{texts.want}</th>
            <th scope="col">{texts.confirmed}</th>
          </tr>
        </thead>
        <tbody>
          {properties.map((one) => (
            <tr key={one.property}>
              <th scope="row">
                <PropertyText name={one.property} />
              </th>
              <td>
                {isLeftToCrm(one) ? (
                  <span className={css.quiet}>{texts.leftToCrm}</span>
                ) : (
                  (one.want ?? texts.empty)
                )}
              </td>
              <td>
                {one.state === 'confirmed' ? (
                  isLeftToCrm(one) ? (
                    texts.wrote(one.confirmed ?? '')
                  ) : (
                    texts.same
                  )
                ) : (
                  <Badge tone={one.state === 'refused' ? 'bad' : 'warn'}>{texts[one.state]}</Badge>
                )}
                {one.state !== 'confirmed' && one.confirmed !== null && ` ${one.confirmed}`}
                {one.found !== null && <span className={css.quiet}> {texts.found(one.found)}</span>}
                {one.knownAt && (
                  <span className={css.quiet}>
                    {' '}
                    <When at={one.knownAt} />
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
