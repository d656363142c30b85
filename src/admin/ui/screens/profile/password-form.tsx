import { useState } from 'react';
import { useChangePassword } from '../../api/session.js';
import { EntranceForm, PasswordField, usePasswordError } from '../../shell/entrance-form.js';
import { useNotify } from '../../shell/notify.js';
import { useTexts } from '../../texts/index.js';

/** Empty again after each change: the key makes it anew. */
export function PasswordForm() {
  const [times, setTimes] = useState(0);
  return <Fields key={times} onChanged={() => setTimes(times + 1)} />;
}

function Fields({ onChanged }: { onChanged: () => void }) {
  const { entrance, profile: texts } = useTexts();
  const { show } = useNotify();
  const change = useChangePassword();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const tooShort = usePasswordError(password);
  return (
    <EntranceForm
      submit={texts.change}
      failed={texts.failed}
      error={change.error}
      busy={change.isPending}
      valid={current !== '' && tooShort === null}
      onSubmit={() =>
        change.mutate(
          { current, password },
          {
            onSuccess: () => {
              show(texts.changed);
              onChanged();
            },
          },
        )
      }
    >
      {(sent) => (
        <>
          <PasswordField
            label={entrance.currentPassword}
            value={current}
            onChange={setCurrent}
            error={sent && current === '' ? entrance.required : null}
          />
          <PasswordField
            fresh
            value={password}
            onChange={setPassword}
            error={sent ? tooShort : null}
          />
        </>
      )}
    </EntranceForm>
  );
}
