import { Drawer } from '@mantine/core';
import { Brand } from '../components/brand.js';
import { useTexts } from '../texts/index.js';
import { Navigation } from './navigation.js';

interface NavigationDrawerProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The navigation over the page, where there is no room beside it. */
export default function NavigationDrawer({ opened, onClose }: NavigationDrawerProps) {
  const { close } = useTexts().shell;
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={280}
      title={<Brand />}
      closeButtonProps={{ 'aria-label': close }}
    >
      <Navigation onChoose={onClose} />
    </Drawer>
  );
}
