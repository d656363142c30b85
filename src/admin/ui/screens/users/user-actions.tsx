import { ActionIcon, Menu } from '@mantine/core';
import type { UserView } from '../../../api/contract/users.js';
import { useChangeUser, useResetPassword } from '../../api/users.js';
import { Icon } from '../../components/icon.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';
import type { HandedLink } from './link-dialog.js';

/** What an admin may do to somebody else. */
export function UserActions(props: { user: UserView; onLink: (link: HandedLink) => void }) {
  const { user, onLink } = props;
  const texts = useTexts().users;
  const change = useChangeUser();
  const reset = useResetPassword();
  const { showUndo, showError } = useNotify();
  const setDisabled = (disabled: boolean): void =>
    change.mutate(
      { user: user.id, disabled },
      {
        onSuccess: () =>
          showUndo((disabled ? texts.disabled : texts.enabled)(user.name), () =>
            change.mutateAsync({ user: user.id, disabled: !disabled }),
          ),
        onError: showError,
      },
    );
  const newLink = (): void =>
    reset.mutate(user.id, {
      onSuccess: (link) => onLink({ name: user.name, ...link }),
      onError: showError,
    });
  return (
    <Menu position="bottom-end" shadow="md" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.actionsFor(user.name)}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!user.disabled && (
          <Menu.Item leftSection={<Icon name="keys" size={16} />} onClick={newLink}>
            {texts.newLink}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<Icon name={user.disabled ? 'undo' : 'close'} size={16} />}
          onClick={() => setDisabled(!user.disabled)}
        >
          {user.disabled ? texts.enable : texts.disable}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
