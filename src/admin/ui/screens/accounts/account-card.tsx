import type { ConnectedAccount } from '../../../api/contract/accounts.js';
import { Badge, type Tone } from '../../components/badges.js';
import { CopyLine } from '../../components/copy.js';
import { Icon } from '../../components/icon.js';
import { useTexts } from '../../texts/index.js';
import css from './accounts.module.css';
import { Disconnect } from './disconnect.js';
import { Figures } from './figures.js';
import { Parked } from './parked.js';
import { WriteBack } from './write-back.js';

const TONES: Readonly<Record<ConnectedAccount['state'], Tone>> = {
  connected: 'good',
  reconnect: 'bad',
  left: 'bad',
};

/** One account: what is wrong first, then how it is doing, then whether we write. */
export function AccountCard({ account }: { account: ConnectedAccount }) {
  const texts = useTexts().accounts;
  const heading = `account-${account.id}`;
  return (
    <section className={css.card} aria-labelledby={heading} data-testid="account">
      <header className={css.head}>
        <div className={css.words}>
          <h2 id={heading} className={css.name}>
            {account.name}
          </h2>
          <p className={css.way}>
            {texts.way(account.crmLabel, account.way.label)}
            <span className={css.portal}>{texts.portal(account.portal)}</span>
          </p>
        </div>
        <Badge tone={TONES[account.state]}>{texts.states[account.state]}</Badge>
      </header>
      {account.problem !== null && (
        <div className={css.problem} role="status">
          <Icon name="warning" />
          <div className={css.problemText}>
            <strong>{texts.todo}</strong>
            <p>{account.problem}</p>
            {account.command !== null && (
              <>
                <p>{texts.todoCommand}</p>
                <CopyLine label={texts.commandLabel} text={account.command} />
              </>
            )}
          </div>
        </div>
      )}
      <Figures account={account} />
      <Parked account={account} />
      {account.state !== 'left' && <WriteBack account={account} />}
      <Disconnect account={account} />
    </section>
  );
}
