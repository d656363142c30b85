import { Button } from '@mantine/core';
import { useState } from 'react';
import type { KeyView } from '../../../api/contract/keys.js';
import { useKeys, useRevokeKey } from '../../api/keys.js';
import { Badge } from '../../components/badges.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Icon } from '../../components/icon.js';
import { Page } from '../../components/page.js';
import { CodeValue } from '../../components/sentence.js';
import { EmptyState, ErrorState } from '../../components/states.js';
import { When } from '../../components/when.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';
import css from './keys.module.css';
import { MakeKeyDialog } from './make-key-dialog.js';
import { SecretDialog } from './secret-dialog.js';

/** API keys: made, shown once, revoked. */
export default function Keys() {
  const { common, keys: texts } = useTexts();
  const keys = useKeys();
  const { ending, revoke } = useRevocation();
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const makeButton = (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
      {texts.make}
    </Button>
  );

  const columns: readonly Column<KeyView>[] = [
    {
      key: 'name',
      header: texts.name,
      cell: (key) => (
        <div>
          <span className={css.name}>{key.name}</span>
          <div className={css.prefix}>
            <CodeValue>{key.prefix}…</CodeValue>
          </div>
        </div>
      ),
    },
    { key: 'role', header: texts.role, cell: (key) => common.roles[key.role] },
    { key: 'madeBy', header: texts.madeBy, hide: 'tablet', cell: (key) => key.madeBy.name },
    {
      key: 'created',
      header: texts.created,
      hide: 'tablet',
      cell: (key) => <When at={key.createdAt} />,
    },
    {
      key: 'used',
      header: texts.used,
      hide: 'phone',
      cell: (key) => <When at={key.usedAt} otherwise={common.never} />,
    },
    {
      key: 'actions',
      header: common.actions,
      silent: true,
      width: 120,
      numeric: true,
      cell: (key) =>
        key.revokedAt === null && !ending.has(key.id) ? (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={texts.revokeOf(key.name)}
            onClick={() => revoke(key)}
          >
            {texts.revoke}
          </Button>
        ) : (
          <Badge tone="bad">{texts.revoked}</Badge>
        ),
    },
  ];

  return (
    <Page title={texts.title} description={texts.description} actions={makeButton}>
      {keys.error && <ErrorState error={keys.error} onRetry={keys.retry} />}
      {(keys.rows || !keys.error) && (
        <DataTable
          caption={texts.caption}
          columns={columns}
          rows={keys.rows}
          rowKey={(key) => key.id}
          rowClass={(key) => (key.revokedAt !== null ? css.revoked : undefined)}
          empty={
            <EmptyState icon="keys" title={texts.empty}>
              {texts.emptyText}
            </EmptyState>
          }
          more={keys.more}
        />
      )}
      <MakeKeyDialog
        opened={making}
        onClose={() => setMaking(false)}
        onMade={(made) => {
          setMaking(false);
          setSecret(made);
        }}
      />
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
    </Page>
  );
}

/** A revoked key cannot come back, so the call waits for as long as Undo is offered. */
function useRevocation() {
  const texts = useTexts().keys;
  const { mutateAsync } = useRevokeKey();
  const { commitLater } = useNotify();
  const [ending, setEnding] = useState<ReadonlySet<string>>(new Set());
  const revoke = (key: KeyView): void => {
    setEnding((former) => new Set([...former, key.id]));
    commitLater(
      texts.willRevoke(key.name),
      () => mutateAsync(key.id),
      () => setEnding((former) => new Set([...former].filter((id) => id !== key.id))),
    );
  };
  return { ending, revoke };
}
