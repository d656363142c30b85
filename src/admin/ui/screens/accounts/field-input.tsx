import { PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { ChangeEvent } from 'react';
import type { CredentialField } from '../../../api/contract/accounts.js';
import { useTexts } from '../../texts/index.js';

interface Props {
  readonly field: CredentialField;
  readonly label: string;
  readonly value: string;
  readonly first: boolean;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}

/** One thing that a way of connecting asks for, as the CRM's declaration describes it. */
export function FieldInput({ field, label, value, first, error, onChange }: Props) {
  const { keyHint } = useTexts().accounts.connect;
  const { help, secret, multiLine } = field;
  const description = secret ? `${help} ${keyHint}`.trim() : help;
  const props = {
    label,
    description,
    value,
    error,
    autoComplete: 'off',
    maxLength: 10_000,
    ...(first && { 'data-autofocus': true }),
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onChange(event.currentTarget.value),
  };
  if (multiLine) return <Textarea {...props} autosize minRows={4} maxRows={8} spellCheck={false} />;
  return secret ? <PasswordInput {...props} /> : <TextInput {...props} spellCheck={false} />;
}
