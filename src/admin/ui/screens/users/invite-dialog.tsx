import { Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Role } from '../../../api/contract/endpoint.js';
import { issuesOf } from '../../api/issues.js';
import { useInvite } from '../../api/users.js';
import { DialogButtons } from '../../components/dialog-buttons.js';
import { RoleSelect } from '../../components/role-select.js';
import { ErrorState } from '../../components/states.js';
import { useTexts } from '../../texts/index.js';
import type { HandedLink } from './link-dialog.js';

interface InviteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onInvited: (link: HandedLink) => void;
}

export function InviteDialog({ opened, onClose, onInvited }: InviteProps) {
  const texts = useTexts().users;
  return (
    <Modal opened={opened} onClose={onClose} title={texts.inviteTitle}>
      <InviteForm onClose={onClose} onInvited={onInvited} />
    </Modal>
  );
}

/** Inside the dialog, so that it is empty again each time. */
function InviteForm({ onClose, onInvited }: Omit<InviteProps, 'opened'>) {
  const texts = useTexts().users;
  const invite = useInvite();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const [sent, setSent] = useState(false);
  const missing = (value: string): string | null =>
    sent && value.trim() === '' ? texts.required : null;
  const issues = issuesOf(invite.error);
  // Told at the field, as long as the refused address stands there.
  const badEmail =
    invite.variables?.email === email.trim() && issues.some(({ field }) => field === 'email');
  const elsewhere = issues.length === 0 || issues.some(({ field }) => field !== 'email');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setSent(true);
    if (name.trim() === '' || email.trim() === '' || invite.isPending) return;
    invite.mutate(
      { name: name.trim(), email: email.trim(), role },
      { onSuccess: ({ user, link }) => onInvited({ name: user.name, ...link }) },
    );
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {texts.inviteText}
        </Text>
        {invite.error && elsewhere && <ErrorState error={invite.error} />}
        <TextInput
          label={texts.name}
          autoComplete="off"
          data-autofocus
          value={name}
          error={missing(name)}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={texts.email}
          type="email"
          autoComplete="off"
          value={email}
          error={missing(email) ?? (badEmail && texts.badEmail)}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <RoleSelect label={texts.role} value={role} onChange={setRole} />
        <DialogButtons submit={texts.inviteSubmit} busy={invite.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}
