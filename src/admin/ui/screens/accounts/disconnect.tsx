import { Button, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ConnectedAccount } from '../../../api/contract/accounts.js';
import { useDisconnect } from '../../api/accounts.js';
import { DialogButtons } from '../../components/dialog-buttons.js';
import { ErrorState } from '../../components/states.js';
import { useNotify } from '../../shell/notify.js';
import { useMay } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import css from './accounts.module.css';

/** Leaving an account: it cannot be undone from here, so it says first what will be. */
export function Disconnect({ account }: { account: ConnectedAccount }) {
  const texts = useTexts().accounts.disconnect;
  const mayChange = useMay('admin');
  const [opened, setOpened] = useState(false);
  if (account.state === 'left') {
    return <p className={css.left}>{account.erasing ? texts.erasing : texts.kept}</p>;
  }
  if (!mayChange) return null;
  return (
    <div className={css.left}>
      <Button size="compact-sm" variant="subtle" color="red" onClick={() => setOpened(true)}>
        {texts.open}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={texts.title(account.name)}>
        <Choice account={account} onClose={() => setOpened(false)} />
      </Modal>
    </div>
  );
}

function Choice({ account, onClose }: { account: ConnectedAccount; onClose: () => void }) {
  const texts = useTexts().accounts.disconnect;
  const { show } = useNotify();
  const disconnect = useDisconnect();
  const [data, setData] = useState('keep');
  const erase = data === 'erase';
  const submit = (): void =>
    disconnect.mutate(
      { account: account.id, erase },
      {
        onSuccess: ({ access }) => {
          show(texts.done[access](account.name));
          onClose();
        },
      },
    );
  return (
    <Stack gap="md">
      <Text size="sm">{texts.text(account.crmLabel)}</Text>
      <Radio.Group label={texts.data} value={data} onChange={setData}>
        <Stack gap="xs" mt="xs">
          <Radio value="keep" label={texts.keep} description={texts.keepText} />
          <Radio value="erase" label={texts.erase} description={texts.eraseText} />
        </Stack>
      </Radio.Group>
      {disconnect.error && <ErrorState error={disconnect.error} />}
      <DialogButtons
        submit={erase ? texts.submitErase : texts.submit}
        busy={disconnect.isPending}
        onCancel={onClose}
        onSubmit={submit}
      />
    </Stack>
  );
}
