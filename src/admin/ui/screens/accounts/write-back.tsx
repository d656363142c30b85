import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ConnectedAccount } from '../../../api/contract/accounts.js';
import { useSetWriteBack } from '../../api/accounts.js';
import { useNotify } from '../../shell/notify.js';
import { useMay } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import css from './accounts.module.css';
import { WriteBackDialog } from './write-back-dialog.js';

/** Whether we write into the CRM; turning it on shows first what it would create there. */
export function WriteBack({ account }: { account: ConnectedAccount }) {
  const texts = useTexts().accounts;
  const mayChange = useMay('admin');
  const set = useSetWriteBack();
  const { showUndo, showError } = useNotify();
  const [planning, setPlanning] = useState(false);
  const turnOff = (): void =>
    set.mutate(
      { account: account.id, on: false },
      {
        onSuccess: () =>
          showUndo(texts.turnedOff(account.name), () =>
            set.mutateAsync({ account: account.id, on: true }),
          ),
        onError: showError,
      },
    );
  return (
    <footer className={css.foot}>
      <span className={css.switch} data-on={account.writeBack || undefined} aria-hidden="true" />
      <p>
        <strong>{texts.writeBack}</strong>{' '}
        {account.writeBack ? texts.writeBackOn : texts.writeBackOff}
      </p>
      {mayChange && account.state === 'connected' && (
        <Button
          size="compact-sm"
          variant="default"
          loading={set.isPending}
          onClick={() => (account.writeBack ? turnOff() : setPlanning(true))}
        >
          {account.writeBack ? texts.turnOff : texts.turnOn}
        </Button>
      )}
      <WriteBackDialog account={account} opened={planning} onClose={() => setPlanning(false)} />
    </footer>
  );
}
