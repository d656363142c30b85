import { Modal, Stack, Text } from '@mantine/core';
import type { ConnectedAccount } from '../../../api/contract/accounts.js';
import { useSetWriteBack, useWriteBackPlan } from '../../api/accounts.js';
import { DialogButtons } from '../../components/dialog-buttons.js';
import { CodeValue } from '../../components/sentence.js';
import { ErrorState, LoadingRows } from '../../components/states.js';
import { useFormats } from '../../shell/language.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';
import css from './accounts.module.css';

interface DialogProps {
  readonly account: ConnectedAccount;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function WriteBackDialog({ account, opened, onClose }: DialogProps) {
  const texts = useTexts().accounts;
  return (
    <Modal opened={opened} onClose={onClose} title={texts.planTitle(account.name)} size="lg">
      <Plan account={account} onClose={onClose} />
    </Modal>
  );
}

/** What turning it on would create, property by property, and the button that does. */
function Plan({ account, onClose }: Omit<DialogProps, 'opened'>) {
  const texts = useTexts().accounts;
  const formats = useFormats();
  const { show } = useNotify();
  const plan = useWriteBackPlan(account.id);
  const set = useSetWriteBack();
  const steps = plan.data?.steps ?? [];
  const creates = steps.some(({ action }) => action === 'create');
  const refused = steps.some(({ action }) => action === 'refuse');
  const turnOn = (): void =>
    set.mutate(
      { account: account.id, on: true },
      {
        onSuccess: ({ leads }) => {
          show(texts.turnedOn(account.name, formats.count(leads)));
          onClose();
        },
      },
    );
  return (
    <Stack gap="md">
      {plan.isPending && <Text size="sm">{texts.planLoading}</Text>}
      {plan.data && !refused && <Text size="sm">{creates ? texts.planText : texts.planNone}</Text>}
      {plan.isPending && <LoadingRows rows={5} height={22} />}
      {plan.error && <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />}
      {steps.length > 0 && (
        <ul className={css.steps}>
          {steps.map(({ property, action, reason }) => (
            <li key={property} data-action={action}>
              <span>
                <CodeValue>{property}</CodeValue>
              </span>
              <span>
                {texts.steps[action]}
                {reason !== null && <span className={css.reason}>{reason}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
      {refused && <Text size="sm">{texts.refused}</Text>}
      {set.error && <ErrorState error={set.error} />}
      <DialogButtons
        submit={creates ? texts.confirm : texts.confirmNone}
        busy={set.isPending}
        onCancel={onClose}
        disabled={!plan.data || refused}
        onSubmit={turnOn}
      />
    </Stack>
  );
}
