import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { CopyLine } from '../../components/copy.js';
import { useTexts } from '../../texts/index.js';

/** The secret, shown this once; a click beside the dialog does not lose it. */
export function SecretDialog(props: { secret: string | null; onClose: () => void }) {
  const texts = useTexts().keys;
  const { secret, onClose } = props;
  const example = `curl -H 'Authorization: Bearer ${secret}' ${window.location.origin}/api/v1/session`;
  return (
    <Modal
      opened={secret !== null}
      onClose={onClose}
      title={texts.secretTitle}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      size="lg"
    >
      {secret !== null && (
        <Stack gap="md">
          <Text size="sm">{texts.secretText}</Text>
          <CopyLine label={texts.secretLabel} text={secret} />
          <Text size="sm" mb={-8}>
            {texts.tryIt}
          </Text>
          <CopyLine label={texts.tryLabel} text={example} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{texts.stored}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
