import { Button, Text } from '@mantine/core';
import { Page } from '../../components/page.js';
import { Panel } from '../../components/panel.js';
import { useSession, useSignOut } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import { PasswordForm } from './password-form.js';
import css from './profile.module.css';

/** One's own password and sessions. */
export default function Profile() {
  const { common, profile: texts } = useTexts();
  const { user } = useSession();
  const signOut = useSignOut();
  return (
    <Page
      title={texts.title}
      description={[user.name, user.email, common.roles[user.role]].filter(Boolean).join(' · ')}
    >
      <div className={css.panels}>
        <Panel title={texts.password}>
          <Text size="sm" c="dimmed">
            {user.hasPassword ? texts.passwordText : texts.noPassword}
          </Text>
          {user.hasPassword && <PasswordForm />}
        </Panel>
        <Panel title={texts.sessions}>
          <Text size="sm" c="dimmed" mb="md">
            {texts.sessionsText}
          </Text>
          <Button variant="default" onClick={() => signOut('everywhere')}>
            {texts.everywhere}
          </Button>
        </Panel>
      </div>
    </Page>
  );
}
