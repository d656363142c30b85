import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { CopyLine } from '../../components/copy.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';

export interface HandedLink {
  /** Whose link it is. */
  readonly name: string;
  readonly path: string;
  readonly endsAt: string;
}

/** The one-time link, shown this once. */
export function LinkDialog({ link, onClose }: { link: HandedLink | null; onClose: () => void }) {
  const texts = useTexts().users;
  const formats = useFormats();
  return (
    <Modal
      opened={link !== null}
      onClose={onClose}
      title={link ? texts.linkTitle(link.name) : ''}
      closeOnClickOutside={false}
      size="lg"
    >
      {link && (
        <Stack gap="md">
          <Text size="sm">{texts.linkText(formats.moment(link.endsAt))}</Text>
          <CopyLine label={texts.linkLabel} text={window.location.origin + link.path} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{texts.done}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
