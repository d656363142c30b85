import { Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Role } from '../../../api/contract/endpoint.js';
import { useMakeKey } from '../../api/keys.js';
import { DialogButtons } from '../../components/dialog-buttons.js';
import { RoleSelect } from '../../components/role-select.js';
import { ErrorState } from '../../components/states.js';
import { useSession } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';

interface MakeProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onMade: (secret: string) => void;
}

export function MakeKeyDialog({ opened, onClose, onMade }: MakeProps) {
  const texts = useTexts().keys;
  return (
    <Modal opened={opened} onClose={onClose} title={texts.make}>
      <MakeKeyForm onClose={onClose} onMade={onMade} />
    </Modal>
  );
}

/** Inside the dialog, so that it is empty again each time. */
function MakeKeyForm({ onClose, onMade }: Omit<MakeProps, 'opened'>) {
  const texts = useTexts().keys;
  const mine = useSession().user.role;
  const make = useMakeKey();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [sent, setSent] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setSent(true);
    if (name.trim() === '' || make.isPending) return;
    make.mutate({ name: name.trim(), role }, { onSuccess: ({ secret }) => onMade(secret) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {make.error && <ErrorState error={make.error} />}
        <TextInput
          label={texts.name}
          description={texts.nameHint}
          autoComplete="off"
          data-autofocus
          maxLength={100}
          value={name}
          error={sent && name.trim() === '' ? texts.required : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleSelect
          label={texts.role}
          description={texts.roleHint}
          most={mine}
          value={role}
          onChange={setRole}
        />
        <DialogButtons submit={texts.make} busy={make.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}
