import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { useSessionQuery, useSetUp } from '../../api/session.js';
import { Entrance } from '../../shell/entrance.js';
import {
  EmailField,
  EntranceForm,
  PasswordField,
  usePasswordError,
} from '../../shell/entrance-form.js';
import { useTexts } from '../../texts/index.js';

/** The first admin makes an account with the one-time token that was printed at the start. */
export default function SetUp() {
  const texts = useTexts().entrance;
  const [search] = useSearchParams();
  const session = useSessionQuery();
  const setUp = useSetUp();
  const given = search.get('token') ?? '';
  const [token, setToken] = useState(given);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const tooShort = usePasswordError(password);
  if (session.data?.user) return <Navigate to="/" replace />;
  if (session.data && !session.data.setUp) return <Navigate to="/sign-in" replace />;
  const missing = (sent: boolean, value: string): string | null =>
    sent && value.trim() === '' ? texts.required : null;
  return (
    <Entrance title={texts.setUp.title} description={texts.setUp.text}>
      <EntranceForm
        submit={texts.setUp.submit}
        failed={texts.setUp.failed}
        error={setUp.error}
        busy={setUp.isPending}
        valid={[token, name, email].every((value) => value.trim() !== '') && tooShort === null}
        onSubmit={() => setUp.mutate({ token: token.trim(), name, email, password })}
      >
        {(sent) => (
          <>
            {given === '' && (
              <TextInput
                label={texts.setUp.token}
                description={texts.setUp.tokenHint}
                autoComplete="off"
                value={token}
                error={missing(sent, token)}
                onChange={(event) => setToken(event.currentTarget.value)}
              />
            )}
            <TextInput
              label={texts.name}
              autoComplete="name"
              value={name}
              error={missing(sent, name)}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <EmailField value={email} onChange={setEmail} error={missing(sent, email)} />
            <PasswordField
              fresh
              label={texts.password}
              value={password}
              onChange={setPassword}
              error={sent ? tooShort : null}
            />
          </>
        )}
      </EntranceForm>
    </Entrance>
  );
}
