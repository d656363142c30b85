import { useAccounts } from '../../api/accounts.js';
import { CopyLine } from '../../components/copy.js';
import { Page } from '../../components/page.js';
import { EmptyState, ErrorState, LoadingRows } from '../../components/states.js';
import { useTexts } from '../../texts/index.js';
import { AccountCard } from './account-card.js';
import css from './accounts.module.css';

const CONNECT = [['HubSpot', 'plumbline connect hubspot --key']] as const;

/** How each connected CRM is doing, and whether we write into it. */
export default function Accounts() {
  const texts = useTexts().accounts;
  const accounts = useAccounts();
  return (
    <Page title={texts.title} description={texts.description}>
      {accounts.error && (
        <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />
      )}
      {accounts.isPending && <LoadingRows rows={2} height={260} />}
      {accounts.data?.length === 0 && (
        <div className={css.card}>
          <EmptyState
            icon="accounts"
            title={texts.empty}
            action={
              <div className={css.commands}>
                {CONNECT.map(([crm, command]) => (
                  <CopyLine key={crm} label={texts.connectLabel(crm)} text={command} />
                ))}
              </div>
            }
          >
            {texts.emptyText}
          </EmptyState>
        </div>
      )}
      {accounts.data?.map((account) => (
        <AccountCard key={account.id} account={account} />
      ))}
    </Page>
  );
}
