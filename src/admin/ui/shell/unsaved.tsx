import { Button, Group, Modal, Text } from '@mantine/core';
import { createContext, type ReactNode, use, useCallback, useEffect, useId, useRef } from 'react';
import { useBlocker } from 'react-router';
import { useTexts } from '../texts/index.js';

type Tell = (id: string, dirty: boolean) => void;
const UnsavedContext = createContext<Tell | null>(null);

/**
 * While `dirty`, leaving the screen asks first; a change of the query alone is not leaving. The
 * browser asks in its own words when the tab is closed.
 */
export function useUnsavedGuard(dirty: boolean): void {
  const tell = use(UnsavedContext);
  const id = useId();
  useEffect(() => {
    tell?.(id, dirty);
    return () => tell?.(id, false);
  }, [tell, id, dirty]);
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
}

/** Holds what is unsaved on the screens below and asks before it is left. */
export function UnsavedGuard({ children }: { children: ReactNode }) {
  const texts = useTexts().shell.unsaved;
  const unsaved = useRef(new Set<string>());
  const tell = useCallback<Tell>((id, dirty) => {
    if (dirty) unsaved.current.add(id);
    else unsaved.current.delete(id);
  }, []);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      unsaved.current.size > 0 && currentLocation.pathname !== nextLocation.pathname,
  );
  const blocked = blocker.state === 'blocked';
  return (
    <UnsavedContext value={tell}>
      {children}
      <Modal opened={blocked} onClose={() => blocker.reset?.()} title={texts.title}>
        <Text size="sm">{texts.text}</Text>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={() => blocker.proceed?.()}>
            {texts.leave}
          </Button>
          <Button data-autofocus onClick={() => blocker.reset?.()}>
            {texts.stay}
          </Button>
        </Group>
      </Modal>
    </UnsavedContext>
  );
}
