import { Button, Group } from '@mantine/core';
import { useTexts } from '../texts/index.js';

interface DialogButtonsProps {
  readonly submit: string;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly onCancel: () => void;
  /** Without it the button sends the form that it stands in. */
  readonly onSubmit?: () => void;
}

/** The last line of a dialog: out of it, or on with it. */
export function DialogButtons(props: DialogButtonsProps) {
  const { submit, busy, disabled = false, onCancel, onSubmit } = props;
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onCancel}>
        {useTexts().common.cancel}
      </Button>
      <Button
        type={onSubmit ? 'button' : 'submit'}
        disabled={disabled}
        loading={busy}
        {...(onSubmit && { onClick: onSubmit })}
      >
        {submit}
      </Button>
    </Group>
  );
}
