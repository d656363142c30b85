import { Button, Group, Modal, Text } from '@mantine/core';
import { useTexts } from '../texts/index.js';

interface LeaveDialogProps {
  readonly opened: boolean;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Asks before something unsaved is left. */
export default function LeaveDialog({ opened, onStay, onLeave }: LeaveDialogProps) {
  const texts = useTexts().shell.unsaved;
  return (
    <Modal opened={opened} onClose={onStay} title={texts.title}>
      <Text size="sm">{texts.text}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onLeave}>
          {texts.leave}
        </Button>
        <Button data-autofocus onClick={onStay}>
          {texts.stay}
        </Button>
      </Group>
    </Modal>
  );
}
