import { Button } from '@mantine/core';
import { useState } from 'react';
import { mayDo } from '../../../api/contract/endpoint.js';
import { useAccounts } from '../../api/accounts.js';
import { Page } from '../../components/page.js';
import { EmptyState, ErrorState, LoadingRows } from '../../components/states.js';
import { useSession } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import { AccountCard } from './account-card.js';
import css from './accounts.module.css';
import { ConnectDialog } from './connect-dialog.js';

/** How each connected CRM is doing, and whether we write into it. */
export default function Accounts() {
  const texts = useTexts().accounts;
  const accounts = useAccounts();
  const [connecting, setConnecting] = useState(false);
  const mayConnect = mayDo(useSession().user.role, 'admin');
  const connect = mayConnect && (
    <Button onClick={() => setConnecting(true)}>{texts.connect.open}</Button>
  );
  const none = accounts.data?.length === 0;
  return (
    <Page title={texts.title} description={texts.description} actions={!none && connect}>
      <ConnectDialog opened={connecting} onClose={() => setConnecting(false)} />
      {accounts.error && (
        <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />
      )}
      {accounts.isPending && <LoadingRows rows={2} height={260} />}
      {none && (
        <div className={css.card}>
          <EmptyState icon="accounts" title={texts.empty} action={connect}>
            {mayConnect ? texts.emptyText : texts.emptyAskAdmin}
          </EmptyState>
        </div>
      )}
      {accounts.data?.map((account) => (
        <AccountCard key={account.id} account={account} />
      ))}
    </Page>
  );
}
