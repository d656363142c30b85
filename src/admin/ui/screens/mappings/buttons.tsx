import { ActionIcon, Button } from '@mantine/core';
import { Icon } from '../../components/icon.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';

/** Adds a line to a form; not there for those who may only look. */
export function AddLine({ label, onClick }: { label: string; onClick: () => void }) {
  const { readOnly } = useBench();
  if (readOnly) return null;
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<Icon name="plus" size={14} />}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}

/** Takes a line of a form away. */
export function RemoveLine({ name, onClick }: { name: string; onClick: () => void }) {
  const { readOnly } = useBench();
  const texts = useTexts().common;
  if (readOnly) return null;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={`${texts.remove} ${name}`}
      onClick={onClick}
    >
      <Icon name="close" size={15} />
    </ActionIcon>
  );
}

/** Takes a whole entry of the mapping away; whoever shows it offers to undo that. */
export function RemoveEntry({ onClick }: { onClick: () => void }) {
  const { readOnly } = useBench();
  const texts = useTexts().mappings;
  if (readOnly) return null;
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="red"
      leftSection={<Icon name="trash" size={15} />}
      onClick={onClick}
    >
      {texts.remove}
    </Button>
  );
}
