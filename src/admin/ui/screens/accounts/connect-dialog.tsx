import { Modal, NativeSelect, PasswordInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Connectable } from '../../../api/contract/accounts.js';
import { useConnect, useConnectable } from '../../api/accounts.js';
import { CopyLine } from '../../components/copy.js';
import { DialogButtons } from '../../components/dialog-buttons.js';
import { CodeValue } from '../../components/sentence.js';
import { ErrorState, LoadingRows } from '../../components/states.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';
import css from './accounts.module.css';

interface ConnectProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Connects a CRM by a pasted key; the other way, by an app, begins on the command line. */
export function ConnectDialog({ opened, onClose }: ConnectProps) {
  const texts = useTexts().accounts;
  return (
    <Modal opened={opened} onClose={onClose} title={texts.connect.title} size="lg">
      <Choices onClose={onClose} />
    </Modal>
  );
}

function Choices({ onClose }: Pick<ConnectProps, 'onClose'>) {
  const connectable = useConnectable();
  if (connectable.error) {
    return <ErrorState error={connectable.error} onRetry={() => void connectable.refetch()} />;
  }
  if (!connectable.data) return <LoadingRows rows={3} height={40} />;
  return <ConnectForm connectable={connectable.data} onClose={onClose} />;
}

interface FormProps extends Pick<ConnectProps, 'onClose'> {
  readonly connectable: readonly Connectable[];
}

/** Inside the dialog, so that the key is forgotten when it closes. */
function ConnectForm({ connectable, onClose }: FormProps) {
  const { accounts } = useTexts();
  const texts = accounts.connect;
  const { show } = useNotify();
  const connect = useConnect();
  const [crm, setCrm] = useState(connectable[0]?.crm ?? '');
  const [key, setKey] = useState('');
  const [sent, setSent] = useState(false);
  const chosen = connectable.find((one) => one.crm === crm);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setSent(true);
    if (key.trim() === '' || connect.isPending) return;
    connect.mutate(
      { crm, key },
      {
        onSuccess: ({ name, missing }) => {
          show([texts.done(name), ...missing].join(' '));
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {connect.error && <ErrorState error={connect.error} />}
        {connectable.length > 1 && (
          <NativeSelect
            label={texts.crm}
            value={crm}
            data={connectable.map((one) => ({ value: one.crm, label: one.label }))}
            onChange={(event) => setCrm(event.currentTarget.value)}
          />
        )}
        {chosen && (
          <>
            <PasswordInput
              label={texts.key(chosen.label)}
              description={texts.keyHint}
              autoComplete="off"
              data-autofocus
              maxLength={1000}
              value={key}
              error={sent && key.trim() === '' ? texts.required : null}
              onChange={(event) => setKey(event.currentTarget.value)}
            />
            <Scopes title={texts.scopes} scopes={chosen.scopes.required} />
            <Scopes title={texts.optionalScopes} scopes={chosen.scopes.optional} />
            <Text size="sm" c="dimmed">
              {chosen.freshness} {texts.readOnly}
            </Text>
            <Stack gap={4}>
              <Text size="sm">{texts.byApp}</Text>
              <CopyLine
                label={accounts.connectLabel(chosen.label)}
                text={`plumbline connect ${chosen.crm} --url https://…`}
              />
            </Stack>
          </>
        )}
        <DialogButtons submit={texts.submit} busy={connect.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}

function Scopes({ title, scopes }: { title: string; scopes: readonly string[] }) {
  if (scopes.length === 0) return null;
  return (
    <div>
      <Text size="sm">{title}</Text>
      <ul className={css.scopes}>
        {scopes.map((scope) => (
          <li key={scope}>
            <CodeValue>{scope}</CodeValue>
          </li>
        ))}
      </ul>
    </div>
  );
}
