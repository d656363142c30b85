import { Button } from '@mantine/core';
import { useState } from 'react';
import type { UserView } from '../../../api/contract/users.js';
import { useUsers } from '../../api/users.js';
import { Badge } from '../../components/badges.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Icon } from '../../components/icon.js';
import { Page } from '../../components/page.js';
import { ErrorState } from '../../components/states.js';
import { When } from '../../components/when.js';
import { useSession } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import { InviteDialog } from './invite-dialog.js';
import { type HandedLink, LinkDialog } from './link-dialog.js';
import { RoleChoice } from './role-choice.js';
import { UserActions } from './user-actions.js';
import css from './users.module.css';

/** Who may sign in, with which role; inviting, disabling, new passwords. */
export default function Users() {
  const { common, users: texts } = useTexts();
  const me = useSession().user.id;
  const users = useUsers();
  const [inviting, setInviting] = useState(false);
  const [link, setLink] = useState<HandedLink | null>(null);

  const columns: readonly Column<UserView>[] = [
    {
      key: 'name',
      header: texts.name,
      cell: (user) => (
        <div>
          <span className={css.name}>{user.name}</span>
          {user.id === me && <span className={css.you}>{texts.you}</span>}
          <div className={css.email}>{user.email}</div>
        </div>
      ),
    },
    {
      key: 'role',
      header: texts.role,
      width: 'clamp(118px, 13vw, 170px)',
      cell: (user) => <RoleChoice user={user} own={user.id === me} />,
    },
    { key: 'status', header: texts.status, hide: 'phone', cell: (user) => <Status user={user} /> },
    {
      key: 'signedIn',
      header: texts.signedIn,
      hide: 'phone',
      cell: (user) => <When at={user.signedInAt} otherwise={common.never} />,
    },
    {
      key: 'actions',
      header: common.actions,
      silent: true,
      width: 52,
      cell: (user) => (user.id === me ? null : <UserActions user={user} onLink={setLink} />),
    },
  ];

  return (
    <Page
      title={texts.title}
      description={texts.description}
      actions={
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setInviting(true)}>
          {texts.invite}
        </Button>
      }
    >
      {users.error && <ErrorState error={users.error} onRetry={users.retry} />}
      {(users.rows || !users.error) && (
        <DataTable
          caption={texts.caption}
          columns={columns}
          rows={users.rows}
          rowKey={(user) => user.id}
          rowClass={(user) => (user.disabled ? css.disabled : undefined)}
          empty={null}
          more={users.more}
        />
      )}
      <InviteDialog
        opened={inviting}
        onClose={() => setInviting(false)}
        onInvited={(made) => {
          setInviting(false);
          setLink(made);
        }}
      />
      <LinkDialog link={link} onClose={() => setLink(null)} />
    </Page>
  );
}

function Status({ user }: { user: UserView }) {
  const { states } = useTexts().users;
  if (user.disabled) return <Badge tone="bad">{states.disabled}</Badge>;
  if (user.hasPassword || user.hasIdentityProvider || user.signedInAt !== null)
    return <Badge tone="good">{states.active}</Badge>;
  return <Badge tone="warn">{states.invited}</Badge>;
}
