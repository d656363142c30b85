import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useMemo } from 'react';
import { SaidError } from '../components/said.js';
import { useTexts } from '../texts/index.js';
import css from './notify.module.css';

const SHOWN_MS = 5_000;
const UNDO_MS = 10_000;
let offers = 0;

interface Notify {
  /** Says that something is done. */
  readonly show: (message: ReactNode) => void;
  /** Says that something failed, and why. */
  readonly showError: (thrown: unknown) => void;
  /**
   * Says that something is done and offers to take it back: `undo` makes the opposite call. It runs at
   * most once; its failure is told.
   */
  readonly showUndo: (message: ReactNode, undo: () => Promise<unknown> | unknown) => void;
  /**
   * For what cannot be taken back (a key withdrawn, a person removed): the caller hides it at once,
   * `commit` makes the call only when the offer to undo has passed, when the page is left or when the
   * notice is closed; `restore` shows it again after Undo or a failure.
   */
  readonly commitLater: (
    message: ReactNode,
    commit: () => Promise<unknown>,
    restore: () => void,
  ) => void;
}

/** Notices at the lower edge. Nothing asks "are you sure": what was done can be undone instead. */
export function useNotify(): Notify {
  const texts = useTexts().common;
  return useMemo(() => {
    const show = (message: ReactNode): void => {
      notifications.show({ message, autoClose: SHOWN_MS });
    };
    const showError = (thrown: unknown): void => {
      notifications.show({
        title: texts.errors.title,
        message: <SaidError error={thrown} />,
        color: 'red',
        role: 'alert',
        autoClose: UNDO_MS,
      });
    };
    const offer = (message: ReactNode, undo: () => void, onClose: () => void): void => {
      const id = `undo-${++offers}`;
      let taken = false;
      const take = (): void => {
        if (taken) return;
        taken = true;
        undo();
        notifications.hide(id);
      };
      const content = (
        <span className={css.line}>
          <span>{message}</span>
          <Button size="compact-sm" variant="light" className={css.button ?? ''} onClick={take}>
            {texts.undo}
          </Button>
        </span>
      );
      notifications.show({ id, message: content, autoClose: UNDO_MS, onClose });
    };
    return {
      show,
      showError,
      showUndo: (message, undo) => {
        const run = async (): Promise<void> => {
          try {
            await undo();
            show(texts.undone);
          } catch (thrown) {
            showError(thrown);
          }
        };
        offer(
          message,
          () => void run(),
          () => {},
        );
      },
      commitLater: (message, commit, restore) => {
        let open = true;
        const finish = (): void => {
          window.removeEventListener('pagehide', finish);
          if (!open) return;
          open = false;
          commit().catch((thrown) => {
            restore();
            showError(thrown);
          });
        };
        window.addEventListener('pagehide', finish);
        offer(
          message,
          () => {
            open = false;
            restore();
          },
          finish,
        );
      },
    };
  }, [texts]);
}
