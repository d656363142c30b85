import { Button, Divider, Text } from '@mantine/core';
import { useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { useSessionQuery, useSignIn } from '../../api/session.js';
import { Problem } from '../../components/states.js';
import { Entrance } from '../../shell/entrance.js';
import { EmailField, EntranceForm, PasswordField } from '../../shell/entrance-form.js';
import { useTexts } from '../../texts/index.js';
import css from './sign-in.module.css';

/** Where the reader wanted to go: an address of this app, or its start. */
const nextOf = (next: string | null): string =>
  next !== null && /^\/(?![/\\])/.test(next) ? next : '/';

export default function SignIn() {
  const texts = useTexts().entrance;
  const [search] = useSearchParams();
  const session = useSessionQuery();
  const signIn = useSignIn();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const next = nextOf(search.get('next'));
  if (session.data?.user) return <Navigate to={next} replace />;
  if (session.data?.setUp) return <Navigate to="/setup" replace />;
  const problem = search.get('problem');
  const provider = session.data?.identityProvider;
  const missing = (sent: boolean, value: string): string | null =>
    sent && value === '' ? texts.required : null;
  return (
    <Entrance title={texts.signIn.title}>
      {problem !== null && (
        <div className={css.problem}>
          <Problem title={texts.signIn.failed}>
            {texts.signIn.problems[problem] ?? texts.signIn.problem}
          </Problem>
        </div>
      )}
      {provider && (
        <>
          <Button
            component="a"
            href={`${provider.path}?${new URLSearchParams({ goTo: next })}`}
            variant="default"
            fullWidth
            mt="lg"
          >
            {texts.signIn.by(provider.name)}
          </Button>
          <Divider label={texts.signIn.or} mt="lg" />
        </>
      )}
      <EntranceForm
        submit={texts.signIn.submit}
        failed={texts.signIn.failed}
        error={signIn.error}
        busy={signIn.isPending}
        valid={email !== '' && password !== ''}
        onSubmit={() => signIn.mutate({ email, password })}
      >
        {(sent) => (
          <>
            <EmailField value={email} onChange={setEmail} error={missing(sent, email)} />
            <PasswordField
              value={password}
              onChange={setPassword}
              error={missing(sent, password)}
            />
          </>
        )}
      </EntranceForm>
      <Text size="sm" c="dimmed" mt="md">
        {texts.signIn.forgotten}
      </Text>
    </Entrance>
  );
}
