import type { PreviewFigures } from '../../../api/contract/previews.js';
import { Panel } from '../../components/panel.js';
import { Said } from '../../components/said.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import { Estimate } from './estimate.js';
import css from './publishing.module.css';

type Account = PreviewFigures['accounts'][number];

/** Tasks, records, calls and time, by account. */
export function Costs({ figures }: { figures: PreviewFigures }) {
  const texts = useTexts().publishing;
  const formats = useFormats();
  const { tasks, tasksOverLimit, tasksPerOwnerPerDay, accounts } = figures;
  return (
    <Panel title={texts.costs}>
      <div className={css.small}>
        <p className={css.quiet}>
          <strong className={css.changed}>
            {texts.tasks}: <Estimate of={tasks} />
          </strong>{' '}
          ({texts.tasksText(formats.count(tasksPerOwnerPerDay))}
          {tasksOverLimit > 0 && `; ${texts.tasksOver(formats.count(tasksOverLimit))}`})
        </p>
        {accounts.length === 0 ? (
          <p className={css.quiet}>{texts.noAccounts}</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by the keyboard
          <section className={css.scroll} aria-label={texts.costs} tabIndex={0}>
            <table className={css.plain}>
              <thead>
                <tr>
                  <th scope="col">{texts.account}</th>
                  <th scope="col" className={css.number}>
                    {texts.writes}
                  </th>
                  <th scope="col" className={css.number}>
                    {texts.calls}
                  </th>
                  <th scope="col" className={css.number}>
                    {texts.time}
                  </th>
                  <th scope="col" className={css.number}>
                    {texts.changeEvents}
                  </th>
                </tr>
              </thead>
              <tbody>
                {accounts.map((account) => (
                  <Row key={account.account} account={account} />
                ))}
              </tbody>
            </table>
          </section>
        )}
      </div>
    </Panel>
  );
}

function Row({ account }: { account: Account }) {
  const texts = useTexts().publishing;
  const formats = useFormats();
  const { name, crm, on, writes, calls, seconds, changeEvents, stream } = account;
  return (
    <tr>
      <th scope="row">
        {name === '' ? crm : <Said text={name} />}
        {!on && <span className={css.quiet}> ({texts.writeBackOff})</span>}
      </th>
      <td className={css.number}>
        <Estimate of={writes} />
      </td>
      <td className={css.number}>
        {formats.count(calls.writes + calls.tasks)}
        <br />
        <span className={css.quiet}>
          {texts.callsText(formats.count(calls.writes), formats.count(calls.tasks))}
        </span>
      </td>
      <td className={css.number}>
        {seconds === null
          ? texts.unknown
          : texts.atMost(formats.duration(Math.ceil(seconds) * 1000))}
      </td>
      <td className={css.number}>
        <Estimate of={changeEvents} />
        {stream && stream.limit !== null && (
          <>
            <br />
            <span className={css.quiet}>{texts.changeEventsOf(formats.count(stream.limit))}</span>
          </>
        )}
        {stream?.pauses && (
          <>
            <br />
            <span className={css.quiet}>{texts.streamPauses}</span>
          </>
        )}
      </td>
    </tr>
  );
}
