import { Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Connectable, CredentialField } from '../../../api/contract/accounts.js';
import { useConnect, useConnectable } from '../../api/accounts.js';
import { CopyLine } from '../../components/copy.js';
import { DialogButtons } from '../../components/dialog-buttons.js';
import { CodeValue } from '../../components/sentence.js';
import { ErrorState, LoadingRows } from '../../components/states.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';
import css from './accounts.module.css';
import { FieldInput } from './field-input.js';

interface ConnectProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Connects a CRM by what its ways ask for; the way by a browser begins on the command line. */
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

/** Inside the dialog, so that what was typed is forgotten when it closes. */
function ConnectForm({ connectable, onClose }: FormProps) {
  const { accounts, said } = useTexts();
  const texts = accounts.connect;
  const { show } = useNotify();
  const connect = useConnect();
  const [crm, setCrm] = useState(connectable[0]?.crm ?? '');
  const [wayId, setWay] = useState('');
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [sent, setSent] = useState(false);
  const chosen = connectable.find((one) => one.crm === crm);
  const way = chosen?.ways.find(({ id }) => id === wayId) ?? chosen?.ways[0];
  const textOf = ({ name, default: stands }: CredentialField): string =>
    typed[name] ?? stands ?? '';
  const isMissing = (field: CredentialField): boolean => textOf(field).trim() === '';
  const begin = (change: () => void) => (): void => {
    change();
    setTyped({});
    setSent(false);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setSent(true);
    if (!way || way.fields.some(isMissing) || connect.isPending) return;
    const fields = Object.fromEntries(way.fields.map((field) => [field.name, textOf(field)]));
    connect.mutate(
      { crm, way: way.id, fields },
      {
        onSuccess: ({ name, missing }) => {
          show([texts.done(name), ...missing.map(said)].join(' '));
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
            onChange={({ currentTarget: { value } }) => begin(() => setCrm(value))()}
          />
        )}
        {chosen && way && (
          <>
            {chosen.ways.length > 1 && (
              <NativeSelect
                label={texts.way}
                value={way.id}
                data={chosen.ways.map((one) => ({ value: one.id, label: one.label }))}
                onChange={({ currentTarget: { value } }) => begin(() => setWay(value))()}
              />
            )}
            {way.fields.map((field, index) => (
              <FieldInput
                key={`${crm}/${way.id}/${field.name}`}
                field={field}
                label={way.fields.length === 1 ? texts.key(chosen.label) : field.label}
                value={textOf(field)}
                first={index === 0}
                error={sent && isMissing(field) ? texts.required : null}
                onChange={(value) => setTyped((known) => ({ ...known, [field.name]: value }))}
              />
            ))}
            <Scopes title={texts.scopes} scopes={chosen.scopes.required} />
            <Scopes title={texts.optionalScopes} scopes={chosen.scopes.optional} />
            <Text size="sm" c="dimmed">
              {way.freshness} {texts.readOnly}
            </Text>
            <Text size="sm" c="dimmed">
              {texts.guide(`docs/connect-${chosen.crm}.md`)}
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
