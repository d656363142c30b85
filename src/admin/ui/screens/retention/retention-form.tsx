import { Button, Group } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import {
  RETENTION_KINDS,
  type Retention,
  type RetentionKind,
} from '../../../api/contract/retention.js';
import { type RetentionView, useSetRetention } from '../../api/retention.js';
import { useNotify } from '../../shell/notify.js';
import { useUnsavedGuard } from '../../shell/unsaved.js';
import { useTexts } from '../../texts/index.js';
import { isDays } from './days.js';
import { KindField } from './kind-field.js';
import css from './retention.module.css';

/** Saving deletes, and what is deleted stays so: the call waits for as long as Undo is offered. */
export function RetentionForm({ saved }: { saved: RetentionView }) {
  const { common, retention: texts } = useTexts();
  const { commitLater } = useNotify();
  const { mutateAsync } = useSetRetention();
  const [edited, setEdited] = useState<Retention>(saved.days);
  const [waiting, setWaiting] = useState<Retention | null>(null);
  const inForce = waiting ?? saved.days;
  const dirty = RETENTION_KINDS.some((kind) => edited[kind] !== inForce[kind]);
  useUnsavedGuard(dirty);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (!dirty || !RETENTION_KINDS.every((kind) => isDays(edited[kind]))) return;
    setWaiting(edited);
    commitLater(
      texts.saving,
      async () => {
        await mutateAsync(edited);
        setWaiting(null);
      },
      () => {
        setWaiting(null);
        setEdited(saved.days);
      },
    );
  };
  const change = (kind: RetentionKind, days: number | null): void =>
    setEdited((former) => ({ ...former, [kind]: days }));
  return (
    <form onSubmit={save} noValidate>
      <fieldset className={css.form} disabled={waiting !== null}>
        {RETENTION_KINDS.map((kind) => (
          <KindField
            key={kind}
            kind={kind}
            days={edited[kind]}
            former={inForce[kind]}
            deletedUpTo={saved.deletedUpTo[kind] ?? null}
            onChange={(days) => change(kind, days)}
          />
        ))}
        <Group gap="xs">
          <Button type="submit" disabled={!dirty}>
            {texts.save}
          </Button>
          {dirty && (
            <Button variant="default" onClick={() => setEdited(inForce)}>
              {common.cancel}
            </Button>
          )}
        </Group>
      </fieldset>
    </form>
  );
}
