import type { Role } from '../../../api/contract/endpoint.js';
import type { UserView } from '../../../api/contract/users.js';
import { useChangeUser } from '../../api/users.js';
import { RoleSelect } from '../../components/role-select.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';

/** The role in the list, changed in place. One's own is somebody else's business. */
export function RoleChoice({ user, own }: { user: UserView; own: boolean }) {
  const { common, users: texts } = useTexts();
  const change = useChangeUser();
  const { showUndo, showError } = useNotify();
  if (own || user.disabled) return <>{common.roles[user.role]}</>;
  const choose = (role: Role): void => {
    const former = user.role;
    change.mutate(
      { user: user.id, role },
      {
        onSuccess: () =>
          showUndo(texts.roleChanged(user.name, common.roles[role]), () =>
            change.mutateAsync({ user: user.id, role: former }),
          ),
        onError: showError,
      },
    );
  };
  return (
    <RoleSelect
      size="xs"
      aria-label={texts.roleOf(user.name)}
      value={change.isPending ? (change.variables.role ?? user.role) : user.role}
      onChange={choose}
    />
  );
}
