import { Link } from 'react-router';
import type { ConnectedAccount } from '../../../api/contract/accounts.js';
import { useAccounts } from '../../api/accounts.js';
import { Badge } from '../../components/badges.js';
import { Panel } from '../../components/panel.js';
import { EmptyState, ErrorState, LoadingRows } from '../../components/states.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';
import css from './overview.module.css';

/** A feed that is due for less than this is on time. */
const LATE_MS = 120_000;

/** Whether every CRM account is read and written as it should be. */
export function Health() {
  const texts = useTexts().overview;
  const accounts = useAccounts();
  return (
    <Panel title={texts.health} aside={<Link to="/accounts">{texts.healthAll}</Link>}>
      {accounts.error && (
        <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />
      )}
      {!accounts.data && !accounts.error && <LoadingRows rows={2} />}
      {accounts.data?.length === 0 && (
        <EmptyState icon="accounts" title={texts.noAccounts}>
          {texts.noAccountsText}
        </EmptyState>
      )}
      <ul className={css.accounts}>
        {accounts.data?.map((account) => (
          <Account key={account.id} account={account} />
        ))}
      </ul>
    </Panel>
  );
}

function Account({ account }: { account: ConnectedAccount }) {
  const texts = useTexts().overview;
  const formats = useFormats();
  const { backlog, polling, firstLoad, calls } = account;
  const waiting = backlog.changes + backlog.reads + backlog.writes + backlog.tasks;
  const late = polling.lateMs > LATE_MS;
  const trouble = account.problem ?? polling.troubles[0]?.reason ?? null;
  return (
    <li className={css.account}>
      <span className={css.accountName}>
        <strong>{account.name || account.portal}</strong>
        <span className={css.quiet}>
          {account.crmLabel} · {account.way.label}
        </span>
      </span>
      <span className={css.badges}>
        <Badge tone={account.state === 'connected' ? 'good' : 'bad'}>
          {texts.states[account.state]}
        </Badge>
        {!account.writeBack && <Badge>{texts.readOnly}</Badge>}
      </span>
      <span className={css.facts}>
        <span className={late ? css.late : undefined}>
          {firstLoad.completeAt === null
            ? texts.loading(formats.count(firstLoad.records))
            : late
              ? texts.lag(formats.duration(polling.lateMs))
              : texts.onTime}
        </span>
        {waiting > 0 && <span>{texts.backlog(formats.count(waiting))}</span>}
        <span>{texts.calls(formats.count(calls.thisHour), calls.thisHour === 1)}</span>
      </span>
      {trouble && <p className={css.trouble}>{trouble}</p>}
    </li>
  );
}
