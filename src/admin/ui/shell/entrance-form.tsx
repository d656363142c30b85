import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { PASSWORD_LENGTH } from '../../api/contract/session.js';
import { ErrorState } from '../components/states.js';
import { useTexts } from '../texts/index.js';
import { useFormats } from './language.js';

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Shown in the place of the hint, and tied to the field. */
  readonly error?: string | null;
  readonly label?: string;
  readonly autoFocus?: boolean;
}

export function EmailField({ value, onChange, error, autoFocus }: FieldProps) {
  const texts = useTexts().entrance;
  return (
    <TextInput
      label={texts.email}
      type="email"
      autoComplete="username"
      required
      withAsterisk={false}
      value={value}
      error={error}
      data-autofocus={autoFocus || undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** `fresh`: a password that is being chosen, with the rule it must keep. */
export function PasswordField(props: FieldProps & { fresh?: boolean }) {
  const texts = useTexts().entrance;
  const formats = useFormats();
  const { fresh = false } = props;
  return (
    <PasswordInput
      label={props.label ?? (fresh ? texts.newPassword : texts.password)}
      description={fresh ? texts.passwordHint(formats.count(PASSWORD_LENGTH.min)) : undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autoComplete={fresh ? 'new-password' : 'current-password'}
      required
      withAsterisk={false}
      maxLength={PASSWORD_LENGTH.max}
      aria-invalid={props.error ? true : undefined}
      visibilityToggleButtonProps={{ 'aria-label': texts.show }}
      value={props.value}
      error={props.error}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

/** Says once sent what a chosen password lacks; null when it will do. */
export function usePasswordError(password: string): string | null {
  const texts = useTexts().entrance;
  const formats = useFormats();
  return Array.from(password).length < PASSWORD_LENGTH.min
    ? texts.passwordShort(formats.count(PASSWORD_LENGTH.min))
    : null;
}

interface FormProps {
  readonly submit: string;
  readonly failed: string;
  readonly error: unknown;
  readonly busy: boolean;
  /** Called only when every field is filled in as it must be. */
  readonly onSubmit: () => void;
  readonly children: (sent: boolean) => ReactNode;
  readonly valid: boolean;
}

/** A form whose faults are told after the first try, in place, and read out. */
export function EntranceForm(props: FormProps) {
  const [sent, setSent] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setSent(true);
    if (props.valid && !props.busy) props.onSubmit();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" mt="lg">
        {props.error !== null && props.error !== undefined && (
          <ErrorState title={props.failed} error={props.error} />
        )}
        {props.children(sent)}
        <Button type="submit" loading={props.busy} fullWidth>
          {props.submit}
        </Button>
      </Stack>
    </form>
  );
}
