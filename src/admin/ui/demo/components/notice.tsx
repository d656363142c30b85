import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { texts } from '../texts.js';
import css from './notice.module.css';

/** Says what is wrong and what happens now; read out at once. */
export function Notice(props: { title: string; children: ReactNode; onClose?: () => void }) {
  return (
    <div role="alert" className={css.notice}>
      <div>
        <strong className={css.title}>{props.title}</strong>
        {props.children}
      </div>
      {props.onClose && (
        <CloseButton
          size="sm"
          c="inherit"
          aria-label={texts.notice.dismiss}
          onClick={props.onClose}
        />
      )}
    </div>
  );
}
