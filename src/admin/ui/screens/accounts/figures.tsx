import type { ReactNode } from 'react';
import type { ConnectedAccount } from '../../../api/contract/accounts.js';
import { When } from '../../components/when.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './accounts.module.css';
import { CallChart } from './call-chart.js';
import { CallShare } from './call-share.js';

/** Late by less than this is the rhythm of the reading, not a delay. */
const LATE_MS = 60_000;
const WORK = ['changes', 'reads', 'writes', 'tasks'] as const;

/** How an account is doing, figure by figure. */
export function Figures({ account }: { account: ConnectedAccount }) {
  const texts = useTexts().accounts;
  const formats = useFormats();
  const { polling, firstLoad, backlog, history, calls } = account;
  // What the limit held back is told on its own.
  const failed = calls.failedLastDay - calls.limitedLastDay;
  const waiting = WORK.filter((kind) => backlog[kind] > 0).map((kind) =>
    texts.work[kind](formats.count(backlog[kind]), backlog[kind] === 1),
  );
  const done = firstLoad.objects.filter((object) => object.done).length;
  const late = polling.lateMs > LATE_MS;
  return (
    <dl className={css.figures}>
      <Figure term={account.way.push ? texts.push : texts.poll}>
        <strong>
          <When
            at={account.way.push ? account.lastPushAt : polling.lastAt}
            otherwise={texts.noneYet}
          />
        </strong>
        <span className={late ? css.late : ''}>
          {late ? texts.late(formats.duration(polling.lateMs)) : texts.onTime}
        </span>
      </Figure>
      <Figure term={texts.backlog}>
        <strong>{waiting.length === 0 ? texts.nothingWaits : formats.list(waiting)}</strong>
      </Figure>
      <Figure term={texts.firstLoad}>
        <strong>
          {(firstLoad.completeAt === null ? texts.loading : texts.loaded)(
            formats.count(firstLoad.records),
          )}
        </strong>
        {firstLoad.completeAt === null ? (
          <span>
            {texts.objectsDone(formats.count(done), formats.count(firstLoad.objects.length))}
          </span>
        ) : (
          <When at={firstLoad.completeAt} />
        )}
      </Figure>
      <Figure term={texts.history}>
        <strong>
          {history?.completeFrom
            ? texts.historyFrom(formats.date(history.completeFrom))
            : texts.historyNone}
        </strong>
      </Figure>
      <Figure term={texts.calls} wide>
        <strong>{texts.callsDay(formats.count(calls.lastDay))}</strong>
        <span>{texts.callsHour(formats.count(calls.thisHour))}</span>
        {calls.day && (
          <span>
            {texts.callsLeft(formats.count(calls.day.remaining), formats.count(calls.day.limit))}
          </span>
        )}
        {calls.limitedLastDay > 0 && (
          <span>{texts.limited(formats.count(calls.limitedLastDay))}</span>
        )}
        {failed > 0 && <span className={css.late}>{texts.failed(formats.count(failed))}</span>}
        {calls.day && <span>{texts.callsShare(formats.count(calls.day.share))}</span>}
        {calls.day && calls.day.waits !== 'nothing' && (
          <span className={css.late}>
            {texts.shareWaits[calls.day.waits]} {texts.shareUsed[calls.day.by]}
          </span>
        )}
        <CallChart hours={calls.byHour} />
        <CallShare account={account} />
      </Figure>
      <Figure term={texts.freshness} wide>
        <span className={css.sentence}>{account.way.freshness}</span>
        {account.stream && (
          <span className={css.sentence}>
            <StreamState stream={account.stream} />
          </span>
        )}
        {account.stream?.note && <span className={css.sentence}>{account.stream.note}</span>}
      </Figure>
      {account.stream && <Events events={account.stream.events} />}
    </dl>
  );
}

type Stream = NonNullable<ConnectedAccount['stream']>;

function StreamState({ stream: { liveAt, pausedAt } }: { stream: Stream }) {
  const texts = useTexts().accounts;
  if (liveAt === null && pausedAt === null) return texts.streamEnded;
  return (
    <>
      {pausedAt === null ? texts.streamLive : texts.streamPaused} <When at={pausedAt ?? liveAt} />
    </>
  );
}

/** Change events of the last day, of what the CRM allows. */
function Events({ events: { lastDay, own, allowance } }: Pick<Stream, 'events'>) {
  const texts = useTexts().accounts;
  const formats = useFormats();
  return (
    <Figure term={texts.events} wide>
      <strong>
        {allowance === null
          ? texts.eventsDay(formats.count(lastDay))
          : texts.eventsOf(formats.count(lastDay), formats.count(allowance.limit))}
      </strong>
      <span>{texts.eventsOwn(formats.count(own))}</span>
      {allowance && <span>{texts.eventsLeft(formats.count(allowance.remaining))}</span>}
    </Figure>
  );
}

function Figure(props: { term: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={`${css.figure} ${props.wide ? css.wide : ''}`}>
      <dt>{props.term}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
