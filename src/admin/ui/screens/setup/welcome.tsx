import { Text } from '@mantine/core';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useAcceptLink } from '../../api/session.js';
import { Entrance } from '../../shell/entrance.js';
import { EntranceForm, PasswordField, usePasswordError } from '../../shell/entrance-form.js';
import { useTexts } from '../../texts/index.js';

/** An invited person, or one whose password was reset, chooses a password by a one-time link. */
export default function Welcome() {
  const texts = useTexts().entrance;
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const accept = useAcceptLink();
  const token = search.get('token') ?? '';
  const [password, setPassword] = useState('');
  const tooShort = usePasswordError(password);
  if (token === '') {
    return (
      <Entrance title={texts.welcome.title}>
        <Text mt="md" size="sm">
          {texts.welcome.noToken}
        </Text>
      </Entrance>
    );
  }
  return (
    <Entrance title={texts.welcome.title} description={texts.welcome.text}>
      <EntranceForm
        submit={texts.welcome.submit}
        failed={texts.welcome.failed}
        error={accept.error}
        busy={accept.isPending}
        valid={tooShort === null}
        onSubmit={() =>
          accept.mutate(
            { token, password },
            { onSuccess: () => void navigate('/', { replace: true }) },
          )
        }
      >
        {(sent) => (
          <PasswordField
            fresh
            value={password}
            onChange={setPassword}
            error={sent ? tooShort : null}
          />
        )}
      </EntranceForm>
    </Entrance>
  );
}
